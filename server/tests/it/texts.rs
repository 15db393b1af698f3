//! What people write, at its edges.

use protocol::chat::Sent;

use crate::support::{Server, message, ok, problem, rows};

#[tokio::test]
async fn what_can_be_shown_is_stored_as_written() {
    let server = Server::start().await;
    for text in [
        "x".to_owned(),
        "ñ".repeat(2_000),
        "👩‍👩‍👧‍👧 familia".to_owned(),
        "שלום \u{202e}odnum\u{202c} hola".to_owned(),
        "z\u{200b}ero\u{feff}ancho".to_owned(),
        "<script>alert(1)</script> & \"comillas\" ' OR 1=1 --".to_owned(),
        "una\n\n\tdos".to_owned(),
        "a\u{300}".repeat(900),
    ] {
        let citizen = server.citizen();
        citizen.say("pp", &text).await;
        assert_eq!(citizen.texts().await, [text]);
        server.pass_time(60_000);
    }
}

#[tokio::test]
async fn what_cannot_be_shown_is_refused_and_nothing_is_stored() {
    let server = Server::start().await;
    let citizen = server.citizen();
    for (text, status, code) in [
        (String::new(), 422, "message_empty"),
        (" \n\t ".to_owned(), 422, "message_empty"),
        ("\u{200b}\u{202e}\u{feff}".to_owned(), 422, "message_empty"),
        ("x".repeat(2_001), 422, "message_too_long"),
        ("ñ".repeat(2_001), 422, "message_too_long"),
        ("x".repeat(60_000), 422, "message_too_long"),
        ("x".repeat(100_000), 413, "too_large"),
        ("a\u{0}b".to_owned(), 422, "control_characters"),
        ("a\u{1b}[31m".to_owned(), 422, "control_characters"),
        ("a\u{7f}".to_owned(), 422, "control_characters"),
        ("a\u{85}b".to_owned(), 422, "control_characters"),
    ] {
        let refused = citizen.send(&message(Some("pp"), &text)).await;
        let shown: String = text.chars().take(20).collect();
        assert_eq!(problem(refused).await, (status, code.to_owned()), "{shown:?} of {}", text.len());
    }
    assert_eq!(rows(&server, "conversation").await + rows(&server, "message").await, 0);
}

#[tokio::test]
async fn a_lone_surrogate_is_a_problem_and_the_server_lives() {
    let server = Server::start().await;
    let citizen = server.citizen();
    let body = format!(
        "{{\"site\":\"demo\",\"client_id\":\"{}\",\"topic\":\"pp\",\"text\":\"\\ud83d\"}}",
        crate::support::uuid()
    );
    let request =
        citizen.with(server.post("/api/v1/chat/messages")).header("content-type", "application/json");
    assert_eq!(problem(request.body(body).send().await.unwrap()).await, (422, "bad_body".to_owned()));
    ok::<Sent>(citizen.send(&message(Some("pp"), "sigo aquí")).await).await;
}

#[tokio::test]
async fn text_reaches_the_page_as_text() {
    let server = Server::start().await;
    let hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)><!--";
    let mut citizen = server.citizen();
    citizen.say("pp", hostile).await;
    citizen.cookie = Some(citizen.token.clone());
    let html = citizen.with(server.get("/w/demo")).send().await.unwrap().text().await.unwrap();
    assert!(html.contains("alert(1)"), "it is shown");
    assert!(!html.contains("<script>alert") && !html.contains("<img src=x"), "and not as markup");
    assert_eq!(html.matches("<script").count(), 1, "the state's block is the only one");
    let state = crate::support::state_of(&html);
    assert_eq!(state["conversation"]["messages"][0]["text"], hostile);
}
