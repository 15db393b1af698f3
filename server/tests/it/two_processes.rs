//! Two `server serve` on one PostgreSQL, as an operator of the service starts them. Part of every run.

use std::process::Command;

use protocol::chat::Conversation;
use reqwest::StatusCode;
use serde_json::json;

use crate::{
    binary::{Home, Served, folder, run},
    engine::Database,
    support::{Counter, at_once, mint, uuid},
};

const CLIENTS: usize = 20;
const MESSAGES: usize = 15;

/// Somebody who posts through a round-robin: each message to the next server, and to the other one when nobody
/// answers there, as a page does that heard nothing.
struct Client<'a> {
    servers: [&'a Served; 2],
    token: String,
    acknowledged: Vec<String>,
}

impl Client<'_> {
    async fn post(&mut self, count: &Counter) {
        for n in 0..MESSAGES {
            let id = uuid();
            let body = json!({ "site": "isseg", "client_id": id, "topic": "pp", "text": format!("{n}"), "after": 9_999 });
            let first = count.value() % 2;
            let mut answered = self.to(first, &body).await;
            if answered != Some(StatusCode::OK) {
                answered = self.to(1 - first, &body).await;
            }
            assert_eq!(answered, Some(StatusCode::OK), "the other server goes on");
            self.acknowledged.push(id);
            count.add();
        }
    }

    async fn to(&self, server: usize, body: &serde_json::Value) -> Option<StatusCode> {
        let request = self.servers[server].post("/api/v1/chat/messages").header("x-conv", &self.token);
        request.json(body).send().await.ok().map(|answer| answer.status())
    }

    /// Everything that was acknowledged, once, and in the order of its numbers.
    async fn check(&self) {
        let read = self.servers[1].http.get(format!("{}/api/v1/chat/conversation", self.servers[1].origin));
        let read = read.header("x-conv", &self.token).send().await.unwrap();
        let conversation: Conversation = read.json().await.unwrap();
        let own =
            conversation.messages.iter().filter(|message| self.acknowledged.contains(&message.client_id));
        let own: Vec<_> = own.map(|message| message.client_id.clone()).collect();
        assert_eq!(own, self.acknowledged);
        let numbers: Vec<i64> = conversation.messages.iter().map(|message| message.seq).collect();
        assert_eq!(numbers, (1..=conversation.last_seq).collect::<Vec<i64>>(), "no gap");
    }
}

fn environment(database: &Database) -> [(&str, &str); 4] {
    [
        ("PUENTE__DATABASE__URL", &database.url),
        ("PUENTE__DATABASE__CONNECTIONS", "10"),
        ("PUENTE__LIMITS__MESSAGES_PER_TEN_SECONDS", "100000"),
        ("PUENTE__LIMITS__CHAT_STARTS_PER_MINUTE", "100000"),
    ]
}

#[tokio::test]
async fn when_one_of_two_is_killed_nothing_is_lost_and_the_other_goes_on() {
    let (database, homes) = (Database::postgres(), [folder(), folder()]);
    let environment = environment(&database);
    let start = async |home: &Home| Served::start(home.path(), &[], &environment).await;
    let (one, other) = tokio::join!(start(&homes[0]), start(&homes[1]));
    let count = Counter::default();
    let client = || Client { servers: [&one, &other], token: mint(), acknowledged: Vec::new() };
    let mut clients: Vec<_> = (0..CLIENTS).map(|_| client()).collect();
    let kill = async {
        while count.value() < CLIENTS * MESSAGES / 3 {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        Command::new("kill").args(["-KILL", &one.child.id().to_string()]).status().unwrap();
    };
    tokio::join!(at_once(clients.iter_mut().map(|client| client.post(&count))), kill);
    assert_eq!(count.value(), CLIENTS * MESSAGES);
    at_once(clients.iter().map(Client::check)).await;
    let again = start(&homes[0]).await;
    let ready = again.http.get(format!("{}/readyz", again.origin)).send().await.unwrap();
    assert_eq!(ready.status(), StatusCode::OK, "and the killed one comes back");
}

/// What the console's page says of the demo's time.
async fn demo_time(served: &Served) -> String {
    let page = served.http.get(format!("{}/consola", served.origin)).send().await.unwrap();
    let page = page.text().await.unwrap();
    let (_, after) = page.split_once("Demostración: ").expect("the page says that it is a demo");
    after.split('<').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_second_server_joins_the_demo_of_the_first() {
    let (database, homes) = (Database::postgres(), [folder(), folder()]);
    let environment = environment(&database);
    let early = run(homes[0].path(), &["serve", "--demo", "--join", "--port", "1"], &environment);
    assert_eq!(early.0, Some(1));
    assert!(!early.2.contains('\n') || early.2.lines().count() == 1, "one sentence: {}", early.2);
    let at = ["--demo", "--at", "2026-03-27T16:00"];
    let first = Served::start(homes[0].path(), &at, &environment).await;
    let second = Served::start(homes[1].path(), &["--demo", "--join"], &environment).await;
    let (one, other) = (demo_time(&first).await, demo_time(&second).await);
    assert!(one.contains("27 de marzo") && other.contains("27 de marzo"), "{one} / {other}");
    let login = [("username", "ana"), ("password", "talavera azul y cantera")];
    let answer = second.post("/consola/entrar").form(&login).send().await.unwrap();
    assert!(answer.status().is_redirection() || answer.status().is_success(), "{}", answer.status());
}

#[tokio::test]
async fn the_demo_is_made_anew_on_postgresql_and_a_real_database_is_not() {
    let (database, home) = (Database::postgres(), folder());
    let environment = environment(&database);
    let mut first = Served::start(home.path(), &["--demo"], &environment).await;
    let token = mint();
    let body = json!({ "site": "isseg", "client_id": uuid(), "topic": "pp", "text": "de antes", "after": 0 });
    let sent = first.post("/api/v1/chat/messages").header("x-conv", &token).json(&body).send().await.unwrap();
    assert_eq!(sent.status(), StatusCode::OK);
    assert_eq!(first.stop().await, Some(0));
    let fresh = Served::start(home.path(), &["--demo", "--fresh"], &environment).await;
    let read = fresh.http.get(format!("{}/api/v1/chat/conversation", fresh.origin)).header("x-conv", &token);
    assert_eq!(read.send().await.unwrap().status(), StatusCode::NOT_FOUND, "it began anew");
    drop(fresh);
    let others = Database::postgres();
    let environment = [("PUENTE__DATABASE__URL", others.url.as_str())];
    let add = ["staff", "add", "ana.ruiz", "--name", "Ana", "--desk", "pp", "--code"];
    assert_eq!(run(home.path(), &add, &environment).0, Some(0));
    let (code, _, said) = run(home.path(), &["serve", "--demo", "--fresh", "--port", "1"], &environment);
    assert_eq!((code, said.contains("not the demo's")), (Some(1), true), "{said}");
}
