//! What "stored" means.

use protocol::chat::Sent;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DatabaseTransaction, EntityTrait, Statement,
};
use server::{
    error::Error,
    store::{Store, entities::setting},
};

use crate::engine::{passed_over, settings};
use crate::support::{Server, at_once, message, ok, problem, rows, state_of, uuid};

async fn value(db: &impl ConnectionTrait, sql: &str) -> String {
    let row =
        db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
    row.try_get_by_index::<String>(0)
        .or_else(|_| row.try_get_by_index::<i64>(0).map(|n| n.to_string()))
        .unwrap()
}

async fn pragmas(db: &impl ConnectionTrait) -> Vec<String> {
    let mut values = Vec::new();
    for name in ["journal_mode", "synchronous", "foreign_keys", "busy_timeout"] {
        values.push(value(db, &format!("PRAGMA {name}")).await);
    }
    values
}

#[tokio::test]
async fn the_live_connections_are_durable_and_strict() {
    if passed_over("storage::the_live_connections_are_durable_and_strict") {
        return;
    }
    let server = Server::start().await;
    let expected = ["wal", "2", "1", "5000"].map(str::to_owned);
    for _ in 0..8 {
        assert_eq!(pragmas(server.app.store.reader()).await, expected, "a reader");
    }
    let writer = server.app.store.write(|tx| Box::pin(async move { Ok(pragmas(tx).await) })).await.unwrap();
    assert_eq!(writer, expected, "the writer");
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_restart() {
    let server = Server::start().await;
    let citizen = server.citizen();
    let first = message(Some("pp"), "antes");
    ok::<Sent>(citizen.send(&first).await).await;
    let ana = server.staff("ana", &["pp"]).await;
    let (token, cookie, id) = (citizen.token.clone(), ana.cookie.clone(), ana.id.clone());
    let server = server.restart().await;
    let citizen = crate::support::Citizen { server: &server, token, cookie: None };
    assert_eq!(citizen.texts().await, ["antes"]);
    assert_eq!(
        ok::<Sent>(citizen.send(&first).await).await.message.seq,
        1,
        "a retry after the restart stores nothing"
    );
    assert_eq!(citizen.add("después").await.message.seq, 2);
    let ana = crate::support::Staff { server: &server, id, cookie };
    assert_eq!(ana.queue().await.waiting.len(), 1, "sessions survive too");
}

async fn put(tx: &DatabaseTransaction, name: &str) -> Result<(), Error> {
    setting::ActiveModel { name: Set(name.to_owned()), value: Set("x".into()) }.insert(tx).await?;
    Ok(())
}

/// Holds the writer until the others wait behind it, so that they share its commit.
async fn hold(store: &Store) -> Result<(), Error> {
    store
        .write(|tx| {
            Box::pin(async move {
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                put(tx, "first").await
            })
        })
        .await
}

async fn unit(store: &Store, n: usize) -> Result<usize, Error> {
    store
        .write(move |tx| {
            Box::pin(async move {
                put(tx, &format!("unit {n}")).await?;
                match n % 4 {
                    1 => Err(Error::EmptyMessage),
                    2 => put(tx, &format!("unit {n}")).await.map(|()| n),
                    3 => panic!("a defect in one unit"),
                    _ => Ok(n),
                }
            })
        })
        .await
}

#[tokio::test]
async fn a_unit_that_fails_takes_nothing_of_its_neighbours() {
    let server = Server::start().await;
    let store = &server.app.store;
    let (held, outcomes) = tokio::join!(hold(store), at_once((0..20).map(|n| unit(store, n))));
    assert_eq!(held, Ok(()));
    for (n, outcome) in outcomes.into_iter().enumerate() {
        match n % 4 {
            0 => assert_eq!(outcome, Ok(n)),
            1 => assert_eq!(outcome, Err(Error::EmptyMessage)),
            _ => assert!(matches!(outcome, Err(Error::Storage(_))), "{n}: {outcome:?}"),
        }
    }
    let stored = setting::Entity::find().all(store.reader()).await.unwrap();
    let mut names: Vec<_> = stored.into_iter().map(|row| row.name).collect();
    names.sort();
    assert_eq!(names, ["first", "unit 0", "unit 12", "unit 16", "unit 4", "unit 8"]);
}

#[tokio::test]
async fn a_full_disk_refuses_keeps_and_recovers() {
    if passed_over("storage::a_full_disk_refuses_keeps_and_recovers") {
        return;
    }
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "antes").await;
    let ana = server.staff("ana", &["pp"]).await;
    let id = ana.only_waiting().await;
    ana.act(&id, "take").await;
    limit_pages(&server, "1").await;
    fill(&server).await;
    let lost = message(None, &"🏠".repeat(1_900));
    let refused = citizen.send(&lost).await;
    assert_eq!(
        (refused.status().as_u16(), crate::support::header(&refused, "retry-after")),
        (503, "2".into())
    );
    assert_eq!(problem(refused).await, (503, "storage".to_owned()));
    assert_eq!(citizen.texts().await, ["antes"], "what was there stays and can be read");
    let form = [("token", citizen.token.as_str()), ("client_id", &lost.client_id), ("text", &lost.text)];
    let page = server.post("/chat").form(&form).send().await.unwrap();
    assert_eq!(page.status(), 503);
    let html = page.text().await.unwrap();
    let state = state_of(&html);
    assert_eq!(state["draft"], lost.text, "the text is in the form again");
    assert_eq!(state["client_id"], lost.client_id);
    assert_eq!(state["conversation"]["messages"][0]["text"], "antes");
    assert_eq!(problem(ana.reply(&id, &lost.text).await).await, (503, "storage".to_owned()));
    server.pass_time(60_000);
    assert_eq!(ana.get("/consola").send().await.unwrap().status(), 200, "a console can still be read");
    assert_eq!(server.get("/readyz").send().await.unwrap().status(), 200);
    limit_pages(&server, "1000000").await;
    assert_eq!(
        ok::<Sent>(citizen.send(&lost).await).await.message.seq,
        2,
        "the same message, once there is room"
    );
    assert_eq!(citizen.texts().await.len(), 2);
}

/// As `database.max_pages` does at the start; SQLite never goes below what the file already has.
async fn limit_pages(server: &Server, pages: &'static str) {
    let set = server.app.store.write(move |tx| {
        Box::pin(async move {
            tx.execute_unprepared(&format!("PRAGMA max_page_count = {pages}")).await?;
            Ok(())
        })
    });
    set.await.unwrap();
}

/// Uses up what is left of the last pages.
async fn fill(server: &Server) {
    for size in [60_000, 4_000, 1_000, 200, 20] {
        loop {
            let row = setting::ActiveModel { name: Set(uuid()), value: Set("x".repeat(size)) };
            let stored = server.app.store.write(move |tx| {
                Box::pin(async move {
                    row.insert(tx).await?;
                    Ok(())
                })
            });
            if stored.await.is_err() {
                break;
            }
        }
    }
}

#[tokio::test]
async fn the_configured_page_limit_is_kept() {
    if passed_over("storage::the_configured_page_limit_is_kept") {
        return;
    }
    let server =
        Server::with(&[("database.max_pages", "120"), ("limits.messages_per_ten_seconds", "100000")]).await;
    let citizen = server.citizen();
    citizen.say("pp", "hola").await;
    let mut acknowledged = 1;
    let refused = loop {
        let answer = citizen.send(&message(None, &"x".repeat(1_900))).await;
        if answer.status() != 200 {
            break answer;
        }
        acknowledged += 1;
    };
    assert_eq!(problem(refused).await, (503, "storage".to_owned()));
    assert_eq!(rows(&server, "message").await, acknowledged);
    let (token, server) = (citizen.token.clone(), server.restart().await);
    let again = crate::support::Citizen { server: &server, token, cookie: None };
    assert_eq!(again.conversation().await.last_seq, acknowledged, "every acknowledged message, and no other");
}

#[tokio::test]
async fn a_database_that_cannot_be_opened_is_one_sentence_with_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("puente.db");
    std::fs::write(&path, "this is no database, but long enough to be taken for a damaged one".repeat(100))
        .unwrap();
    let error = Store::open(&settings(format!("sqlite://{}", path.display()))).await.err().unwrap();
    assert!(error.starts_with("database.url: ") && !error.contains('\n'), "{error}");
    let file = folder.path().join("a-file");
    std::fs::write(&file, "x").unwrap();
    let error =
        Store::open(&settings(format!("sqlite://{}/x/puente.db", file.display()))).await.err().unwrap();
    assert!(error.starts_with("database.url: "), "{error}");
}

#[tokio::test]
async fn opening_twice_migrates_once() {
    let server = Server::start().await;
    let before = rows(&server, "seaql_migrations").await;
    let server = server.restart().await;
    assert_eq!(rows(&server, "seaql_migrations").await, before);
    assert_eq!(before, 2);
}
