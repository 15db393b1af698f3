//! The same migrations and the same queries on PostgreSQL. A server of its own is started for each test; a
//! machine without one fails with what to install.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
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
use tempfile::TempDir;

use crate::support::{self, Server, at_once, ok};

struct Postgres {
    bin: PathBuf,
    folder: TempDir,
    port: u16,
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.folder.path().join("data");
        // Nothing to save, so the quickest way down.
        let _ = as_server(&self.bin.join("pg_ctl"))
            .arg("-D")
            .arg(data)
            .args(["-m", "immediate", "stop"])
            .output();
    }
}

impl Postgres {
    fn start() -> Self {
        let bin = find_bin();
        let folder = tempfile::tempdir().unwrap();
        if is_root() {
            run(Command::new("chown").arg(server_user()).arg(folder.path()));
        }
        let data = folder.path().join("data");
        run(as_server(&bin.join("initdb")).arg("-D").arg(&data).args([
            "-U",
            "puente",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]));
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let options = format!("-p {port} -h 127.0.0.1 -k {}", folder.path().display());
        let log = folder.path().join("log");
        let postgres = Self { bin, folder, port };
        run(as_server(&postgres.bin.join("pg_ctl"))
            .arg("-D")
            .arg(&data)
            .arg("-l")
            .arg(log)
            .args(["-w", "-o", &options, "start"]));
        postgres
    }

    fn url(&self) -> String {
        format!("postgres://puente@127.0.0.1:{}/postgres", self.port)
    }
}

/// Where the newest PostgreSQL's programs are.
fn find_bin() -> PathBuf {
    let named = std::env::var_os("PUENTE_PG_BIN").map(PathBuf::from);
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut installed: Vec<_> = installed.map(|version| version.path().join("bin")).collect();
    installed.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let candidates = named.into_iter().chain(installed.into_iter().rev()).chain(std::env::split_paths(&path));
    let found = candidates
        .into_iter()
        .find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists());
    found.expect("PostgreSQL is missing: install it (apt-get install postgresql) or name its programs' folder in PUENTE_PG_BIN")
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n")
}

/// PostgreSQL refuses to run as root.
fn server_user() -> &'static str {
    let known = Command::new("id").args(["-u", "postgres"]).output().is_ok_and(|id| id.status.success());
    if known { "postgres" } else { "nobody" }
}

fn as_server(program: &Path) -> Command {
    let mut command = if is_root() {
        let mut runuser = Command::new("runuser");
        runuser.args([OsString::from("-u"), server_user().into(), "--".into()]).arg(program);
        runuser
    } else {
        Command::new(program)
    };
    command.current_dir("/");
    command
}

fn run(command: &mut Command) {
    let log = tempfile::tempfile().unwrap();
    // A file and no pipe: the started server keeps its output open.
    command.stdout(log.try_clone().unwrap()).stderr(log.try_clone().unwrap());
    let status = command.status().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let mut log = log;
    let said = {
        use std::io::{Read, Seek};
        log.rewind().unwrap();
        let mut text = String::new();
        log.read_to_string(&mut text).unwrap();
        text
    };
    assert!(status.success(), "{command:?}: {said}");
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

#[tokio::test]
async fn the_migrations_make_the_same_tables_and_one_row_of_each_comes_back() {
    let postgres = Postgres::start();
    let store = Store::open(&postgres.url(), 0).await.unwrap();
    let sqlite = Server::start().await;
    let here = pairs(
        store.reader(),
        "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = 'public'",
    )
    .await;
    let there = pairs(
        sqlite.app.store.reader(),
        "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'",
    )
    .await;
    assert_eq!(here, there);
    assert_eq!(here.len(), 11, "ten tables and the history");
    for store in [&store, &sqlite.app.store] {
        store.write(|tx| Box::pin(async move { one_row_each(tx).await })).await.unwrap();
        read_back(store).await;
    }
    Store::open(&postgres.url(), 0).await.expect("migrating again changes nothing");
}

async fn one_row_each(tx: &DatabaseTransaction) -> Result<(), Error> {
    conversation::ActiveModel::from(conversation_row()).insert(tx).await?;
    let token = conversation_token::Model {
        token_hash: "t".into(),
        conversation_id: "c".into(),
        created_at: 1,
        expires_at: i64::MAX,
        dies_at: 3,
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
    let postgres = Postgres::start();
    let server =
        Server::with(&[("database.url", &postgres.url()), ("limits.messages_per_ten_seconds", "1000")]).await;
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
