//! Items that cannot be taken in, and a database that fails meanwhile: nothing of their neighbours is lost.

use serde_json::json;
use server::{store::entities::webhook::State, whatsapp::process::run_pending};

use crate::{
    meta::{
        BETO, ROSA, body, change, deliver, execute, item, messages, reasons, take_in, tally, text, webhooks,
        words,
    },
    support::{MINUTE, Server, rows},
};

#[tokio::test]
async fn poison_in_the_middle_takes_nothing_with_it() {
    let server = Server::start().await;
    let whole = body(&[
        change(
            &server,
            "pp",
            json!({"messages": [text(&server, "wamid.1", ROSA, "antes"), 7, {"type": "text"}]}),
        ),
        json!(null),
        json!({"field": "messages", "value": {"messages": "no list"}}),
        change(
            &server,
            "pp",
            json!({"statuses": [{"status": "sent"}], "messages": [
                item(&server, "wamid.2", "nobody at all", &json!({"type": "text", "text": {"body": "?"}})),
                text(&server, "wamid.3", ROSA, "después"),
            ]}),
        ),
    ]);
    take_in(&server, whole).await;
    assert_eq!(words(&server).await, ["antes", "después"]);
    let mut expected = vec!["unreadable"; 5];
    expected.insert(0, "no_sender");
    assert_eq!(reasons(&server).await, expected);
}

#[tokio::test]
async fn what_is_no_character_is_replaced_and_the_neighbours_stay() {
    let server = Server::start().await;
    let pair = [text(&server, "wamid.1", ROSA, "roto XX fin"), text(&server, "wamid.2", ROSA, "entero 😀")];
    let whole = String::from_utf8(messages(&server, "pp", &pair)).unwrap();
    for (n, broken) in [r"\ud83d", r"\udc00", r"\u0000", "\0"].into_iter().enumerate() {
        let ids = whole.replace("wamid.", &format!("wamid.{n}."));
        take_in(&server, ids.replace("XX", broken)).await;
    }
    let mut expected = Vec::new();
    for _ in 0..4 {
        expected.extend(["roto \u{fffd} fin", "entero 😀"]);
    }
    assert_eq!(words(&server).await, expected);
    assert_eq!(rows(&server, "quarantine").await, 0);
}

#[tokio::test]
async fn control_characters_and_long_texts_are_kept() {
    let server = Server::start().await;
    let long = "ñ".repeat(70_000);
    let said = [
        text(&server, "wamid.1", ROSA, "a\u{1b}[31mb\r\nc"),
        text(&server, "wamid.2", ROSA, &long),
        text(&server, "wamid.3", ROSA, " \u{200b} "),
    ];
    take_in(&server, messages(&server, "pp", &said)).await;
    assert_eq!(words(&server).await, ["a\u{fffd}[31mb\nc", &long, "[Mensaje en blanco]"]);
}

/// The database refuses messages that hold a word, as a defect of ours would.
async fn refuse(server: &Server, word: &str) {
    let sqlite = format!(
        "CREATE TRIGGER poison BEFORE INSERT ON message WHEN NEW.text LIKE '%{word}%' \
         BEGIN SELECT RAISE(ABORT, 'poison'); END"
    );
    let postgres = format!(
        "CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF NEW.text LIKE '%{word}%' THEN RAISE EXCEPTION 'poison'; END IF; RETURN NEW; END $$; \
         CREATE TRIGGER poison BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION poison()"
    );
    let backend = server.app.store.reader().get_database_backend();
    execute(server, if backend == sea_orm::DbBackend::Sqlite { &sqlite } else { &postgres }).await;
}

#[tokio::test]
async fn an_item_that_always_fails_ends_in_quarantine_and_its_neighbours_went_through_at_once() {
    let server = Server::start().await;
    refuse(&server, "veneno").await;
    let said = ["antes", "veneno", "después"];
    let said: Vec<_> =
        said.iter().enumerate().map(|(n, words)| text(&server, &format!("wamid.{n}"), ROSA, words)).collect();
    take_in(&server, messages(&server, "pp", &said)).await;
    assert_eq!(words(&server).await, ["antes", "después"]);
    assert_eq!(rows(&server, "wa_message").await, 2, "nothing of the failed one stays");
    assert_eq!(webhooks(&server).await[0].state, State::Pending);
    assert_eq!(run_pending(&server.app).await.unwrap(), 0, "not at once again");
    for attempt in 2..=5 {
        server.pass_time(5 * MINUTE);
        assert_eq!(run_pending(&server.app).await.unwrap(), 1, "{attempt}");
    }
    assert_eq!(reasons(&server).await, ["failed"]);
    assert_eq!(webhooks(&server).await[0].state, State::Done);
    let before = tally(&server).await;
    server.pass_time(60 * MINUTE);
    assert_eq!(run_pending(&server.app).await.unwrap(), 0);
    assert_eq!((tally(&server).await, words(&server).await.len()), (before, 2));
}

#[tokio::test]
async fn a_database_failure_leaves_everything_pending_for_as_long_as_it_lasts() {
    let server = Server::start().await;
    execute(&server, "ALTER TABLE contact RENAME TO elsewhere").await;
    execute(&server, "ALTER TABLE quarantine RENAME TO nowhere").await;
    let said = [text(&server, "wamid.1", ROSA, "uno"), text(&server, "wamid.2", BETO, "dos")];
    assert_eq!(deliver(&server, messages(&server, "pp", &said)).await.status(), 200);
    for _ in 0..12 {
        assert_eq!(run_pending(&server.app).await.unwrap(), 1);
        server.pass_time(5 * MINUTE);
    }
    assert_eq!(webhooks(&server).await[0].state, State::Pending);
    execute(&server, "ALTER TABLE elsewhere RENAME TO contact").await;
    execute(&server, "ALTER TABLE nowhere RENAME TO quarantine").await;
    run_pending(&server.app).await.unwrap();
    assert_eq!(words(&server).await.len(), 2);
    assert_eq!((webhooks(&server).await[0].state, rows(&server, "quarantine").await), (State::Done, 0));
}

#[tokio::test]
async fn a_body_that_ends_the_process_each_time_is_given_up() {
    let server = Server::start().await;
    deliver(&server, messages(&server, "pp", &[text(&server, "wamid.1", ROSA, "hola")])).await;
    // Five workers claimed it and none came back.
    execute(&server, "UPDATE webhook SET attempts = 5").await;
    run_pending(&server.app).await.unwrap();
    assert_eq!(reasons(&server).await, ["failed"]);
    assert_eq!(webhooks(&server).await[0].state, State::Done);
}

#[tokio::test]
async fn a_worker_that_vanished_loses_its_lease_and_nothing_else() {
    let server = Server::start().await;
    deliver(&server, messages(&server, "pp", &[text(&server, "wamid.1", ROSA, "hola")])).await;
    let until = server.app.clock.now() + MINUTE;
    execute(&server, &format!("UPDATE webhook SET attempts = 1, lease_until = {until}")).await;
    assert_eq!(run_pending(&server.app).await.unwrap(), 0, "somebody has it");
    server.pass_time(MINUTE);
    assert_eq!(run_pending(&server.app).await.unwrap(), 1);
    assert_eq!(words(&server).await, ["hola"]);
}

#[tokio::test]
async fn a_service_that_stops_leaves_what_waits_to_the_next_one() {
    let server = Server::start().await;
    deliver(&server, messages(&server, "pp", &[text(&server, "wamid.1", ROSA, "hola")])).await;
    server.app.stop.cancel();
    assert_eq!(run_pending(&server.app).await.unwrap(), 0);
    let [row] = &webhooks(&server).await[..] else { panic!("one webhook") };
    assert_eq!((row.state, row.attempts, row.lease_until), (State::Pending, 0, 0));
    let server = server.restart().await;
    assert_eq!(run_pending(&server.app).await.unwrap(), 1);
    assert_eq!(words(&server).await, ["hola"]);
}

#[tokio::test]
async fn the_same_notice_months_later_is_another_one() {
    let server = Server::start().await;
    let notice = |time: u32| {
        let change = json!({"field": "account_alerts", "value": {"alert_status": "ACTIVE"}});
        let entry = json!([{"id": "200000000000001", "time": time, "changes": [change]}]);
        json!({"object": "whatsapp_business_account", "entry": entry}).to_string()
    };
    take_in(&server, notice(1)).await;
    take_in(&server, notice(1)).await;
    assert_eq!(rows(&server, "quarantine").await, 1);
    take_in(&server, notice(2)).await;
    assert_eq!(reasons(&server).await, ["account_notice"; 2]);
}
