//! Copies made while people write, and putting them back.

use std::{
    collections::{BTreeMap, BTreeSet},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use protocol::chat::Sent;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};
use server::{
    backup::{self, Contents, backup},
    config,
    store::{
        Store,
        entities::{message, outbox},
    },
};
use tempfile::TempDir;

use crate::{
    engine::{Database, Engine, engine, settings},
    support::{Citizen, Server, WEDNESDAY, at, at_once, message as draft, ok},
    upgrade::{connect, former},
};

/// A database nothing has been made in yet.
pub async fn empty() -> (Database, config::Database) {
    let database = Database::new();
    if engine() == Engine::Postgres {
        let db = connect(&database).await;
        db.execute_unprepared("DROP SCHEMA public CASCADE").await.unwrap();
        db.execute_unprepared("CREATE SCHEMA public").await.unwrap();
        db.close().await.unwrap();
    }
    let settings = settings(database.url.clone());
    (database, settings)
}

/// On the morning of the tests' Wednesday.
pub async fn restore(settings: &config::Database, file: &Path, force: bool) -> Result<Contents, String> {
    backup::restore(settings, file, force, at(WEDNESDAY)).await
}

pub fn of(server: &Server) -> config::Database {
    settings(server.database.url.clone())
}

/// A place for backups.
pub fn shelf() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("puente.backup");
    (folder, file)
}

/// A backup of a database with one message of this text.
async fn backup_of(text: &str) -> (TempDir, PathBuf) {
    let server = Server::start().await;
    server.citizen().say("pp", text).await;
    let (folder, file) = shelf();
    backup(&of(&server), &file).await.unwrap();
    (folder, file)
}

async fn messages(settings: &config::Database) -> Vec<message::Model> {
    let store = Store::open(settings).await.unwrap();
    let rows = message::Entity::find().all(store.reader()).await.unwrap();
    store.reader().clone().close().await.unwrap();
    rows
}

pub async fn texts(settings: &config::Database) -> Vec<String> {
    messages(settings).await.into_iter().map(|row| row.text).collect()
}

/// Posts until told to stop; every acknowledged message's id goes to `acknowledged`.
async fn write_on(citizen: Citizen<'_>, acknowledged: &Mutex<Vec<String>>, stop: &AtomicBool) {
    while !stop.load(Ordering::SeqCst) {
        let next = draft(Some("pp"), "hola");
        ok::<Sent>(citizen.send(&next).await).await;
        acknowledged.lock().unwrap().push(next.client_id);
    }
}

async fn until_acknowledged(acknowledged: &Mutex<Vec<String>>, count: usize) -> Vec<String> {
    loop {
        let so_far = acknowledged.lock().unwrap().clone();
        if so_far.len() >= count {
            return so_far;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_made_while_twenty_write_has_all_that_was_acknowledged_before_and_no_gap() {
    let server = Server::with(&[
        ("limits.messages_per_ten_seconds", "100000"),
        ("limits.chat_starts_per_minute", "100000"),
    ])
    .await;
    let (folder, file) = shelf();
    let (acknowledged, stop) = (Mutex::new(Vec::new()), AtomicBool::new(false));
    let writers = at_once((0..20).map(|_| write_on(server.citizen(), &acknowledged, &stop)));
    let copying = async {
        let before = until_acknowledged(&acknowledged, 60).await;
        let bytes = backup(&of(&server), &file).await.unwrap();
        until_acknowledged(&acknowledged, before.len() + 20).await;
        stop.store(true, Ordering::SeqCst);
        (before, bytes)
    };
    let (_, (before, bytes)) = tokio::join!(writers, copying);
    let found = file.metadata().unwrap();
    assert_eq!((found.len(), found.permissions().mode() & 0o777), (bytes, 0o600));
    assert_eq!(folder.path().read_dir().unwrap().count(), 1, "nothing half done is left");
    let (_database, elsewhere) = empty().await;
    let contents = restore(&elsewhere, &file, false).await.unwrap();
    let rows = messages(&elsewhere).await;
    assert_eq!(contents, Contents { conversations: 20, messages: rows.len() as u64 });
    let stored: BTreeSet<&str> = rows.iter().map(|row| row.client_id.as_str()).collect();
    assert!(before.iter().all(|id| stored.contains(id.as_str())), "each acknowledged message is there");
    let mut numbers: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for row in &rows {
        numbers.entry(&row.conversation_id).or_default().push(row.seq);
    }
    for mut numbers in numbers.into_values() {
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=i64::try_from(numbers.len()).unwrap()).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn a_restored_place_goes_on_as_a_service() {
    let (_folder, file) = backup_of("antes").await;
    let (database, settings) = empty().await;
    restore(&settings, &file, false).await.unwrap();
    let server = Server::on(Arc::new(database), crate::support::frozen(at("2026-11-18T11:00")), &[]).await;
    let ana = server.staff("ana", &["pp"]).await;
    let id = ana.only_waiting().await;
    ana.act(&id, "take").await;
    assert_eq!(ana.reply(&id, "Aquí seguimos").await.status(), 200);
    assert_eq!(ana.open(&id).await.messages.len(), 2);
}

#[tokio::test]
async fn a_backup_overwrites_nothing_and_says_when_there_is_nothing_to_copy() {
    let (_folder, file) = backup_of("hola").await;
    let server = Server::start().await;
    let refused = backup(&of(&server), &file).await.unwrap_err();
    assert!(refused.contains("never overwrites"), "{refused}");
    let (_shelf, nowhere) = shelf();
    let missing = nowhere.with_file_name("no/such/folder/backup");
    assert!(backup(&of(&server), &missing).await.unwrap_err().contains("no/such/folder"));
    if engine() == Engine::Sqlite {
        let (_database, settings) = empty().await;
        let refused = backup(&settings, &nowhere).await.unwrap_err();
        assert!(refused.starts_with("database.url: there is no database"), "{refused}");
    }
    assert!(!nowhere.exists());
}

#[tokio::test]
async fn a_database_that_is_there_is_replaced_only_by_force() {
    let (_folder, file) = backup_of("del respaldo").await;
    let other = Server::start().await;
    other.citizen().say("pp", "lo de ahora").await;
    let (database, settings) = (other.database.clone(), of(&other));
    close(other).await;
    let refused = restore(&settings, &file, false).await.unwrap_err();
    assert!(refused.starts_with("database.url: ") && refused.contains("--force"), "{refused}");
    assert_eq!(texts(&settings).await, ["lo de ahora"]);
    restore_once_closed(&settings, &file).await;
    assert_eq!(texts(&settings).await, ["del respaldo"]);
    drop(database);
}

/// Ends a service, and waits until its connections are gone.
pub async fn close(server: Server) {
    let store = server.app.store.clone();
    drop(server);
    store.reader().clone().close().await.unwrap();
}

/// By force, once everybody has let go.
async fn restore_once_closed(settings: &config::Database, file: &Path) -> Contents {
    once_closed(settings, file, true).await.unwrap()
}

/// A service or a restore that has just ended may take a moment to let go.
pub async fn once_closed(settings: &config::Database, file: &Path, force: bool) -> Result<Contents, String> {
    for _ in 0..200 {
        match restore(settings, file, force).await {
            Err(why) if why.contains("is using") => {
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            outcome => return outcome,
        }
    }
    panic!("somebody still uses the database");
}

#[tokio::test]
async fn what_a_service_is_using_is_not_replaced_even_by_force() {
    let (_folder, file) = backup_of("del respaldo").await;
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "en servicio").await;
    let refused = restore(&of(&server), &file, true).await.unwrap_err();
    assert!(refused.starts_with("database.url: a service is using") && refused.contains("stop"), "{refused}");
    citizen.add("y sigue").await;
    assert_eq!(citizen.texts().await, ["en servicio", "y sigue"]);
}

/// Changes a file in its middle.
fn damage(file: &Path) {
    let mut bytes = std::fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096.min(middle)].fill(0x5a);
    std::fs::write(file, bytes).unwrap();
}

async fn refused(settings: &config::Database, file: &Path) -> String {
    let refused = restore(settings, file, true).await.expect_err("it is refused");
    assert!(refused.contains(&file.display().to_string()) && !refused.contains('\n'), "{refused}");
    refused
}

#[tokio::test]
async fn a_file_that_is_damaged_or_something_else_changes_nothing() {
    let (folder, file) = backup_of("respaldo").await;
    let server = Server::start().await;
    server.citizen().say("pp", "lo de ahora").await;
    let settings = of(&server);
    let _database = server.database.clone();
    close(server).await;
    let cut = folder.path().join("cut");
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
    assert!(refused(&settings, &cut).await.contains("damaged"));
    damage(&file);
    assert!(refused(&settings, &file).await.contains("damaged"));
    let text = folder.path().join("text");
    std::fs::write(&text, "this is no backup at all").unwrap();
    assert!(refused(&settings, &text).await.contains("damaged"));
    assert!(refused(&settings, &folder.path().join("missing")).await.contains("not there"));
    assert_eq!(texts(&settings).await, ["lo de ahora"]);
}

#[tokio::test]
async fn a_backup_of_another_program_or_of_a_newer_release_is_refused() {
    let (_shelf, file) = shelf();
    let (_database, settings) = empty().await;
    for (statements, why) in [
        (
            [
                "CREATE TABLE seaql_migrations (version varchar, applied_at integer)",
                "INSERT INTO seaql_migrations VALUES ('m9999_new', 1)",
            ],
            "m9999_new",
        ),
        (["CREATE TABLE other (x integer)", "INSERT INTO other VALUES (1)"], "Puente"),
    ] {
        let (other, source) = empty().await;
        let db = connect(&other).await;
        for statement in statements {
            db.execute_unprepared(statement).await.unwrap();
        }
        db.close().await.unwrap();
        // The backup itself refuses to call such a thing a backup.
        let said = backup(&source, &file).await.expect_err("it is no backup of ours");
        assert!(said.contains(why) && !file.exists(), "{said}");
        if engine() == Engine::Sqlite {
            let path = other.url.strip_prefix("sqlite://").unwrap();
            let said = restore(&settings, Path::new(path), false).await.unwrap_err();
            assert!(said.contains(why), "{said}");
        }
    }
}

#[tokio::test]
async fn a_backup_of_the_release_before_replaces_a_database_of_this_one() {
    let (_shelf, file) = shelf();
    let old = former().await;
    backup(&settings(old.url.clone()), &file).await.unwrap();
    let server = Server::start().await;
    let (database, settings) = (server.database.clone(), of(&server));
    close(server).await;
    let contents = restore_once_closed(&settings, &file).await;
    assert_eq!(contents, Contents { conversations: 2, messages: 3 });
    assert_eq!(texts(&settings).await.len(), 3);
    drop(database);
}

fn leaving(id: &str, seq: i64, state: outbox::State, conversation: &str) -> outbox::Model {
    outbox::Model {
        id: id.into(),
        conversation_id: conversation.into(),
        seq,
        part: 1,
        line: "pp".into(),
        contact_id: "k".into(),
        text: "hola".into(),
        state,
        attempts: 0,
        lease_until: 0,
        not_before: 0,
        wamid: None,
        error_code: None,
        reason: None,
        created_at: 1,
        updated_at: 1,
    }
}

#[tokio::test]
async fn a_message_that_may_have_left_since_is_not_sent_again_by_itself() {
    use outbox::State::{Delivered, Queued, Sending, Unknown};
    let server = Server::start().await;
    server.citizen().say("pp", "hola").await;
    let ana = server.staff("ana", &["pp"]).await;
    let id = ana.only_waiting().await;
    let unit = server.app.store.write(move |tx| {
        Box::pin(async move {
            for (seq, state) in [(1, Queued), (2, Sending), (3, Delivered)] {
                leaving(&seq.to_string(), seq, state, &id).into_active_model().insert(tx).await?;
            }
            Ok(())
        })
    });
    unit.await.unwrap();
    let (_shelf, file) = shelf();
    backup(&of(&server), &file).await.unwrap();
    let (_database, settings) = empty().await;
    restore(&settings, &file, false).await.unwrap();
    let store = Store::open(&settings).await.unwrap();
    let mut rows = outbox::Entity::find().all(store.reader()).await.unwrap();
    rows.sort_by_key(|row| row.seq);
    let found: Vec<_> = rows.iter().map(|row| (row.state, row.reason.is_some())).collect();
    assert_eq!(found, [(Unknown, true), (Unknown, true), (Delivered, false)]);
}

/// The binary, on a database of its own.
pub fn command(settings: &config::Database, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command.args(arguments).env("PUENTE__SECRETS__KEY", "a key for tests, of more than 32 characters");
    command.env("DATABASE_URL", settings.url.expose());
    command
}

fn run(settings: &config::Database, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = command(settings, arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[tokio::test]
async fn the_commands_say_in_one_line_what_they_did_or_why_not() {
    let server = Server::start().await;
    server.citizen().say("pp", "hola").await;
    let (_shelf, file) = shelf();
    let file = file.to_str().unwrap();
    let (code, out, _) = run(&of(&server), &["backup", file]);
    assert_eq!(code, Some(0));
    assert!(out.starts_with(&format!("backup written to {file} and checked: ")), "{out}");
    let (code, _, said) = run(&of(&server), &["backup", file]);
    assert_eq!((code, said.lines().count()), (Some(1), 1), "{said}");
    let (_database, settings) = empty().await;
    let (code, out, said) = run(&settings, &["restore", file]);
    assert_eq!(
        (code, out.trim()),
        (Some(0), &*format!("restored from {file}: 1 conversations with 1 messages")),
        "{said}"
    );
    let (code, _, said) = run(&settings, &["restore", file]);
    assert_eq!((code, said.contains("--force"), said.lines().count()), (Some(1), true, 1), "{said}");
    let (code, _, said) = run(&settings, &["restore", file, "--force"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, out, said) = run(&settings, &["purge", "--dry-run"]);
    assert_eq!(
        (code, out.contains("conversations: 0"), out.ends_with("nothing was deleted\n")),
        (Some(0), true, true),
        "{out}{said}"
    );
}
