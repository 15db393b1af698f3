//! One PostgreSQL for a whole run of the tests, begun by the first test that asks. It keeps the server's real
//! durability settings, in memory where there is room for it: dropping a database there takes 60 ms, and on a
//! disk that honours every fsync 1.7 s. A shell waits on a pipe that ends with this process, however it ends, and then stops
//! PostgreSQL and removes its folder: nothing is left behind.

use std::{
    ffi::OsString,
    io::{Read, Seek},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use server::store::Store;
use tokio::sync::mpsc;

use super::engine::settings;

/// Has the migrations; each test's database is a copy.
const TEMPLATE: &str = "puente_template";

struct Cluster {
    port: u16,
    clerk: mpsc::UnboundedSender<Errand>,
    /// Its input ends with this process.
    _guard: Child,
}

enum Errand {
    Make(String, std::sync::mpsc::Sender<()>),
    Drop(String),
}

fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(Cluster::start)
}

/// A new database with the migrations applied; its URL.
pub fn make(name: &str) -> String {
    let (done, made) = std::sync::mpsc::channel();
    cluster().clerk.send(Errand::Make(name.to_owned(), done)).expect("the clerk works");
    made.recv().expect("the database is made");
    cluster().url(name)
}

/// Drops a database some time soon, whoever still uses it.
pub fn drop(name: &str) {
    // At the end of the run there is nobody left to do it, and no need.
    let _ = cluster().clerk.send(Errand::Drop(name.to_owned()));
}

/// A superuser's connection, to pull plugs with.
pub async fn admin() -> DatabaseConnection {
    Database::connect(ConnectOptions::new(cluster().url("postgres"))).await.unwrap()
}

impl Cluster {
    fn start() -> Self {
        let bin = find_bin();
        let (home, in_memory) = home();
        let folder = tempfile::Builder::new().prefix("puente-pg-").tempdir_in(home).unwrap().keep();
        if is_root() {
            run(Command::new("chown").arg(server_user()).arg(&folder));
        }
        let data = folder.join("data");
        let initdb = ["-U", "puente", "-A", "trust", "-E", "UTF8", "--no-sync"];
        run(as_server(&bin.join("initdb")).arg("-D").arg(&data).args(initdb));
        let guard = guard(&bin, &folder);
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let options = format!(
            "-p {port} -h 127.0.0.1 -k {} -c max_connections=300 -c log_min_messages=fatal",
            folder.display()
        );
        let (log, start) = (folder.join("log"), ["-w", "-o", &options, "start"]);
        run(as_server(&bin.join("pg_ctl")).arg("-D").arg(&data).arg("-l").arg(log).args(start));
        Self { port, clerk: clerk(port, in_memory), _guard: guard }
    }

    fn url(&self, name: &str) -> String {
        url(self.port, name)
    }
}

fn url(port: u16, name: &str) -> String {
    format!("postgres://puente@127.0.0.1:{port}/{name}")
}

/// Stops PostgreSQL when this process ends. A terminal's Ctrl-C must not end the guard first.
fn guard(bin: &Path, folder: &Path) -> Child {
    let script = r#"trap "" INT TERM HUP; cat; "$@" >/dev/null 2>&1; rm -rf "$FOLDER""#;
    let stop = as_server(&bin.join("pg_ctl"));
    let mut shell = Command::new("sh");
    shell.args(["-c", script, "sh"]).arg(stop.get_program()).args(stop.get_args());
    shell.arg("-D").arg(folder.join("data")).args(["-m", "immediate", "stop"]);
    shell.env("FOLDER", folder).current_dir("/");
    shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// A thread that makes and drops databases, one after the other, on a runtime that outlives every test's.
fn clerk(port: u16, drops: bool) -> mpsc::UnboundedSender<Errand> {
    let (sender, errands) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(work(port, drops, errands));
    });
    sender
}

async fn work(port: u16, drops: bool, mut errands: mpsc::UnboundedReceiver<Errand>) {
    let mut options = ConnectOptions::new(url(port, "postgres"));
    let db = Database::connect(options.max_connections(1).sqlx_logging(false).to_owned()).await.unwrap();
    execute(&db, &format!("CREATE DATABASE {TEMPLATE}")).await;
    let template = Store::open(&settings(url(port, TEMPLATE))).await.unwrap();
    // A template that is in use cannot be copied.
    template.reader().clone().close().await.unwrap();
    while let Some(errand) = errands.recv().await {
        match errand {
            Errand::Make(name, done) => {
                execute(&db, &format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}")).await;
                let _ = done.send(());
            }
            // On a disk they stay until the folder goes: creating the next one must not wait.
            Errand::Drop(_) if !drops => {}
            Errand::Drop(name) => execute(&db, &format!("DROP DATABASE {name} WITH (FORCE)")).await,
        }
    }
}

async fn execute(db: &DatabaseConnection, sql: &str) {
    db.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// Where the data go, and whether that is memory: a gigabyte free is room enough.
fn home() -> (PathBuf, bool) {
    let free = Command::new("df").args(["-kP", "/dev/shm"]).output();
    let free = free.ok().and_then(|free| String::from_utf8(free.stdout).ok()).unwrap_or_default();
    let kib = free.lines().nth(1).and_then(|line| line.split_whitespace().nth(3)?.parse::<u64>().ok());
    match kib {
        Some(kib) if kib > 1_048_576 => (PathBuf::from("/dev/shm"), true),
        _ => (std::env::temp_dir(), false),
    }
}

/// Where the newest PostgreSQL's programs are.
pub fn find_bin() -> PathBuf {
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
    let mut log = tempfile::tempfile().unwrap();
    // A file and no pipe: the started server keeps its output open.
    command.stdout(log.try_clone().unwrap()).stderr(log.try_clone().unwrap());
    let status = command.status().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let mut said = String::new();
    log.rewind().unwrap();
    log.read_to_string(&mut said).unwrap();
    assert!(status.success(), "{command:?}: {said}");
}
