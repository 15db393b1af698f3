//! What a restore must not leave behind: another database's log, half of itself, access that has ended.

use std::{
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, Statement};
use server::{accounts, backup::backup, config, store::Store};
use tempfile::TempDir;

use crate::{
    backup::{close, command, empty, of, once_closed, restore, shelf, texts},
    cluster,
    engine::{Database, settings},
    members_support::{LUZ, MATEO, Person, begun, with_luz},
    support::{Citizen, MINUTE, Server, WEDNESDAY, at, frozen, problem, rows},
};

async fn server_on(database: Database) -> Server {
    Server::on(Arc::new(database), frozen(at(WEDNESDAY)), &[]).await
}

/// A backup of another database of the same engine.
async fn backup_of(other: Database) -> (TempDir, PathBuf) {
    let server = server_on(other).await;
    server.citizen().say("pp", "del respaldo").await;
    let (folder, file) = shelf();
    backup(&of(&server), &file).await.unwrap();
    (folder, file)
}

fn path_of(settings: &config::Database) -> PathBuf {
    PathBuf::from(settings.url.expose().strip_prefix("sqlite://").unwrap())
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", path.display()))
}

/// What a machine that lost its power has on the disk.
async fn crashed() -> (TempDir, config::Database) {
    let server = server_on(Database::sqlite()).await;
    server.citizen().say("pp", "confirmado").await;
    let live = path_of(&of(&server));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("puente.db");
    for suffix in ["", "-wal"] {
        std::fs::copy(beside(&live, suffix), beside(&path, suffix)).unwrap();
    }
    let settings = settings(format!("sqlite://{}", path.display()));
    (folder, settings)
}

#[tokio::test]
async fn a_log_that_lost_its_database_is_neither_played_nor_removed() {
    let (_shelf, file) = backup_of(Database::sqlite()).await;
    let (folder, settings) = crashed().await;
    let path = path_of(&settings);
    let (log, away) = (beside(&path, "-wal"), folder.path().join("away.db"));
    let content = std::fs::read(&log).unwrap();
    std::fs::rename(&path, &away).unwrap();
    for force in [false, true] {
        let refused = restore(&settings, &file, force).await.unwrap_err();
        assert!(
            refused.starts_with("database.url: ") && refused.contains("-wal") && !refused.contains('\n'),
            "{refused}"
        );
        assert!(!path.exists() && std::fs::read(&log).unwrap() == content);
    }
    std::fs::write(&path, "").unwrap();
    assert!(restore(&settings, &file, false).await.is_err(), "an empty file is no database either");
    std::fs::remove_file(&path).unwrap();
    // As the refusal says.
    std::fs::rename(&log, beside(&away, "-wal")).unwrap();
    restore(&settings, &file, false).await.unwrap();
    assert_eq!(texts(&settings).await, ["del respaldo"]);
    let away = crate::engine::settings(format!("sqlite://{}", away.display()));
    assert_eq!(texts(&away).await, ["confirmado"], "and nothing acknowledged is lost");
}

#[tokio::test]
async fn a_journal_that_lost_its_database_is_as_bad_and_an_empty_one_is_nothing() {
    let (_shelf, file) = backup_of(Database::sqlite()).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("puente.db");
    let settings = settings(format!("sqlite://{}", path.display()));
    std::fs::write(beside(&path, "-journal"), "x").unwrap();
    let refused = restore(&settings, &file, true).await.unwrap_err();
    assert!(refused.contains("-journal"), "{refused}");
    std::fs::write(beside(&path, "-journal"), "").unwrap();
    restore(&settings, &file, true).await.unwrap();
    assert_eq!(texts(&settings).await, ["del respaldo"]);
}

#[tokio::test]
async fn a_crashed_database_with_its_log_is_replaced_whole() {
    let (_shelf, file) = backup_of(Database::sqlite()).await;
    let (_folder, settings) = crashed().await;
    restore(&settings, &file, true).await.unwrap();
    assert_eq!(texts(&settings).await, ["del respaldo"]);
}

/// `pg_restore`, but what it should put into the database never ends, as long as its caller lives.
fn endless(folder: &Path) {
    let real = cluster::find_bin().join("pg_restore");
    let script = format!(
        "#!/bin/sh\ncase \"$*\" in\n*--single-transaction*) while kill -0 $PPID 2>/dev/null; do sleep 0.1; done; exit 1 ;;\nesac\nexec {} \"$@\"\n",
        real.display()
    );
    let program = folder.join("pg_restore");
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(program, std::fs::Permissions::from_mode(0o755)).unwrap();
}

async fn says(db: &DatabaseConnection, query: &str) -> bool {
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), query)).await.unwrap();
    row.unwrap().try_get_by_index(0).unwrap()
}

async fn is_aside(db: &DatabaseConnection) -> bool {
    says(db, "SELECT to_regnamespace('puente_replaced') IS NOT NULL").await
}

/// A closed connection may be listed for a moment more, and `server restore` would refuse.
async fn until_alone(db: &DatabaseConnection) {
    let alone = "SELECT count(*) = 0 FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'puente%'";
    while !says(db, alone).await {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// Kills `server restore --force` once the former tables are out of the way.
async fn interrupt(settings: &config::Database, file: &Path, db: &DatabaseConnection) {
    let folder = tempfile::tempdir().unwrap();
    endless(folder.path());
    until_alone(db).await;
    let path = std::env::var_os("PATH").unwrap_or_default();
    let first = std::iter::once(folder.path().to_owned());
    let path = std::env::join_paths(first.chain(std::env::split_paths(&path))).unwrap();
    let mut restoring =
        command(settings, &["restore", file.to_str().unwrap(), "--force"]).env("PATH", path).spawn().unwrap();
    while !is_aside(db).await {
        assert_eq!(restoring.try_wait().unwrap(), None, "it is still at work");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    restoring.kill().unwrap();
    restoring.wait().unwrap();
}

/// A PostgreSQL database with a message, nobody on it but this connection, and a backup of another.
async fn occupied() -> (Arc<Database>, config::Database, DatabaseConnection, (TempDir, PathBuf)) {
    let shelf = backup_of(Database::postgres()).await;
    let server = server_on(Database::postgres()).await;
    server.citizen().say("pp", "lo de ahora").await;
    let (database, settings) = (server.database.clone(), of(&server));
    close(server).await;
    let mut options = ConnectOptions::new(database.url.clone());
    let db = sea_orm::Database::connect(options.max_connections(1).to_owned()).await.unwrap();
    (database, settings, db, shelf)
}

#[tokio::test]
async fn an_interrupted_restore_is_noticed_and_the_next_begins_from_what_was_there() {
    let (_database, settings, db, (_shelf, file)) = occupied().await;
    interrupt(&settings, &file, &db).await;
    let refused = Store::open(&settings).await.err().expect("nobody serves an empty database");
    assert!(refused.starts_with("database.url: a restore was interrupted"), "{refused}");
    let refused = once_closed(&settings, &file, false).await.unwrap_err();
    assert!(refused.contains("--force"), "{refused}");
    assert!(!is_aside(&db).await);
    assert_eq!(texts(&settings).await, ["lo de ahora"], "back as if nothing had been tried");
    interrupt(&settings, &file, &db).await;
    once_closed(&settings, &file, true).await.unwrap();
    assert!(!is_aside(&db).await, "nobody's former data stay");
    assert_eq!(texts(&settings).await, ["del respaldo"]);
}

#[tokio::test]
async fn former_tables_whose_place_is_taken_are_left_to_a_person() {
    let (_database, settings, db, (_shelf, file)) = occupied().await;
    db.execute_unprepared("CREATE SCHEMA puente_replaced").await.unwrap();
    for force in [false, true] {
        let refused = once_closed(&settings, &file, force).await.unwrap_err();
        assert!(
            refused.starts_with("database.url: the schema puente_replaced") && !refused.contains('\n'),
            "{refused}"
        );
        assert!(is_aside(&db).await);
    }
    db.execute_unprepared("DROP SCHEMA puente_replaced CASCADE").await.unwrap();
    assert_eq!(texts(&settings).await, ["lo de ahora"]);
}

/// The four ways in that a copy holds, each open when it was made.
async fn give_access(server: &Server, citizen: &Citizen<'_>) {
    accounts::issue_code(&server.app, "ana").await.unwrap();
    accounts::invite(&server.app, &MATEO.parse().unwrap()).await.unwrap();
    let asked = server.post("/w/demo/abrir").header("sec-fetch-dest", "document");
    assert_eq!(asked.form(&[("token", &citizen.token)]).send().await.unwrap().status(), 307);
    for (table, count) in [("session", 2), ("staff_code", 1), ("member_code", 2), ("ticket", 1)] {
        assert_eq!(rows(server, table).await, count, "{table}");
    }
}

#[tokio::test]
async fn access_that_a_copy_remembers_is_over() {
    let server = with_luz(&[]).await;
    let ana = server.staff("ana", &["pp"]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let (named, nameless) = (begun(&server, &luz, "Soy Luz").await, server.citizen());
    nameless.say("pp", "Sin nombre").await;
    give_access(&server, &nameless).await;
    let (_shelf, file) = shelf();
    backup(&of(&server), &file).await.unwrap();
    let (database, settings) = empty().await;
    restore(&settings, &file, false).await.unwrap();
    let restored = Server::on(Arc::new(database), frozen(at(WEDNESDAY) + MINUTE), &[]).await;
    for table in ["session", "staff_code", "member_code", "ticket"] {
        assert_eq!(rows(&restored, table).await, 0, "{table}");
    }
    let cookie = |path: &str, cookie: &str| restored.get(path).header("cookie", cookie);
    assert_ne!(cookie("/api/v1/staff/queue", &ana.cookie).send().await.unwrap().status(), 200);
    assert_eq!(cookie("/mi-cuenta", &luz.cookie).send().await.unwrap().status(), 303);
    let here = |token| Citizen { server: &restored, token, cookie: None };
    assert_eq!(problem(here(named.token).read("").await).await.1, "token_expired");
    assert_eq!(here(nameless.token).texts().await, ["Sin nombre"], "nobody's chat is cut off for nothing");
    assert_eq!(rows(&restored, "conversation").await, 2);
}
