//! The webhook's door: who is let in, and what is on the disk when they are answered.

use serde_json::json;
use server::{store::entities::webhook::State, whatsapp::process::run_pending};
use whatsapp::signature::sign;

use crate::{
    engine::{Engine, engine},
    meta::{
        BETO, ROSA, SECRET, body, change, conversations, deliver, execute, line_id, messages, post, reasons,
        say, tally, text, webhooks, words,
    },
    support::{Server, at_once, frozen, header, problem, rows},
};

async fn challenge(server: &Server, query: &[(&str, &str)]) -> (u16, String, String) {
    let answer = server.get("/webhooks/whatsapp").query(query).send().await.unwrap();
    (answer.status().as_u16(), header(&answer, "content-type"), answer.text().await.unwrap())
}

#[tokio::test]
async fn meta_gets_its_challenge_back_for_the_right_token() {
    let server = Server::start().await;
    let asked = [
        ("hub.mode", "subscribe"),
        ("hub.challenge", "1158201444"),
        ("hub.verify_token", "demo-verify-token"),
    ];
    let plain = "text/plain; charset=utf-8".to_owned();
    assert_eq!(challenge(&server, &asked).await, (200, plain, "1158201444".to_owned()));
    for wrong in [
        &[("hub.mode", "subscribe"), ("hub.challenge", "<b>"), ("hub.verify_token", "demo-verify-tokem")][..],
        &[("hub.mode", "unsubscribe"), ("hub.challenge", "1"), ("hub.verify_token", "demo-verify-token")],
        &[("hub.mode", "subscribe"), ("hub.challenge", "1")],
        &[],
    ] {
        let (status, _, text) = challenge(&server, wrong).await;
        assert!(status == 403 && !text.contains("<b>"), "{wrong:?}: {status} {text}");
    }
}

#[tokio::test]
async fn what_meta_did_not_sign_leaves_nothing_behind() {
    let server = Server::start().await;
    let body = messages(&server, "pp", &[text(&server, "wamid.1", ROSA, "hola")]);
    let right = sign(SECRET, &body);
    let other = sign("another secret of sixteen", &body);
    for signature in [None, Some(""), Some(&right[..70]), Some(&right[7..]), Some(&other), Some("sha256=zz")]
    {
        let refused = post(&server, signature, body.clone()).await;
        assert_eq!(problem(refused).await, (401, "bad_signature".to_owned()), "{signature:?}");
    }
    let mut changed = body.clone();
    changed[20] ^= 1;
    assert_eq!(post(&server, Some(&right), changed).await.status(), 401);
    run_pending(&server.app).await.unwrap();
    assert!(tally(&server).await.iter().all(|(_, count)| *count == 0));
}

#[tokio::test]
async fn the_former_secret_counts_while_a_new_one_is_introduced() {
    let former = "the secret of last month";
    let server = Server::with(&[("whatsapp.previous_app_secret", former)]).await;
    let body = messages(&server, "pp", &[text(&server, "wamid.1", ROSA, "hola")]);
    assert_eq!(post(&server, Some(&sign(former, &body)), body.clone()).await.status(), 200);
    assert_eq!(deliver(&server, body).await.status(), 200);
    assert_eq!(rows(&server, "webhook").await, 1);
}

#[tokio::test]
async fn the_signature_is_of_the_bytes_and_not_of_what_they_say() {
    let server = Server::start().await;
    let plain =
        String::from_utf8(messages(&server, "pp", &[text(&server, "wamid.1", ROSA, "¿año?")])).unwrap();
    let escaped = plain.replace('¿', "\\u00bf").replace('ñ', "\\u00f1").replace("wamid.1", "wamid.2");
    for body in [&plain, &escaped] {
        assert_eq!(deliver(&server, body.as_str()).await.status(), 200);
    }
    run_pending(&server.app).await.unwrap();
    assert_eq!(words(&server).await, ["¿año?", "¿año?"]);
    let mut kept: Vec<Vec<u8>> = webhooks(&server).await.into_iter().map(|row| row.body).collect();
    kept.sort();
    let mut sent = [plain.into_bytes(), escaped.into_bytes()];
    sent.sort();
    assert_eq!(kept, sent, "byte for byte");
}

#[tokio::test]
async fn a_body_beyond_metas_limit_is_refused_and_one_within_it_is_kept() {
    let server = Server::start().await;
    let refused = deliver(&server, vec![b' '; 3 * 1024 * 1024 + 1]).await;
    assert_eq!(problem(refused).await, (413, "too_large".to_owned()));
    let mut large = messages(&server, "pp", &[text(&server, "wamid.1", ROSA, "hola")]);
    large.resize(3 * 1024 * 1024, b' ');
    assert_eq!(deliver(&server, large).await.status(), 200);
    run_pending(&server.app).await.unwrap();
    assert_eq!((words(&server).await, rows(&server, "webhook").await), (vec!["hola".to_owned()], 1));
}

#[tokio::test]
async fn a_browser_can_be_made_to_do_nothing_here() {
    let server = Server::start().await;
    let body = messages(&server, "pp", &[text(&server, "wamid.1", ROSA, "hola")]);
    let crossing =
        server.http.post(server.url("/webhooks/whatsapp")).header("origin", "https://evil.example");
    assert_eq!(crossing.body(body.clone()).send().await.unwrap().status(), 401, "the signature decides");
    let answer = deliver(&server, body).await;
    assert_eq!(header(&answer, "set-cookie"), "");
    assert_eq!(server.http.put(server.url("/webhooks/whatsapp")).send().await.unwrap().status(), 405);
}

#[tokio::test]
async fn without_a_connected_line_there_is_no_webhook() {
    let lines = ["pgh", "pp", "ref", "mora", "segpen-1", "segpen-2", "segpen-3"];
    let keys = lines.map(|line| format!("lines.{line}.phone_number_id"));
    let flags: Vec<(&str, &str)> = keys.iter().map(|key| (key.as_str(), "")).collect();
    let server = Server::with(&flags).await;
    assert_eq!(problem(deliver(&server, "{}").await).await, (404, "not_found".to_owned()));
    let asked =
        [("hub.mode", "subscribe"), ("hub.challenge", "1"), ("hub.verify_token", "demo-verify-token")];
    assert_eq!(challenge(&server, &asked).await.0, 404);
}

#[tokio::test]
async fn a_database_that_cannot_store_is_503_and_meta_comes_again() {
    let server = Server::start().await;
    let body = messages(&server, "pp", &[text(&server, "wamid.1", ROSA, "hola")]);
    execute(&server, "ALTER TABLE webhook RENAME TO elsewhere").await;
    assert_eq!(problem(deliver(&server, body.clone()).await).await, (503, "storage".to_owned()));
    execute(&server, "ALTER TABLE elsewhere RENAME TO webhook").await;
    assert_eq!(deliver(&server, body).await.status(), 200);
    run_pending(&server.app).await.unwrap();
    assert_eq!(words(&server).await, ["hola"]);
}

#[tokio::test]
async fn what_cannot_be_read_is_answered_kept_and_quarantined() {
    let server = Server::start().await;
    for (body, reason) in [
        (b"{\"object\":\"\xff\"}".as_slice(), "not_utf8"),
        (b"{\"object\":", "not_json"),
        (b"", "not_json"),
        (b"{\"entry\":[]}", "unreadable"),
        (b"{\"object\":\"page\",\"entry\":[{}]}", "other_object"),
    ] {
        assert_eq!(deliver(&server, body).await.status(), 200);
        assert!(run_pending(&server.app).await.unwrap() == 1, "{reason}");
        assert!(webhooks(&server).await.iter().any(|row| row.body == body), "the raw bytes are there");
        assert!(reasons(&server).await.contains(&reason.to_owned()), "{reason}");
    }
    assert_eq!(rows(&server, "quarantine").await, 5);
    assert!(webhooks(&server).await.iter().all(|row| row.state == State::Done && row.done_at.is_some()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_body_twenty_times_at_once_is_one_message() {
    let server = Server::at(crate::support::OUT_OF_HOURS).await;
    let body = messages(&server, "pp", &[text(&server, "wamid.1", ROSA, "hola")]);
    let answers = at_once((0..20).map(|_| deliver(&server, body.clone()))).await;
    assert!(answers.iter().all(|answer| answer.status() == 200));
    at_once((0..5).map(|_| run_pending(&server.app))).await.into_iter().for_each(|ran| {
        ran.unwrap();
    });
    let words = words(&server).await;
    assert_eq!(
        (rows(&server, "webhook").await, words.len()),
        (1, 2),
        "one message and one answer: {words:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_message_in_twenty_bodies_is_one_message() {
    let server = Server::start().await;
    let message = text(&server, "wamid.1", ROSA, "hola");
    let bodies = (0..20).map(|n| body(&[change(&server, "pp", json!({"n": n, "messages": [message]}))]));
    let both = at_once(bodies.map(|body| async {
        assert_eq!(deliver(&server, body).await.status(), 200);
        run_pending(&server.app).await.unwrap()
    }));
    both.await;
    assert_eq!((rows(&server, "webhook").await, words(&server).await), (20, vec!["hola".to_owned()]));
    assert_eq!((rows(&server, "conversation").await, rows(&server, "contact").await), (1, 1));
}

/// Another server on the same database, where the engine allows several.
async fn beside(server: &Server) -> Option<Server> {
    let clock = frozen(server.app.clock.now());
    match engine() {
        Engine::Postgres => Some(Server::on(server.database.clone(), clock, &[]).await),
        Engine::Sqlite => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_people_at_once_on_every_server_are_each_one_person() {
    let server = Server::start().await;
    let other = beside(&server).await;
    let bodies = (0..60).map(|n| {
        let from = format!("52147312345{}", 10 + n % 20);
        messages(&server, "pp", &[text(&server, &format!("wamid.{n}"), &from, "hola")])
    });
    let bodies: Vec<Vec<u8>> = bodies.collect();
    let posts = bodies.into_iter().enumerate().map(|(n, body)| {
        let at = other.as_ref().filter(|_| n % 2 == 0).unwrap_or(&server);
        async move {
            assert_eq!(deliver(at, body).await.status(), 200);
            run_pending(&at.app).await.unwrap();
        }
    });
    at_once(posts).await;
    // What stood in another's way waits a little longer.
    server.pass_time(crate::support::MINUTE);
    run_pending(&server.app).await.unwrap();
    assert!(webhooks(&server).await.iter().all(|row| row.state == State::Done));
    assert_eq!((rows(&server, "contact").await, rows(&server, "quarantine").await), (20, 0));
    let conversations = conversations(&server).await;
    assert_eq!(conversations.iter().map(|row| row.last_seq).collect::<Vec<_>>(), [3; 20]);
}

#[tokio::test]
async fn what_waits_together_is_stored_in_the_order_it_was_written() {
    let server = Server::start().await;
    let now = server.app.clock.now();
    for n in [2, 0, 1] {
        let mut message = text(&server, &format!("wamid.{n}"), ROSA, &format!("{n}"));
        message["timestamp"] = json!(now - 60_000 + n * 1000);
        deliver(&server, messages(&server, "pp", &[message])).await;
    }
    run_pending(&server.app).await.unwrap();
    assert_eq!(words(&server).await, ["0", "1", "2"]);
}

#[tokio::test]
async fn two_lines_in_one_body_are_two_conversations() {
    let server = Server::start().await;
    let on =
        |line: &str, id: &str| change(&server, line, json!({"messages": [text(&server, id, ROSA, line)]}));
    let whole = body(&[on("pp", "wamid.1"), on("segpen-2", "wamid.2"), on("pp", "wamid.3")]);
    crate::meta::take_in(&server, whole).await;
    let mut placed: Vec<_> = conversations(&server)
        .await
        .into_iter()
        .map(|row| (row.line.unwrap(), row.topic, row.desk, row.last_seq))
        .collect();
    placed.sort();
    let own = |line: &str, topic: &str, last| (line.to_owned(), topic.to_owned(), topic.to_owned(), last);
    assert_eq!(placed, [own("pp", "pp", 2), own("segpen-2", "segpen", 1)]);
    assert_eq!(rows(&server, "contact").await, 1, "one person writes to both");
}

#[tokio::test]
async fn an_unknown_line_is_quarantined_and_named() {
    let server = Server::start().await;
    let whole =
        String::from_utf8(messages(&server, "pp", &[text(&server, "wamid.1", ROSA, "hola")])).unwrap();
    let foreign = whole.replace(&line_id(&server, "pp"), "999");
    crate::meta::take_in(&server, foreign).await;
    assert_eq!(reasons(&server).await, ["unknown_line"]);
    assert_eq!(rows(&server, "conversation").await + rows(&server, "wa_message").await, 0);
}

#[tokio::test]
async fn a_poke_wakes_the_worker() {
    let server = Server::start().await;
    let mut woken = server.app.live.watch_work("webhooks");
    deliver(&server, messages(&server, "pp", &[text(&server, "wamid.1", ROSA, "hola")])).await;
    woken.poked().await;
    let mut watch = server.app.live.watch_staff();
    run_pending(&server.app).await.unwrap();
    watch.recv().await.expect("the console is told after the commit");
    say(&server, "wamid.2", BETO, "hola").await;
    assert_eq!(run_pending(&server.app).await.unwrap(), 0, "nothing is left");
}
