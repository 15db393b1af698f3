//! The binary as an operator of the service meets it.

use std::{
    fs::File,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Output},
    time::Duration,
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{
    engine::{self, Database},
    support::{mint, problem, uuid},
};

const KEY: &str = "a key for tests, of more than 32 characters";

/// A folder with the files `cargo xtask build` would have written; on PostgreSQL a database goes with it.
pub struct Home {
    folder: TempDir,
    database: Option<Database>,
}

impl Home {
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// For a database that both the demo and a real service are to open: each has its own without this.
    fn shared(&self) -> [(&str, &str); 1] {
        let url = self.database.as_ref().map_or("sqlite://data/x.db", |database| &database.url);
        [("PUENTE__DATABASE__URL", url)]
    }
}

pub fn folder() -> Home {
    let home = Home { folder: tempfile::tempdir().unwrap(), database: engine::of_binary() };
    if let Some(database) = &home.database {
        std::fs::write(home.path().join(URL), &database.url).unwrap();
    }
    std::fs::create_dir_all(home.path().join("dist/assets")).unwrap();
    std::fs::write(home.path().join("dist/manifest.json"), "{\"files\":{}}").unwrap();
    home
}

/// Says in a [`Home`] which database is its own, when it is not the file of the configuration.
const URL: &str = "database-url";

pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command.args(arguments).current_dir(folder).env("PUENTE__SERVER__METRICS_BIND", "");
    if let Ok(url) = std::fs::read_to_string(folder.join(URL)) {
        command.env("PUENTE__DATABASE__URL", url);
    }
    command.env("PUENTE__SECRETS__KEY", KEY);
    command
}

pub fn run(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } =
        command(folder, arguments).envs(environment.iter().copied()).output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A served process; ended with the test.
pub struct Served {
    pub child: Child,
    pub origin: String,
    pub http: reqwest::Client,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    pub async fn start(folder: &Path, flags: &[&str], environment: &[(&str, &str)]) -> Self {
        let port = free_port().to_string();
        let log = |name: &str| File::create(folder.join(name)).unwrap();
        let mut command = command(folder, &["serve", "--port", &port]);
        let child = command
            .args(flags)
            .envs(environment.iter().copied())
            .stdout(log("out"))
            .stderr(log("log"))
            .spawn();
        let http = server::http_client::builder("http://").build().unwrap();
        let served = Self { child: child.unwrap(), origin: format!("http://127.0.0.1:{port}"), http };
        for _ in 0..300 {
            if served.http.get(format!("{}/readyz", served.origin)).send().await.is_ok() {
                return served;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("not ready: {}", std::fs::read_to_string(folder.join("log")).unwrap());
    }

    pub fn post(&self, path: &str) -> reqwest::RequestBuilder {
        self.http.post(format!("{}{path}", self.origin)).header("origin", &self.origin)
    }

    pub async fn stop(&mut self) -> Option<i32> {
        assert!(
            Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap().success()
        );
        for _ in 0..200 {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it does not end");
    }
}

#[test]
fn check_config_says_ok_or_which_key_is_wrong() {
    let folder = folder();
    let (code, out, _) = run(folder.path(), &["check-config"], &[]);
    assert_eq!((code, out.contains("configuration is valid")), (Some(0), true), "{out}");
    for (variable, value, key) in [
        ("PUENTE__SERVER__BIND", "nowhere", "server.bind"),
        ("PUENTE__SERVER__PUBLIC_ORIGIN", "puente.mx/x", "server.public_origin"),
        ("PUENTE__DATABASE__URL", "mysql://x", "database.url"),
        ("PUENTE__SECRETS__KEY", "short", "secrets.key"),
        ("PUENTE__SECRETS__KEY_FILE", "/nonexistent", "secrets.key"),
        ("PUENTE__LIMITS__CONNECTIONS", "0", "limits.connections"),
        ("PUENTE__LIMITS__CONNECTIONS", "many", "limits.connections"),
        ("PUENTE__LIMITS__UNKNOWN", "1", "unknown"),
        ("PUENTE__LOG__LEVEL", "loud", "log.level"),
    ] {
        let (code, out, said) = run(folder.path(), &["check-config"], &[(variable, value)]);
        assert_eq!(code, Some(1), "{variable}={value}: {out}");
        assert!(
            said.starts_with("error: ") && said.contains(key) && said.lines().count() == 1,
            "{variable}: {said}"
        );
        assert!(!said.contains(KEY));
    }
}

#[test]
fn a_file_that_is_missing_broken_or_contradicts_itself_is_named() {
    let folder = folder();
    let isseg =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../config/isseg.toml")).unwrap();
    for (name, text, expected) in [
        ("missing.toml", None, "missing.toml"),
        ("broken.toml", Some("[server\n".to_owned()), "broken.toml"),
        ("desk.toml", Some(isseg.replacen("desk = \"pgh\"", "desk = \"nada\"", 1)), "topics[1].desk"),
        ("twice.toml", Some(isseg.replacen("id = \"ref\"", "id = \"pp\"", 1)), "desks"),
        ("hours.toml", Some(isseg.replacen("to = \"15:30\"", "to = \"08:00\"", 1)), "calendars.atencion"),
        (
            "extra.toml",
            Some(format!("{isseg}\n[sites.x]\nname=\"X\"\norigins=[\"https://x.mx/y\"]\n")),
            "sites.x.origins",
        ),
    ] {
        let path = folder.path().join(name);
        if let Some(text) = text {
            std::fs::write(&path, text).unwrap();
        }
        let (code, _, said) = run(folder.path(), &["check-config", "--config", path.to_str().unwrap()], &[]);
        assert_eq!((code, said.contains(expected)), (Some(1), true), "{name}: {said}");
    }
}

#[test]
fn a_taken_port_is_one_line_that_names_it() {
    let folder = folder();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let (code, _, said) = run(folder.path(), &["serve", "--port", &port], &[]);
    assert_eq!(code, Some(1));
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains(&port) && said.contains("--port"), "{said}");
    assert!(!folder.path().join("data").exists(), "nothing was made");
}

#[test]
fn a_real_service_has_no_demo_flags() {
    let folder = folder();
    for flags in [&["--at", "2026-03-27T16:00"][..], &["--fresh"], &["--site-port", "9000"]] {
        let (code, _, said) = run(folder.path(), &[&["serve"], flags].concat(), &[]);
        assert_eq!((code, said.contains("--demo")), (Some(1), true), "{said}");
    }
    let (code, _, said) = run(
        folder.path(),
        &["serve", "--demo", "--at", "mañana"],
        &[("PUENTE__SERVER__BIND", "127.0.0.1:0")],
    );
    assert_eq!((code, said.contains("--at")), (Some(1), true), "{said}");
}

#[test]
fn missing_built_files_say_which_command_writes_them() {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port().to_string();
    let (code, _, said) = run(folder.path(), &["serve", "--port", &port], &[]);
    assert_eq!((code, said.contains("cargo xtask build")), (Some(1), true), "{said}");
}

#[tokio::test]
async fn a_demo_database_is_refused_by_a_real_service() {
    let folder = folder();
    let database = folder.shared();
    let mut served = Served::start(folder.path(), &["--demo"], &database).await;
    let page =
        served.http.get(format!("{}/consola", served.origin)).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("Demostración:"));
    assert_eq!(served.stop().await, Some(0), "it ends cleanly");
    let port = free_port().to_string();
    let (code, _, said) = run(folder.path(), &["serve", "--port", &port], &database);
    assert_eq!((code, said.contains("demo data")), (Some(1), true), "{said}");
    let mut again = Served::start(folder.path(), &["--demo"], &database).await;
    assert_eq!(again.stop().await, Some(0));
}

#[test]
fn the_demo_neither_erases_nor_fills_a_real_database() {
    let folder = folder();
    let database = folder.shared();
    let add = ["staff", "add", "ana.ruiz", "--name", "Ana", "--desk", "pp", "--code"];
    assert_eq!(run(folder.path(), &add, &database).0, Some(0));
    for flags in [&["serve", "--demo"][..], &["serve", "--demo", "--fresh"]] {
        let port = free_port().to_string();
        let (code, _, said) = run(folder.path(), &[flags, &["--port", &port]].concat(), &database);
        assert_eq!((code, said.contains("not the demo's")), (Some(1), true), "{said}");
    }
    let (_, _, said) = run(folder.path(), &add, &database);
    assert!(said.contains("taken"), "the person is still there: {said}");
}

#[test]
fn a_person_who_leaves_loses_access() {
    let folder = folder();
    let add = ["staff", "add", "ana.ruiz", "--name", "Ana", "--desk", "pp", "--code"];
    assert_eq!(run(folder.path(), &add, &[]).0, Some(0));
    let (code, out, _) = run(folder.path(), &["staff", "remove", "ana.ruiz"], &[]);
    assert_eq!((code, out.contains("no longer has access")), (Some(0), true), "{out}");
    assert_eq!(run(folder.path(), &["staff", "remove", "nadie"], &[]).0, Some(1));
}

#[test]
fn a_person_is_added_with_a_code_and_never_a_default_password() {
    let folder = folder();
    let add = ["staff", "add", "ana.ruiz", "--name", "Ana", "--desk", "pp", "--code"];
    let (code, out, said) = run(folder.path(), &add, &[]);
    assert_eq!(code, Some(0), "{said}");
    let printed = out.lines().find_map(|line| line.split_once("30 minutes: ")).unwrap().1;
    assert_eq!(server::ids::normalize_code(printed).as_deref(), Some(printed), "{out}");
    assert!(!out.to_lowercase().contains("password"), "{out}");
    for (arguments, expected) in [
        (&add[..], "taken"),
        (&["staff", "add", "eva", "--name", "Eva", "--desk", "bodas", "--code"], "bodas"),
        (&["staff", "add", "e va", "--name", "Eva", "--desk", "pp", "--code"], "one word"),
        (&["staff", "code", "nadie"], "nadie"),
    ] {
        let (code, _, said) = run(folder.path(), arguments, &[]);
        assert_eq!((code, said.contains(expected)), (Some(1), true), "{said}");
    }
    let (_, another, _) = run(folder.path(), &["staff", "code", "ana.ruiz"], &[]);
    assert!(another.contains("one-use code") && !another.contains(printed), "each code is new");
}

/// Made by the server while it was used; must not be in any log.
struct Secrets {
    token: String,
    code: String,
}

async fn use_everything(served: &Served, folder: &Path) -> Secrets {
    let token = mint();
    let body =
        |text: &str| serde_json::json!({ "site": "isseg", "client_id": uuid(), "topic": "pp", "text": text });
    let write =
        |text: &str| served.post("/api/v1/chat/messages").header("x-conv", &token).json(&body(text)).send();
    let sent: Value = write("textosecreto CURP GOCL850101HGTNRS09").await.unwrap().json().await.unwrap();
    let code = sent["conversation"]["resume_code"].as_str().unwrap().to_owned();
    write("textosecreto\u{0}").await.unwrap();
    served
        .post("/api/v1/chat/messages")
        .header("x-conv", "textosecreto")
        .json(&body("x"))
        .send()
        .await
        .unwrap();
    let resume = |code: &str| serde_json::json!({ "site": "isseg", "code": code });
    for code in [code.as_str(), "SECR-ET00-SECR-ET00"] {
        served.post("/api/v1/chat/resume").json(&resume(code)).send().await.unwrap();
    }
    for path in
        ["/calculadora?amount=textosecreto", "/textosecreto", "/w/textosecreto", "/chat?tema=textosecreto"]
    {
        served.http.get(format!("{}{path}", served.origin)).send().await.unwrap();
    }
    for (name, password) in
        [("usuariasecreta", "frasesecreta larga"), ("usuariasecreta", "otra frasesecreta")]
    {
        let form = [("username", name), ("password", password)];
        served.post("/consola/entrar").form(&form).send().await.unwrap();
    }
    let (_, out, _) =
        run(folder, &["staff", "add", "ana.secreta", "--name", "Ana", "--desk", "pp", "--code"], &[]);
    let first = out.lines().find_map(|line| line.split_once("30 minutes: ")).unwrap().1;
    let form = [("code", first), ("password", "frasesecreta larga"), ("repeat", "frasesecreta larga")];
    assert_eq!(served.post("/consola/primera-clave").form(&form).send().await.unwrap().status(), 200);
    let form = [("username", "ana.secreta"), ("password", "frasesecreta larga")];
    served.post("/consola/entrar").form(&form).send().await.unwrap();
    let unknown =
        served.post("/api/v1/loans/schedule").json(&serde_json::json!({ "textosecreto": 1 })).send().await;
    assert_eq!(problem(unknown.unwrap()).await.0, 422);
    Secrets { token, code }
}

#[tokio::test]
async fn logs_hold_nothing_of_what_people_wrote_or_who_they_are() {
    let folder = folder();
    let mut served = Served::start(folder.path(), &[], &[("PUENTE__LOG__LEVEL", "debug")]).await;
    let secrets = use_everything(&served, folder.path()).await;
    assert_eq!(served.stop().await, Some(0));
    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    let log = log + &std::fs::read_to_string(folder.path().join("out")).unwrap();
    assert!(log.lines().count() > 20, "it was a talkative log: {log}");
    for line in log.lines() {
        let entry: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(entry["timestamp"].is_string());
    }
    let hash = server::ids::sha256_hex(&secrets.token);
    let code = secrets.code.replace('-', "");
    for secret in
        ["secret", "GOCL850101", "ana.", "127.0.0.1:0", KEY, &secrets.token, &secrets.code, &code, &hash]
    {
        assert!(!log.to_lowercase().contains(&secret.to_lowercase()), "{secret} is in the log");
    }
}

#[tokio::test]
async fn a_kill_loses_nothing_that_was_acknowledged() {
    let folder = folder();
    let mut served =
        Served::start(folder.path(), &[], &[("PUENTE__LIMITS__MESSAGES_PER_TEN_SECONDS", "100000")]).await;
    let acknowledged = crate::support::Counter::default();
    let token = mint();
    let clients = (0..8).map(|_| post_until_refused(&served, &token, &acknowledged));
    let kill = async {
        while acknowledged.value() < 40 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Command::new("kill").args(["-KILL", &served.child.id().to_string()]).status().unwrap();
    };
    let (ids, ()) = tokio::join!(crate::support::at_once(clients), kill);
    served.child.wait().unwrap();
    let again = Served::start(folder.path(), &[], &[]).await;
    let read = again.http.get(format!("{}/api/v1/chat/conversation", again.origin)).header("x-conv", &token);
    let conversation: protocol::chat::Conversation = read.send().await.unwrap().json().await.unwrap();
    let numbers: Vec<i64> = conversation.messages.iter().map(|message| message.seq).collect();
    assert_eq!(numbers, (1..=conversation.last_seq).take(500).collect::<Vec<i64>>(), "no gap");
    let stored: std::collections::HashSet<_> =
        conversation.messages.iter().map(|m| m.client_id.clone()).collect();
    let ids: Vec<_> = ids.into_iter().flatten().collect();
    assert!(ids.len() >= 40 && ids.len() < 500);
    assert!(ids.iter().all(|id| stored.contains(id)), "each acknowledged message is there");
}

async fn post_until_refused(
    served: &Served,
    token: &str,
    acknowledged: &crate::support::Counter,
) -> Vec<String> {
    let mut ids = Vec::new();
    loop {
        let id = uuid();
        let body = serde_json::json!({ "site": "isseg", "client_id": id, "topic": "pp", "text": "hola", "after": 9_999 });
        let request = served.post("/api/v1/chat/messages").header("x-conv", token).json(&body);
        match request.send().await {
            Ok(answer) if answer.status() == 200 => {
                ids.push(id);
                acknowledged.add();
            }
            _ => return ids,
        }
    }
}
