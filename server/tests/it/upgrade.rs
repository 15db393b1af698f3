//! A database of the release before opens with everything in it; one of a release to come is refused.

use std::sync::Arc;

use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, EntityTrait, Statement};
use server::store::{
    Store,
    entities::{conversation, session, setting},
};

use crate::{
    engine::{Database, Engine, engine, settings},
    support::{Citizen, Server, Staff, WEDNESDAY, at, frozen},
};

/// Written by the release that had only the first migration.
const FORMER: &str = include_str!("fixtures/m0001.sql");
/// What the fixture's conversation token was made of.
const TOKEN: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// A connection to a database that may not exist yet.
pub async fn connect(database: &Database) -> DatabaseConnection {
    let create = if engine() == Engine::Sqlite { "?mode=rwc" } else { "" };
    let mut options = ConnectOptions::new(format!("{}{create}", database.url));
    options.max_connections(1);
    sea_orm::Database::connect(options).await.unwrap()
}

/// A database as the first migration left it.
pub async fn former() -> Database {
    let database = Database::new();
    let db = connect(&database).await;
    let mut script = FORMER.to_owned();
    if engine() == Engine::Postgres {
        db.execute_unprepared("DROP SCHEMA public CASCADE").await.unwrap();
        db.execute_unprepared("CREATE SCHEMA public").await.unwrap();
        script = script.replace("\" integer", "\" bigint");
    }
    db.execute_unprepared(&script).await.unwrap();
    db.close().await.unwrap();
    database
}

#[tokio::test]
async fn a_database_of_the_first_release_opens_with_everything_in_it() {
    let database = Arc::new(former().await);
    let server = Server::on(database, frozen(at(WEDNESDAY)), &[]).await;
    let citizen = Citizen { server: &server, token: TOKEN.to_owned(), cookie: None };
    assert_eq!(citizen.texts().await, ["Buenos días", "¿Y el trámite?"]);
    assert_eq!(citizen.add("Sigo aquí").await.message.seq, 3);
    let cookie = server.session_of("s1").await;
    let ana = Staff { server: &server, id: "s1".into(), cookie };
    assert_eq!(ana.only_waiting().await, "c1");
    let opened = ana.open("c1").await;
    assert_eq!(
        opened.notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(),
        ["Pidió informes por teléfono"]
    );
    let db = server.app.store.reader();
    let rows = conversation::Entity::find().all(db).await.unwrap();
    assert_eq!(rows.len(), 2);
    for row in rows {
        assert_eq!(
            (row.channel, row.line, row.contact_id, row.member_id),
            (conversation::Channel::Web, None, None, None)
        );
    }
    let kept = setting::Entity::find_by_id("example").one(db).await.unwrap().unwrap();
    assert_eq!(kept.value, "kept");
    let session = session::Entity::find_by_id("3".repeat(64)).one(db).await.unwrap().unwrap();
    assert_eq!((session.created_at, session.member_id, session.device), (0, None, String::new()));
}

async fn versions(store: &Store) -> Vec<String> {
    let db = store.reader();
    let query = "SELECT version FROM seaql_migrations ORDER BY version";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

#[tokio::test]
async fn the_former_schema_becomes_the_present_one_and_opening_again_changes_nothing() {
    let (former, new) = (former().await, Database::new());
    let (upgraded, new) = (settings(former.url.clone()), settings(new.url.clone()));
    let first = Store::open(&upgraded).await.unwrap();
    let new = Store::open(&new).await.unwrap();
    assert_eq!(versions(&first).await, versions(&new).await);
    let again = Store::open(&upgraded).await.unwrap();
    assert_eq!(versions(&again).await.len(), versions(&first).await.len());
}

#[tokio::test]
async fn a_database_of_a_newer_release_is_refused_with_what_to_do() {
    let database = Database::new();
    drop(Store::open(&settings(database.url.clone())).await.unwrap());
    let db = connect(&database).await;
    let later = "INSERT INTO seaql_migrations VALUES ('m9999_something_new', 1)";
    db.execute_unprepared(later).await.unwrap();
    let refused = Store::open(&settings(database.url.clone())).await.err().expect("it is refused");
    assert!(refused.starts_with("database.url: ") && refused.contains("m9999_something_new"), "{refused}");
    assert!(refused.contains("newer version") && !refused.contains('\n'), "{refused}");
    db.execute_unprepared("DELETE FROM seaql_migrations WHERE version = 'm9999_something_new'")
        .await
        .unwrap();
    Store::open(&settings(database.url.clone())).await.unwrap();
}
