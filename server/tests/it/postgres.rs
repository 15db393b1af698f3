//! What PostgreSQL must do that the cases shared by both engines do not show. Part of every run.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::{Duration, Instant},
};

use protocol::chat::Sent;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DatabaseConnection, DatabaseTransaction,
    EntityTrait, Statement,
};
use server::{
    error::Error,
    store::{
        Store,
        entities::{
            conversation, conversation_token, message, note, session, setting, staff, staff_code, staff_desk,
            throttle,
        },
    },
};

use crate::{
    cluster,
    engine::{Database, settings},
    support::{self, Server, WEDNESDAY, at, at_once, frozen, header, message as draft, ok, problem},
};

async fn open(database: &Database) -> Store {
    Store::open(&settings(database.url.clone())).await.unwrap()
}

async fn serve(flags: &[(&str, &str)]) -> Server {
    Server::on(Arc::new(Database::postgres()), frozen(at(WEDNESDAY)), flags).await
}

async fn pairs(db: &DatabaseConnection, sql: &str) -> BTreeMap<String, BTreeSet<String>> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    let mut columns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let (table, column): (String, String) =
            (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap());
        columns.entry(table).or_default().insert(column);
    }
    columns
}

const COLUMNS: &str = "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = 'public'";

#[tokio::test]
async fn the_migrations_make_the_same_tables_and_one_row_of_each_comes_back() {
    let (postgres, sqlite) = (Database::postgres(), Database::sqlite());
    let (store, other) = (open(&postgres).await, open(&sqlite).await);
    let here = pairs(store.reader(), COLUMNS).await;
    let there = pairs(
        other.reader(),
        "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'",
    )
    .await;
    assert_eq!(here, there);
    assert!(here.contains_key("outbox") && here.contains_key("seaql_migrations"), "{:?}", here.keys());
    for store in [&store, &other] {
        store.write(|tx| Box::pin(async move { one_row_each(tx).await })).await.unwrap();
        read_back(store).await;
    }
    open(&postgres).await;
}

#[tokio::test]
async fn servers_that_start_together_migrate_once() {
    let database = Database::postgres();
    let store = open(&database).await;
    for statement in ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"] {
        store.reader().execute_unprepared(statement).await.unwrap();
    }
    let stores = at_once((0..4).map(|_| open(&database))).await;
    let tables = pairs(stores[0].reader(), COLUMNS).await;
    assert!(tables.contains_key("conversation"));
}

async fn show(db: &impl ConnectionTrait, setting: &str) -> String {
    let query = Statement::from_string(db.get_database_backend(), format!("SHOW {setting}"));
    db.query_one_raw(query).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

#[tokio::test]
async fn the_live_connections_are_durable_and_bounded() {
    let database = Database::postgres();
    let store = open(&database).await;
    let expected = [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("statement_timeout", "10s"),
        ("lock_timeout", "5s"),
        ("idle_in_transaction_session_timeout", "15s"),
        ("application_name", "puente"),
    ];
    for (setting, value) in expected {
        assert_eq!(show(store.reader(), setting).await, value, "{setting} of a reader");
        let unit = store.write(move |tx| Box::pin(async move { Ok(show(tx, setting).await) }));
        assert_eq!(unit.await.unwrap(), value, "{setting} of a unit of work");
    }
}

#[tokio::test]
async fn a_database_that_would_forget_is_refused() {
    let database = Database::postgres();
    let forget = format!("ALTER DATABASE {} SET synchronous_commit = off", database.name());
    cluster::admin().await.execute_unprepared(&forget).await.unwrap();
    let refused = Store::open(&settings(database.url.clone())).await.err().unwrap();
    assert!(refused.starts_with("database.url: ") && refused.contains("synchronous_commit"), "{refused}");
}

/// Holds one of the pool's connections in a unit of work.
async fn occupy(store: Store, time: Duration) {
    let unit = store.write(move |_| {
        Box::pin(async move {
            tokio::time::sleep(time).await;
            Ok(())
        })
    });
    unit.await.unwrap();
}

#[tokio::test]
async fn when_every_connection_is_taken_people_are_asked_to_come_back() {
    let server = serve(&[("database.connections", "2")]).await;
    let citizen = server.citizen();
    citizen.say("pp", "antes").await;
    let store = &server.app.store;
    let busy = [0, 1].map(|_| tokio::spawn(occupy(store.clone(), Duration::from_secs(7))));
    tokio::time::sleep(Duration::from_millis(100)).await;
    let asked = Instant::now();
    let refused = citizen.send(&draft(None, "después")).await;
    assert!((4..7).contains(&asked.elapsed().as_secs()), "{:?}", asked.elapsed());
    assert_eq!(header(&refused, "retry-after"), "2");
    assert_eq!(problem(refused).await, (503, "busy".to_owned()));
    at_once(busy).await;
    citizen.add("después").await;
}

#[tokio::test]
async fn what_stands_in_anothers_way_is_asked_to_try_again() {
    let database = Database::postgres();
    let store = open(&database).await;
    for name in ["a", "b"] {
        let row = setting::ActiveModel { name: Set(name.into()), value: Set(String::new()) };
        row.insert(store.reader()).await.unwrap();
    }
    let cross = |first: &'static str, second: &'static str| {
        store.write(move |tx| {
            Box::pin(async move {
                touch(tx, first).await?;
                tokio::time::sleep(Duration::from_millis(200)).await;
                touch(tx, second).await
            })
        })
    };
    let (one, other) = tokio::join!(cross("a", "b"), cross("b", "a"));
    let outcomes = support::tally([format!("{one:?}"), format!("{other:?}")]);
    assert_eq!(outcomes.into_keys().collect::<Vec<_>>(), ["Err(Busy)", "Ok(())"]);
    let slow = store.write(|tx| {
        Box::pin(async move {
            tx.execute_unprepared("SET LOCAL statement_timeout = 50").await?;
            tx.execute_unprepared("SELECT pg_sleep(5)").await?;
            Ok(())
        })
    });
    assert_eq!(slow.await, Err(Error::Busy));
}

async fn touch(tx: &DatabaseTransaction, name: &str) -> Result<(), Error> {
    let row = setting::ActiveModel { name: Set(name.into()), value: Set("touched".into()) };
    row.update(tx).await?;
    Ok(())
}

async fn one_row_each(tx: &DatabaseTransaction) -> Result<(), Error> {
    conversation::ActiveModel::from(conversation_row()).insert(tx).await?;
    let token = conversation_token::Model {
        token_hash: "t".into(),
        conversation_id: "c".into(),
        created_at: 1,
        expires_at: i64::MAX,
        dies_at: 3,
        session_hash: None,
    };
    conversation_token::ActiveModel::from(token).insert(tx).await?;
    message::ActiveModel::from(message_row()).insert(tx).await?;
    let note = note::Model {
        id: "n".into(),
        conversation_id: "c".into(),
        staff_id: "s".into(),
        text: "ñ".into(),
        at: 1,
    };
    note::ActiveModel::from(note).insert(tx).await?;
    staff::ActiveModel::from(staff_row()).insert(tx).await?;
    staff_desk::ActiveModel { staff_id: Set("s".into()), desk: Set("pp".into()) }.insert(tx).await?;
    let code =
        staff_code::Model { code_hash: "k".into(), staff_id: "s".into(), expires_at: 1, used_at: None };
    staff_code::ActiveModel::from(code).insert(tx).await?;
    let session = session::Model {
        id_hash: "i".into(),
        staff_id: None,
        data: "{}".into(),
        expires_at: 1,
        dies_at: 2,
        member_id: None,
        created_at: 3,
        seen_at: 4,
        device: String::new(),
    };
    session::ActiveModel::from(session).insert(tx).await?;
    let throttle = throttle::Model { key_hash: "h".into(), failures: 1, day_start: 2, blocked_until: 3 };
    throttle::ActiveModel::from(throttle).insert(tx).await?;
    setting::ActiveModel { name: Set("name".into()), value: Set("value".into()) }.insert(tx).await?;
    Ok(())
}

fn conversation_row() -> conversation::Model {
    conversation::Model {
        id: "c".into(),
        site: "demo".into(),
        topic: "pp".into(),
        desk: "pp".into(),
        state: conversation::State::Held,
        holder: Some("s".into()),
        hold_until: Some(1_800_000_000_000),
        queued_at: 1,
        taken_at: None,
        created_at: 1,
        closed_at: None,
        last_seq: 1,
        citizen_seq: 1,
        read_seq: 0,
        passed: true,
        preview: "שלום 👩‍👩‍👧".into(),
        resume_hash: "f".repeat(64),
        channel: conversation::Channel::Whatsapp,
        line: Some("pp".into()),
        contact_id: Some("k".into()),
        member_id: None,
        window_until: Some(7),
        told_opening: None,
    }
}

fn message_row() -> message::Model {
    message::Model {
        conversation_id: "c".into(),
        seq: 1,
        client_id: support::uuid(),
        author: message::Author::Citizen,
        name: None,
        staff_id: None,
        text: "ñ".repeat(10_000),
        at: 1_763_481_600_000,
    }
}

fn staff_row() -> staff::Model {
    staff::Model {
        id: "s".into(),
        username: "ana".into(),
        display_name: "Ana".into(),
        password_hash: None,
        must_change_password: false,
        created_at: 1,
    }
}

async fn read_back(store: &Store) {
    let db = store.reader();
    assert_eq!(conversation::Entity::find().all(db).await.unwrap(), [conversation_row()]);
    let message = message::Entity::find().one(db).await.unwrap().unwrap();
    assert_eq!((message.author, message.text.chars().count()), (message::Author::Citizen, 10_000));
    assert_eq!(staff::Entity::find().all(db).await.unwrap(), [staff_row()]);
    assert_eq!(conversation_token::Entity::find().one(db).await.unwrap().unwrap().expires_at, i64::MAX);
    assert_eq!(note::Entity::find().one(db).await.unwrap().unwrap().text, "ñ");
    assert_eq!(staff_desk::Entity::find().one(db).await.unwrap().unwrap().desk, "pp");
    assert_eq!(staff_code::Entity::find().one(db).await.unwrap().unwrap().used_at, None);
    assert_eq!(session::Entity::find().one(db).await.unwrap().unwrap().data, "{}");
    assert_eq!(throttle::Entity::find().one(db).await.unwrap().unwrap().blocked_until, 3);
    assert_eq!(setting::Entity::find().one(db).await.unwrap().unwrap().value, "value");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_conversation_core_keeps_its_promises_there_too() {
    let server = serve(&[("limits.messages_per_ten_seconds", "1000")]).await;
    let citizen = server.citizen();
    let tapped = support::message(Some("pp"), "una vez");
    for answer in at_once((0..20).map(|_| citizen.send(&tapped))).await {
        assert_eq!(ok::<Sent>(answer).await.message.seq, 1);
    }
    let sends: Vec<_> = (0..30).map(|n| support::message(None, &format!("{n}"))).collect();
    for answer in at_once(sends.iter().map(|send| citizen.send(send))).await {
        ok::<Sent>(answer).await;
    }
    let numbers: Vec<i64> = citizen.conversation().await.messages.iter().map(|message| message.seq).collect();
    assert_eq!(numbers, (1..=31).collect::<Vec<i64>>());
    assert_eq!(support::rows(&server, "conversation").await, 1);
    let mut people = Vec::new();
    for name in ["ana", "eva", "luz", "sol"] {
        people.push(server.staff(name, &["pp"]).await);
    }
    let id = people[0].only_waiting().await;
    let taken = at_once(people.iter().map(|person| person.act(&id, "take"))).await;
    assert_eq!(taken.iter().filter(|answer| answer.status() == 204).count(), 1);
    assert_eq!(server.page("/readyz").await, "ok\n");
}
