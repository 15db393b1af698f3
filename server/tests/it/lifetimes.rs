//! How long a token opens its conversation, and how a code opens it elsewhere.

use protocol::chat::{Author, Resumed, Standing};
use serde_json::json;

use crate::support::{DAY, HOUR, OUT_OF_HOURS, Server, header, message, ok, problem, rows, set_cookie};

async fn resume(server: &Server, site: &str, code: &str) -> reqwest::Response {
    server.post("/api/v1/chat/resume").json(&json!({ "site": site, "code": code })).send().await.unwrap()
}

#[tokio::test]
async fn a_token_that_rested_a_week_is_gone_and_the_text_is_not() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "hola").await;
    server.pass_time(7 * DAY - HOUR);
    assert_eq!(citizen.texts().await, ["hola"]);
    server.pass_time(8 * DAY);
    assert_eq!(problem(citizen.read("").await).await, (410, "token_expired".to_owned()));
    assert_eq!(problem(citizen.send(&message(None, "sigo")).await).await, (410, "token_expired".to_owned()));
    assert_eq!(citizen.end().await, 410);
    assert_eq!(rows(&server, "message").await, 1);
}

#[tokio::test]
async fn writing_slides_a_tokens_life() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "hola").await;
    for _ in 0..3 {
        server.pass_time(6 * DAY);
        citizen.add("sigo aquí").await;
    }
    let texts = citizen.texts().await;
    assert_eq!(texts[..4], ["hola", "sigo aquí", "sigo aquí", "sigo aquí"]);
    assert_eq!(texts.len(), 5, "the last day is a Sunday, and the assistant says so");
}

#[tokio::test]
async fn reading_slides_it_too() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "hola").await;
    for _ in 0..3 {
        server.pass_time(6 * DAY);
        assert_eq!(citizen.texts().await, ["hola"], "who looks for the answer is using the conversation");
    }
}

#[tokio::test]
async fn no_use_prolongs_a_token_beyond_thirty_days() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "hola").await;
    for _ in 0..5 {
        server.pass_time(5 * DAY);
        citizen.add("sigo aquí").await;
    }
    server.pass_time(5 * DAY + 1);
    assert_eq!(problem(citizen.read("").await).await, (410, "token_expired".to_owned()));
}

#[tokio::test]
async fn out_of_hours_the_opening_is_told_and_the_message_is_queued() {
    let server = Server::at(OUT_OF_HOURS).await;
    let ana = server.staff("ana", &["pp"]).await;
    let citizen = server.citizen();
    let sent = citizen.say("pp", "¿Cuánto debo?").await;
    assert!(!sent.conversation.opening.open);
    assert_eq!(sent.conversation.opening.text, "Abre el lunes 6 de abril, 9:00");
    let greeting = &sent.conversation.messages[1];
    assert_eq!((greeting.seq, greeting.author), (2, Author::Assistant));
    assert!(greeting.text.contains("lunes 6 de abril, 9:00"), "{}", greeting.text);
    assert_eq!(ana.queue().await.waiting[0].preview, "¿Cuánto debo?");
    citizen.add("Gracias").await;
    assert_eq!(citizen.texts().await.len(), 3, "one greeting is enough");
}

#[tokio::test]
async fn a_resume_code_opens_the_conversation_on_another_device() {
    let server = Server::at(OUT_OF_HOURS).await;
    let citizen = server.citizen();
    let code = citizen.say("pp", "hola").await.conversation.resume_code;
    let spellings = [code.clone(), code.to_lowercase().replace('-', " "), format!("  {code} ")];
    for (n, typed) in spellings.into_iter().enumerate() {
        let response = resume(&server, "demo", &typed).await;
        let cookie = set_cookie(&response, "__Host-conv");
        let resumed: Resumed = ok(response).await;
        assert_eq!(cookie.as_ref(), Some(&resumed.token));
        assert_ne!(resumed.token, citizen.token);
        assert_eq!(resumed.conversation.messages.len(), 2 + n);
        let mut phone = server.citizen();
        phone.token = resumed.token;
        phone.add("desde el teléfono").await;
    }
    assert_eq!(citizen.texts().await.len(), 5, "both devices see one conversation");
    assert_eq!(resume(&server, "isseg", &code).await.status(), 200, "the full page opens it too");
}

#[tokio::test]
async fn an_answer_given_and_closed_meanwhile_can_still_be_read_by_code() {
    let server = Server::at(OUT_OF_HOURS).await;
    let citizen = server.citizen();
    let code = citizen.say("pp", "hola").await.conversation.resume_code;
    server.pass_time(3 * DAY);
    let ana = server.staff("ana", &["pp"]).await;
    let id = ana.only_waiting().await;
    ana.act(&id, "take").await;
    ana.reply(&id, "Aquí está su respuesta").await;
    assert_eq!(ana.act(&id, "close").await.status(), 204);
    let resumed: Resumed = ok(resume(&server, "demo", &code).await).await;
    assert_eq!(resumed.conversation.standing, Standing::Closed);
    assert_eq!(resumed.conversation.messages.last().unwrap().text, "Aquí está su respuesta");
}

#[tokio::test]
async fn wrong_codes_are_all_answered_alike() {
    let server = Server::with(&[("limits.resume_tries_per_minute", "100")]).await;
    let own = server.citizen();
    let body = protocol::chat::Send { site: "isseg".into(), ..message(Some("pp"), "hola") };
    let sent: protocol::chat::Sent = ok(own.send(&body).await).await;
    let elsewhere = sent.conversation.resume_code;
    let mut answers = Vec::new();
    for code in ["", "ABCD", "0000-0000-0000-0000", "ÑÑÑÑ-ÑÑÑÑ-ÑÑÑÑ-ÑÑÑÑ", &"0".repeat(5_000), &elsewhere]
    {
        let response = resume(&server, "demo", code).await;
        answers.push((response.status(), header(&response, "set-cookie"), response.text().await.unwrap()));
    }
    answers.push({
        let response = resume(&server, "nonesuch", &elsewhere).await;
        (response.status(), header(&response, "set-cookie"), response.text().await.unwrap())
    });
    server.pass_time(31 * DAY);
    let aged = resume(&server, "isseg", &elsewhere).await;
    answers.push((aged.status(), header(&aged, "set-cookie"), aged.text().await.unwrap()));
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert_eq!((answers[0].0.as_u16(), answers[0].1.as_str()), (422, ""));
}

#[tokio::test]
async fn codes_cannot_be_tried_without_end() {
    let server = Server::start().await;
    for _ in 0..10 {
        assert_eq!(resume(&server, "demo", "0000-0000-0000-0000").await.status(), 422);
    }
    assert_eq!(
        problem(resume(&server, "demo", "0000-0000-0000-0000").await).await,
        (429, "too_many".to_owned())
    );
}

#[tokio::test]
async fn the_cookie_is_exactly_what_a_cross_site_frame_may_keep() {
    let server = Server::start().await;
    let citizen = server.citizen();
    let response = citizen.send(&message(Some("pp"), "hola")).await;
    let cookie = header(&response, "set-cookie");
    let expected = format!(
        "__Host-conv={}; Path=/; Max-Age=2592000; Secure; HttpOnly; SameSite=None; Partitioned",
        citizen.token
    );
    assert_eq!(cookie, expected);
}

#[tokio::test]
async fn a_browser_that_sends_no_cookie_back_is_told_so() {
    let server = Server::start().await;
    let mut citizen = server.citizen();
    assert!(citizen.say("pp", "hola").await.cookieless);
    citizen.cookie = Some(citizen.token.clone());
    assert!(!citizen.add("otra").await.cookieless);
}
