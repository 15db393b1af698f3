//! The citizen's conversation over the API.

use std::time::{Duration, Instant};

use protocol::chat::{Author, Conversation, Sent, Standing};
use serde_json::json;

use crate::support::{PATIENCE, Server, at_once, message, mint, ok, problem, rows, tally, uuid};

#[tokio::test]
async fn the_first_message_begins_a_conversation() {
    let server = Server::start().await;
    let citizen = server.citizen();
    let sent = citizen.say("pp", "Buenos días").await;
    assert_eq!(
        (sent.message.seq, sent.message.author, sent.message.text.as_str()),
        (1, Author::Citizen, "Buenos días")
    );
    assert_eq!(sent.conversation.standing, Standing::Waiting { place: 1 });
    assert_eq!(
        (sent.conversation.topic.as_str(), sent.conversation.desk.as_str()),
        ("pp", "Préstamos personales")
    );
    assert!(sent.conversation.opening.open);
    assert_eq!(citizen.texts().await, ["Buenos días"]);
}

#[tokio::test]
async fn a_first_message_needs_a_topic_that_exists() {
    let server = Server::start().await;
    let citizen = server.citizen();
    for (topic, code) in
        [(None, "topic_needed"), (Some(""), "topic_needed"), (Some("bodas"), "unknown_topic")]
    {
        let refused = citizen.send(&message(topic, "Hola")).await;
        assert_eq!(problem(refused).await, (422, code.to_owned()), "{topic:?}");
    }
    assert_eq!(rows(&server, "conversation").await + rows(&server, "message").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_tap_is_one_message_and_one_answer() {
    let server = Server::start().await;
    let citizen = server.citizen();
    let tapped = message(Some("pp"), "Una vez");
    let answers = at_once((0..20).map(|_| citizen.send(&tapped))).await;
    let mut seen = Vec::new();
    for answer in answers {
        let sent: Sent = ok(answer).await;
        seen.push((sent.message, sent.conversation.resume_code));
    }
    seen.dedup();
    assert_eq!(seen.len(), 1, "every tap got the same stored row");
    assert_eq!((rows(&server, "conversation").await, rows(&server, "message").await), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_messages_at_once_are_numbered_without_gaps() {
    let server = Server::with(&[("limits.messages_per_ten_seconds", "1000")]).await;
    let citizen = server.citizen();
    let sends = (0..50).map(|n| message(Some("pp"), &format!("mensaje {n}"))).collect::<Vec<_>>();
    let answers = at_once(sends.iter().map(|send| citizen.send(send))).await;
    let mut numbers = Vec::new();
    for answer in answers {
        numbers.push(ok::<Sent>(answer).await.message.seq);
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=50).collect::<Vec<i64>>());
    let conversation = citizen.conversation().await;
    assert_eq!((conversation.last_seq, conversation.messages.len()), (50, 50));
    assert_eq!(rows(&server, "conversation").await, 1);
}

#[tokio::test]
async fn two_tabs_of_one_browser_are_one_conversation() {
    let server = Server::start().await;
    let first = server.citizen();
    first.say("pp", "desde la primera").await;
    let mut second = server.citizen();
    second.cookie = Some(first.token.clone());
    second.say("pp", "desde la segunda").await;
    assert_eq!(first.texts().await, ["desde la primera", "desde la segunda"]);
    second.cookie = None;
    assert_eq!(second.texts().await.len(), 2, "the second tab's own token joined");
    assert_eq!(rows(&server, "conversation").await, 1);
}

#[tokio::test]
async fn a_cookie_that_opens_nothing_joins_nothing() {
    let server = Server::start().await;
    server.citizen().say("pp", "de otra persona").await;
    for cookie in [mint(), "x".to_owned(), "' OR 1=1 --".to_owned()] {
        let mut citizen = server.citizen();
        citizen.cookie = Some(cookie);
        assert_eq!(citizen.say("pp", "mío").await.message.seq, 1);
    }
    assert_eq!(rows(&server, "conversation").await, 4);
}

#[tokio::test]
async fn a_foreign_token_opens_nothing() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "privado").await;
    let others = [
        mint(),
        citizen.token.to_uppercase(),
        String::new(),
        "x".repeat(64),
        "0".repeat(63),
        "'--".to_owned(),
    ];
    for token in others {
        let mut other = server.citizen();
        other.token = token.clone();
        assert_eq!(problem(other.read("").await).await, (404, "no_conversation".to_owned()), "{token}");
        assert_eq!(other.end().await, 404);
        let copy = other.with(server.get("/api/v1/chat/transcript")).send().await.unwrap();
        assert_eq!(copy.status(), 404);
    }
    let none = server.get("/api/v1/chat/conversation").send().await.unwrap();
    assert_eq!(problem(none).await.0, 404);
    assert_eq!(citizen.conversation().await.standing, Standing::Waiting { place: 1 });
}

#[tokio::test]
async fn a_message_id_of_another_conversation_is_free_here() {
    let server = Server::start().await;
    let (one, other) = (server.citizen(), server.citizen());
    let body = message(Some("pp"), "mío");
    ok::<Sent>(one.send(&body).await).await;
    let same_id = protocol::chat::Send { text: "tuyo".into(), ..body };
    let sent: Sent = ok(other.send(&same_id).await).await;
    assert_eq!(sent.message.text, "tuyo", "ids are unique inside a conversation only");
    assert_eq!(one.texts().await, ["mío"]);
}

#[tokio::test]
async fn an_ended_conversation_takes_no_message_but_answers_replays() {
    let server = Server::start().await;
    let citizen = server.citizen();
    let first = message(Some("pp"), "hola");
    ok::<Sent>(citizen.send(&first).await).await;
    assert_eq!(citizen.end().await, 204);
    assert_eq!(citizen.end().await, 204, "ending twice changes nothing");
    assert_eq!(
        problem(citizen.send(&message(None, "otra")).await).await,
        (409, "conversation_over".to_owned())
    );
    assert_eq!(ok::<Sent>(citizen.send(&first).await).await.message.seq, 1);
    assert_eq!(citizen.conversation().await.standing, Standing::Closed);
    assert_eq!(citizen.texts().await, ["hola"]);
}

#[tokio::test]
async fn reading_goes_on_from_a_number() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "uno").await;
    citizen.add("dos").await;
    citizen.add("tres").await;
    for (query, count) in
        [("?after=0", 3), ("?after=2", 1), ("?after=3", 0), ("?after=99", 0), ("?after=-5", 3)]
    {
        let conversation: Conversation = ok(citizen.read(query).await).await;
        assert_eq!((conversation.messages.len(), conversation.last_seq), (count, 3), "{query}");
    }
}

#[tokio::test]
async fn a_query_that_is_not_understood_is_a_problem() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "uno").await;
    for query in ["?after=abc", "?after=1&after=2", "?wait=-1", "?limit=5"] {
        assert_eq!(problem(citizen.read(query).await).await, (422, "bad_query".to_owned()), "{query}");
    }
}

#[tokio::test]
async fn a_long_poll_answers_at_once_when_there_is_something() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "uno").await;
    let start = Instant::now();
    let conversation: Conversation = ok(citizen.read("?after=0&wait=25").await).await;
    assert_eq!(conversation.messages.len(), 1);
    assert!(start.elapsed() < PATIENCE);
}

#[tokio::test]
async fn a_long_poll_ends_with_the_next_message() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "uno").await;
    let start = Instant::now();
    let write = async {
        tokio::time::sleep(Duration::from_millis(150)).await;
        citizen.add("dos").await;
    };
    let (answer, ()) = tokio::join!(citizen.read("?after=1&wait=25"), write);
    let conversation: Conversation = ok(answer).await;
    assert_eq!(conversation.messages[0].text, "dos");
    assert!(start.elapsed() < PATIENCE);
}

#[tokio::test]
async fn a_long_poll_without_news_ends_by_itself() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "uno").await;
    let start = Instant::now();
    let conversation: Conversation = ok(citizen.read("?after=1&wait=1").await).await;
    assert_eq!(conversation.messages, []);
    assert!(start.elapsed() >= Duration::from_millis(900));
}

#[tokio::test]
async fn a_place_falls_when_someone_before_is_taken() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    let (first, second) = (server.citizen(), server.citizen());
    first.say("pp", "primera").await;
    server.pass_time(1000);
    assert_eq!(second.say("pp", "segunda").await.conversation.standing, Standing::Waiting { place: 2 });
    let other_desk = server.citizen().say("ref", "otra área").await;
    assert_eq!(other_desk.conversation.standing, Standing::Waiting { place: 1 });
    let oldest = ana.queue().await.waiting[0].id.clone();
    assert_eq!(ana.act(&oldest, "take").await.status(), 204);
    assert_eq!(first.conversation().await.standing, Standing::Attended { by: "Ana Pública".into() });
    assert_eq!(second.conversation().await.standing, Standing::Waiting { place: 1 });
}

#[tokio::test]
async fn the_copy_holds_every_message() {
    let server = Server::with(&[("limits.messages_per_ten_seconds", "100000")]).await;
    let ana = server.staff("ana", &["pp"]).await;
    let citizen = server.citizen();
    citizen.say("pp", "¿Cuánto me prestan?\nGracias").await;
    let id = ana.only_waiting().await;
    ana.act(&id, "take").await;
    ana.reply(&id, "Hasta seis meses de sueldo").await;
    let response = citizen.with(server.get("/api/v1/chat/transcript")).send().await.unwrap();
    assert_eq!(crate::support::header(&response, "content-type"), "text/plain; charset=utf-8");
    assert!(crate::support::header(&response, "content-disposition").starts_with("attachment"));
    let text = response.text().await.unwrap();
    assert!(text.contains("Usted: ¿Cuánto me prestan?\r\n  Gracias"), "{text}");
    assert!(text.contains("Ana Pública: Hasta seis meses de sueldo"), "{text}");
    assert!(text.contains("10:00"), "times are local: {text}");
}

#[tokio::test]
async fn a_copy_of_more_rows_than_one_answer_is_whole() {
    let server = Server::with(&[("limits.messages_per_ten_seconds", "100000")]).await;
    let citizen = server.citizen();
    citizen.say("pp", "fila 0").await;
    let sends = (1..520).map(|n| message(None, &format!("fila {n}."))).collect::<Vec<_>>();
    at_once(sends.iter().map(|send| citizen.send(send))).await;
    assert_eq!(citizen.conversation().await.messages.len(), 500, "one answer is bounded");
    let text =
        citizen.with(server.get("/api/v1/chat/transcript")).send().await.unwrap().text().await.unwrap();
    assert!((1..520).all(|n| text.contains(&format!("fila {n}."))));
}

#[tokio::test]
async fn messages_have_a_rate_and_lose_nothing() {
    let server = Server::with(&[("limits.messages_per_ten_seconds", "3")]).await;
    let citizen = server.citizen();
    citizen.say("pp", "uno").await;
    citizen.add("dos").await;
    citizen.add("tres").await;
    let late = message(None, "cuatro");
    let refused = citizen.send(&late).await;
    assert!(!crate::support::header(&refused, "retry-after").is_empty());
    assert_eq!(problem(refused).await, (429, "too_many".to_owned()));
    server.pass_time(11_000);
    assert_eq!(ok::<Sent>(citizen.send(&late).await).await.message.seq, 4);
}

#[tokio::test]
async fn beginning_conversations_has_a_rate_per_address() {
    let server = Server::with(&[("limits.chat_starts_per_minute", "3")]).await;
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(server.citizen().send(&message(Some("pp"), "hola")).await.status().as_u16());
    }
    assert_eq!(tally(statuses), [(200, 3), (429, 1)].into());
    assert_eq!(rows(&server, "conversation").await, 3);
}

#[tokio::test]
async fn a_message_is_sent_as_declared_or_not_at_all() {
    let server = Server::start().await;
    let citizen = server.citizen();
    let good = serde_json::to_value(message(Some("pp"), "hola")).unwrap();
    for (field, value) in [
        ("text", json!({ "$regex": ".*" })),
        ("text", json!(["a"])),
        ("text", json!(5)),
        ("topic", json!({})),
        ("site", json!(null)),
        ("client_id", json!(7)),
        ("after", json!("1")),
        ("author", json!("staff")),
    ] {
        let mut body = good.clone();
        body[field] = value.clone();
        let request = citizen.with(server.post("/api/v1/chat/messages")).json(&body);
        assert_eq!(
            problem(request.send().await.unwrap()).await,
            (422, "bad_body".to_owned()),
            "{field}={value}"
        );
    }
    for id in ["", "1", "no-es-un-uuid", &"x".repeat(36), &uuid().replace('-', "")] {
        let body = protocol::chat::Send { client_id: id.to_owned(), ..message(Some("pp"), "hola") };
        assert_eq!(problem(citizen.send(&body).await).await, (422, "bad_client_id".to_owned()), "{id}");
    }
    assert_eq!(rows(&server, "message").await, 0);
}
