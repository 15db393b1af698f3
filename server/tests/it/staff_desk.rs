//! What operators do to conversations, and whose they may touch.

use protocol::{chat::Message, staff::Hold};
use serde_json::json;
use server::conversations::sweep;

use crate::support::{MINUTE, Server, Staff, at_once, ok, problem, rows, uuid};

async fn waiting<'a>(
    server: &'a Server,
    staff: &Staff<'a>,
    topic: &str,
) -> (crate::support::Citizen<'a>, String) {
    let citizen = server.citizen();
    citizen.say(topic, "hola").await;
    let id = staff.queue().await.waiting.last().unwrap().id.clone();
    (citizen, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_takers_one_wins_and_the_others_are_told_who() {
    let server = Server::start().await;
    let mut people = Vec::new();
    for n in 0..50 {
        people.push(server.staff(&format!("persona{n}"), &["pp"]).await);
    }
    let (_, id) = waiting(&server, &people[0], "pp").await;
    let answers = at_once(people.iter().map(|person| person.act(&id, "take"))).await;
    let winners: Vec<_> = (0..50).filter(|n| answers[*n].status() == 204).collect();
    assert_eq!(winners.len(), 1);
    let name = format!("Persona{} Pública", winners[0]);
    for (n, answer) in answers.into_iter().enumerate().filter(|(n, _)| *n != winners[0]) {
        let text = answer.text().await.unwrap();
        assert!(text.contains("already_taken") && text.contains(&name), "{n}: {text}");
    }
    assert_eq!(
        people[winners[0]].act(&id, "take").await.status(),
        204,
        "taking what one holds is no failure"
    );
}

#[tokio::test]
async fn only_the_holder_replies() {
    let server = Server::start().await;
    let (ana, eva) = (server.staff("ana", &["pp"]).await, server.staff("eva", &["pp"]).await);
    let (citizen, id) = waiting(&server, &ana, "pp").await;
    assert_eq!(problem(ana.reply(&id, "sin tomar").await).await, (409, "not_holding".to_owned()));
    ana.act(&id, "take").await;
    assert_eq!(problem(eva.reply(&id, "no es mía").await).await, (409, "not_holding".to_owned()));
    assert_eq!(ok::<Message>(ana.reply(&id, "sí").await).await.seq, 2);
    assert_eq!(citizen.texts().await, ["hola", "sí"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_sent_again_is_one_row() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    let (_, id) = waiting(&server, &ana, "pp").await;
    ana.act(&id, "take").await;
    let body = json!({ "client_id": uuid(), "text": "una sola vez" });
    let answers = at_once((0..10).map(|_| ana.act_with(&id, "messages", body.clone()))).await;
    for answer in answers {
        assert_eq!(ok::<Message>(answer).await.seq, 2);
    }
    ana.act(&id, "close").await;
    assert_eq!(ok::<Message>(ana.act_with(&id, "messages", body).await).await.seq, 2, "even after the end");
    assert_eq!(rows(&server, "message").await, 2);
}

#[tokio::test]
async fn a_reply_has_the_operators_limits() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    let (_, id) = waiting(&server, &ana, "pp").await;
    ana.act(&id, "take").await;
    assert_eq!(ana.reply(&id, &"ñ".repeat(10_000)).await.status(), 200);
    for (text, code) in [
        (String::new(), "message_empty"),
        ("x".repeat(10_001), "message_too_long"),
        ("\u{0}".into(), "control_characters"),
    ] {
        assert_eq!(problem(ana.reply(&id, &text).await).await, (422, code.to_owned()));
    }
    let foreign = json!({ "client_id": uuid(), "text": "x", "author": "assistant" });
    assert_eq!(problem(ana.act_with(&id, "messages", foreign).await).await.1, "bad_body");
}

#[tokio::test]
async fn a_handover_carries_a_note_that_the_citizen_never_sees() {
    let server = Server::start().await;
    let (ana, luis) = (server.staff("ana", &["pp"]).await, server.staff("luis", &["ref"]).await);
    let (mut citizen, id) = waiting(&server, &ana, "pp").await;
    ana.act(&id, "take").await;
    let secret = "Persona molesta, trátese con cuidado";
    for (desk, note, code) in [
        ("bodas", secret, "unknown_desk"),
        ("ref", "", "message_empty"),
        ("ref", &"x".repeat(1_001), "message_too_long"),
    ] {
        let refused = ana.act_with(&id, "pass", json!({ "desk": desk, "note": note })).await;
        assert_eq!(problem(refused).await, (422, code.to_owned()));
    }
    assert_eq!(ana.act_with(&id, "pass", json!({ "desk": "ref", "note": secret })).await.status(), 204);
    let queue = luis.queue().await;
    assert!(queue.waiting[0].passed);
    assert_eq!(luis.open(&id).await.notes[0].text, secret);
    assert_eq!(luis.open(&id).await.notes[0].by, "Ana Pública");
    let gone = ana.get(&format!("/api/v1/staff/conversations/{id}")).send().await.unwrap();
    assert_eq!(gone.status(), 404, "it is the other desk's now");
    luis.act(&id, "take").await;
    luis.reply(&id, "Le atiende Luis").await;
    citizen.cookie = Some(citizen.token.clone());
    let code = citizen.conversation().await.resume_code;
    let mut seen = citizen.read("").await.text().await.unwrap();
    for path in ["/api/v1/chat/transcript", "/w/demo", "/chat"] {
        seen += &citizen.with(server.get(path)).send().await.unwrap().text().await.unwrap();
    }
    let resume = server.post("/api/v1/chat/resume").json(&json!({ "site": "demo", "code": code }));
    seen += &resume.send().await.unwrap().text().await.unwrap();
    assert!(seen.contains("Le atiende Luis") && !seen.contains("molesta"));
    for id in [&ana.id, &luis.id, &id] {
        assert!(!seen.contains(id.as_str()), "no internal id reaches the citizen");
    }
}

#[tokio::test]
async fn another_desks_conversation_does_not_exist() {
    let server = Server::start().await;
    let (ana, luis) = (server.staff("ana", &["pp"]).await, server.staff("luis", &["ref"]).await);
    let (citizen, id) = waiting(&server, &ana, "pp").await;
    let rounds = ["waiting", "held", "closed"];
    for round in rounds {
        match round {
            "held" => assert_eq!(ana.act(&id, "take").await.status(), 204),
            "closed" => assert_eq!(ana.act(&id, "close").await.status(), 204),
            _ => {}
        }
        let foreign = answers(&luis, &id).await;
        assert_eq!(foreign, answers(&luis, &uuid()).await, "{round}: like one that never was");
        assert_eq!(foreign[..3], [404, 404, 404], "{round}");
        assert!(foreign[3..].iter().all(|status| *status == 409), "{round}: {foreign:?}");
    }
    assert_eq!(citizen.texts().await, ["hola"]);
    assert!(luis.queue().await.waiting.is_empty() && luis.queue().await.others.is_empty());
}

/// Statuses of everything a person can try with an id.
async fn answers(staff: &Staff<'_>, id: &str) -> Vec<u16> {
    let open = staff.get(&format!("/api/v1/staff/conversations/{id}")).send().await.unwrap();
    let mut statuses = vec![open.status().as_u16(), staff.act(id, "take").await.status().as_u16()];
    statuses.push(staff.act_with(id, "read", json!({ "seq": 1 })).await.status().as_u16());
    for action in ["release", "close"] {
        statuses.push(staff.act(id, action).await.status().as_u16());
    }
    let pass = staff.act_with(id, "pass", json!({ "desk": "pp", "note": "x" })).await;
    statuses.extend([pass.status().as_u16(), staff.reply(id, "x").await.status().as_u16()]);
    statuses
}

#[tokio::test]
async fn a_released_conversation_keeps_its_place() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    let (_, first) = waiting(&server, &ana, "pp").await;
    server.pass_time(MINUTE);
    let (_, second) = waiting(&server, &ana, "pp").await;
    ana.act(&first, "take").await;
    server.pass_time(MINUTE);
    assert_eq!(ana.act(&first, "release").await.status(), 204);
    assert_eq!(problem(ana.act(&first, "release").await).await, (409, "not_holding".to_owned()));
    let order: Vec<_> = ana.queue().await.waiting.into_iter().map(|item| item.id).collect();
    assert_eq!(order, [first, second]);
}

#[tokio::test]
async fn a_closed_conversation_leaves_the_queue_and_takes_nothing_more() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    let (citizen, id) = waiting(&server, &ana, "pp").await;
    assert_eq!(problem(ana.act(&id, "close").await).await, (409, "not_holding".to_owned()));
    ana.act(&id, "take").await;
    assert_eq!(ana.act(&id, "close").await.status(), 204);
    assert_eq!(problem(ana.act(&id, "take").await).await, (409, "conversation_over".to_owned()));
    assert_eq!(problem(ana.reply(&id, "tarde").await).await, (409, "not_holding".to_owned()));
    assert_eq!(problem(citizen.send(&crate::support::message(None, "tarde")).await).await.0, 409);
    let queue = ana.queue().await;
    assert!(queue.waiting.is_empty() && queue.mine.is_empty());
    assert_eq!(ana.open(&id).await.item.hold, Hold::Closed, "it can still be read");
}

#[tokio::test]
async fn a_hold_lapses_after_two_minutes_without_a_sign_of_life() {
    let server = Server::start().await;
    let (ana, eva) = (server.staff("ana", &["pp"]).await, server.staff("eva", &["pp"]).await);
    let (_, id) = waiting(&server, &ana, "pp").await;
    ana.act(&id, "take").await;
    server.pass_time(2 * MINUTE);
    assert_eq!(sweep(&server.app).await.unwrap(), 0, "not before");
    ana.reply(&id, "sigo aquí").await;
    server.pass_time(2 * MINUTE);
    assert_eq!(sweep(&server.app).await.unwrap(), 0, "a reply renewed it");
    server::conversations::renew(&server.app, &ana.id).await.unwrap();
    server.pass_time(2 * MINUTE);
    assert_eq!(sweep(&server.app).await.unwrap(), 0, "so did a sign of life");
    server.pass_time(1);
    assert_eq!(sweep(&server.app).await.unwrap(), 1);
    assert_eq!(sweep(&server.app).await.unwrap(), 0, "running twice changes nothing");
    assert_eq!(eva.only_waiting().await, id);
    assert_eq!(problem(ana.reply(&id, "volví").await).await, (409, "not_holding".to_owned()));
    assert_eq!(eva.act(&id, "take").await.status(), 204);
}

#[tokio::test]
async fn a_lapsed_hold_can_be_taken_before_the_sweep() {
    let server = Server::start().await;
    let (ana, eva) = (server.staff("ana", &["pp"]).await, server.staff("eva", &["pp"]).await);
    let (_, id) = waiting(&server, &ana, "pp").await;
    ana.act(&id, "take").await;
    server.pass_time(2 * MINUTE + 1);
    assert_eq!(eva.act(&id, "take").await.status(), 204);
    assert_eq!(problem(ana.reply(&id, "tarde").await).await, (409, "not_holding".to_owned()));
}

#[tokio::test]
async fn read_marks_only_go_forward() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    let (citizen, id) = waiting(&server, &ana, "pp").await;
    citizen.add("otra").await;
    for (seq, read) in [(1, 1), (0, 1), (-7, 1), (2, 2), (99, 2), (1, 2)] {
        assert_eq!(ana.act_with(&id, "read", json!({ "seq": seq })).await.status(), 204);
        assert_eq!(ana.queue().await.waiting[0].read_seq, read, "after {seq}");
    }
    citizen.add("y otra").await;
    let item = &ana.queue().await.waiting[0];
    assert_eq!((item.citizen_seq, item.read_seq), (3, 2));
}

#[tokio::test]
async fn the_queue_is_oldest_first_and_says_who_holds_what() {
    let server = Server::start().await;
    let (ana, eva) = (server.staff("ana", &["pp", "pgh"]).await, server.staff("eva", &["pp"]).await);
    let mut ids = Vec::new();
    for topic in ["pgh", "pp", "pp"] {
        ids.push(waiting(&server, &ana, topic).await.1);
        server.pass_time(MINUTE);
    }
    ana.act(&ids[1], "take").await;
    eva.act(&ids[2], "take").await;
    let queue = ana.queue().await;
    let of =
        |items: &[protocol::staff::QueueItem]| items.iter().map(|item| item.id.clone()).collect::<Vec<_>>();
    assert_eq!((of(&queue.waiting), of(&queue.mine)), (vec![ids[0].clone()], vec![ids[1].clone()]));
    assert_eq!(queue.others[0].hold, Hold::Other { by: "Eva Pública".into() });
    assert_eq!(queue.waiting[0].origin, "Municipio de ejemplo");
}

#[tokio::test]
async fn a_conversation_is_opened_from_a_number_on() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    let (citizen, id) = waiting(&server, &ana, "pp").await;
    citizen.add("dos").await;
    let opened: protocol::staff::Opened =
        ok(ana.get(&format!("/api/v1/staff/conversations/{id}?after=1")).send().await.unwrap()).await;
    assert_eq!(opened.messages.len(), 1);
    let wrong =
        ana.get(&format!("/api/v1/staff/conversations/{id}?after=x&sort=OR%201=1")).send().await.unwrap();
    assert_eq!(problem(wrong).await, (422, "bad_query".to_owned()));
    for odd in ["%FF", "%00", "..%2f..%2fqueue", &"x".repeat(4_000)] {
        let answer = ana.get(&format!("/api/v1/staff/conversations/{odd}")).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{odd:.10}");
    }
}

/// Where sockets are cut the console polls the queue: that keeps its holds as answering ticks does.
#[tokio::test]
async fn asking_for_the_queue_keeps_ones_holds() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    let (_citizen, id) = waiting(&server, &ana, "pp").await;
    assert_eq!(ana.act(&id, "take").await.status(), 204);
    for _ in 0..4 {
        server.pass_time(MINUTE + 1000);
        assert_eq!(ana.queue().await.mine.len(), 1);
        sweep(&server.app).await.unwrap();
    }
    server.pass_time(2 * MINUTE + 1000);
    assert_eq!(sweep(&server.app).await.unwrap(), 1);
}
