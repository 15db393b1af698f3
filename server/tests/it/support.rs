//! A server of one's own for each test, and the people who use it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use jiff::{Zoned, tz::TimeZone};
use protocol::{
    chat::{Conversation, Send, Sent},
    problem::Problem,
    staff::{Opened, Queue},
};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde::de::DeserializeOwned;
use server::{
    accounts::{self, Kind, NewStaff, Sessions},
    assets::Assets,
    clock::Clock,
    config::{self, Overlay},
    http,
    state::App,
    store::Store,
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower_sessions::{
    SessionStore,
    cookie::time::OffsetDateTime,
    session::{Id, Record},
};

use crate::engine::Database;

pub const SECOND: i64 = 1000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// How long a test waits for what comes at once: below the 25 seconds a long poll or a quiet socket takes by
/// itself, and well above the 5 a machine busy with writing has made everybody wait.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A Wednesday on which every desk is open.
pub const WEDNESDAY: &str = "2026-11-18T10:00";
/// After closing on the Friday before Holy Week.
pub const OUT_OF_HOURS: &str = "2026-03-27T16:00";

/// Milliseconds of a local time in Mexico City.
pub fn at(local: &str) -> i64 {
    let zoned: Zoned = format!("{local}[America/Mexico_City]").parse().unwrap();
    zoned.timestamp().as_millisecond()
}

/// One running server with a database of its own.
pub struct Server {
    pub app: App,
    pub origin: String,
    pub http: Client,
    pub database: Arc<Database>,
    flags: Vec<(String, String)>,
    listening: CancellationToken,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.app.stop.cancel();
        self.listening.cancel();
    }
}

impl Server {
    pub async fn start() -> Self {
        Self::with(&[]).await
    }

    /// With configuration values laid over the demo's.
    pub async fn with(flags: &[(&str, &str)]) -> Self {
        let flags = flags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Self::open(Arc::new(Database::new()), flags, frozen(at(WEDNESDAY))).await
    }

    /// On a database that is there already, with its time.
    pub async fn on(database: Arc<Database>, clock: Clock, flags: &[(&str, &str)]) -> Self {
        let flags = flags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Self::open(database, flags, clock).await
    }

    pub async fn at(local: &str) -> Self {
        let server = Self::start().await;
        server.app.clock.set(at(local));
        server
    }

    async fn open(database: Arc<Database>, flags: Vec<(String, String)>, clock: Clock) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let config = config::load(&overlay(&database.url, &origin, &flags)).unwrap_or_else(|e| panic!("{e}"));
        let store = Store::open(&config.database).await.unwrap();
        let app = App::new(config, clock, store, Assets::default()).unwrap();
        app.share_pokes();
        let listening = CancellationToken::new();
        tokio::spawn(http::listener::serve(listener, http::router(&app), 1000, listening.clone()));
        let http = server::http_client::builder("http://").build().unwrap();
        Self { app, origin, http, database, flags, listening }
    }

    /// Ends this server and opens another on the same database, as after a restart.
    pub async fn restart(self) -> Self {
        self.app.stop.cancel();
        self.listening.cancel();
        self.app.store.reader().clone().close().await.unwrap();
        Self::open(self.database.clone(), self.flags.clone(), frozen(self.app.clock.now())).await
    }

    pub fn pass_time(&self, millis: i64) {
        self.app.clock.set(self.app.clock.now() + millis);
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    pub fn host(&self) -> &str {
        self.origin.trim_start_matches("http://")
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.http.get(self.url(path))
    }

    /// A POST as one of our own pages makes it.
    pub fn post(&self, path: &str) -> RequestBuilder {
        self.http.post(self.url(path)).header("origin", &self.origin).header("sec-fetch-site", "same-origin")
    }

    pub async fn page(&self, path: &str) -> String {
        self.get(path).send().await.unwrap().text().await.unwrap()
    }

    pub fn citizen(&self) -> Citizen<'_> {
        Citizen { server: self, token: mint(), cookie: None }
    }

    /// An operator who is already signed in; without the cost of a password.
    pub async fn staff(&self, username: &str, desks: &[&str]) -> Staff<'_> {
        let id = self.hire(username, desks, None).await;
        let cookie = self.session_of(&id).await;
        Staff { server: self, id, cookie }
    }

    pub async fn hire(&self, username: &str, desks: &[&str], password: Option<&str>) -> String {
        let new = NewStaff {
            username: username.to_owned(),
            display_name: format!("{} Pública", capital(username)),
            desks: desks.iter().map(|desk| (*desk).to_owned()).collect(),
            password: password.map(str::to_owned),
            must_change_password: false,
        };
        accounts::add(&self.app, new).await.unwrap()
    }

    /// A session as signing in leaves it.
    pub async fn session_of(&self, staff: &str) -> String {
        let data = [(Kind::Staff.key().to_owned(), serde_json::Value::from(staff))].into();
        let mut record = Record { id: Id::default(), data, expiry_date: OffsetDateTime::UNIX_EPOCH };
        Sessions::new(self.app.store.clone(), self.app.clock.clone(), Kind::Staff)
            .create(&mut record)
            .await
            .unwrap();
        format!("__Host-consola={}", record.id)
    }

    pub async fn sign_in(&self, username: &str, password: &str) -> Response {
        let form = [("username", username), ("password", password)];
        self.post("/consola/entrar").form(&form).send().await.unwrap()
    }
}

pub fn frozen(now: i64) -> Clock {
    Clock::frozen(now, TimeZone::get("America/Mexico_City").unwrap())
}

/// The demo's configuration, on this origin and database.
fn overlay(url: &str, origin: &str, flags: &[(String, String)]) -> Overlay {
    let own = [
        ("server.public_origin".to_owned(), origin.to_owned()),
        ("database.url".to_owned(), url.to_owned()),
        // Hundreds of servers share one PostgreSQL.
        ("database.connections".to_owned(), "5".to_owned()),
        ("secrets.key".to_owned(), "a key for tests, of more than 32 characters".to_owned()),
    ];
    Overlay { file: None, demo: true, flags: own.into_iter().chain(flags.iter().cloned()).collect() }
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

/// A token as a page mints it.
pub fn mint() -> String {
    server::ids::fresh_token().unwrap()
}

pub fn uuid() -> String {
    server::ids::client_id()
}

/// Somebody with the chat open.
#[derive(Clone)]
pub struct Citizen<'a> {
    pub server: &'a Server,
    pub token: String,
    /// Token in the browser's cookie.
    pub cookie: Option<String>,
}

impl Citizen<'_> {
    pub fn with(&self, request: RequestBuilder) -> RequestBuilder {
        let request = request.header("x-conv", &self.token);
        match &self.cookie {
            Some(cookie) => request.header("cookie", format!("__Host-conv={cookie}")),
            None => request,
        }
    }

    pub async fn send(&self, body: &Send) -> Response {
        self.with(self.server.post("/api/v1/chat/messages")).json(body).send().await.unwrap()
    }

    /// Writes to a topic's desk; the message must be stored.
    pub async fn say(&self, topic: &str, text: &str) -> Sent {
        ok(self.send(&message(Some(topic), text)).await).await
    }

    /// Goes on in a conversation that has begun.
    pub async fn add(&self, text: &str) -> Sent {
        ok(self.send(&message(None, text)).await).await
    }

    pub async fn read(&self, query: &str) -> Response {
        let path = format!("/api/v1/chat/conversation{query}");
        self.with(self.server.get(&path)).send().await.unwrap()
    }

    pub async fn conversation(&self) -> Conversation {
        ok(self.read("").await).await
    }

    pub async fn texts(&self) -> Vec<String> {
        self.conversation().await.messages.into_iter().map(|message| message.text).collect()
    }

    pub async fn end(&self) -> StatusCode {
        self.with(self.server.post("/api/v1/chat/end")).send().await.unwrap().status()
    }
}

pub fn message(topic: Option<&str>, text: &str) -> Send {
    Send {
        site: "demo".to_owned(),
        client_id: uuid(),
        topic: topic.map(str::to_owned),
        text: text.to_owned(),
        after: 0,
    }
}

/// A signed-in operator.
pub struct Staff<'a> {
    pub server: &'a Server,
    pub id: String,
    pub cookie: String,
}

impl Staff<'_> {
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.server.get(path).header("cookie", &self.cookie)
    }

    pub fn post(&self, path: &str) -> RequestBuilder {
        self.server.post(path).header("cookie", &self.cookie)
    }

    pub async fn queue(&self) -> Queue {
        ok(self.get("/api/v1/staff/queue").send().await.unwrap()).await
    }

    /// Id of the only conversation waiting.
    pub async fn only_waiting(&self) -> String {
        let queue = self.queue().await;
        assert_eq!(queue.waiting.len(), 1);
        queue.waiting[0].id.clone()
    }

    pub async fn act(&self, id: &str, action: &str) -> Response {
        self.post(&format!("/api/v1/staff/conversations/{id}/{action}")).send().await.unwrap()
    }

    pub async fn act_with(&self, id: &str, action: &str, body: serde_json::Value) -> Response {
        let path = format!("/api/v1/staff/conversations/{id}/{action}");
        self.post(&path).json(&body).send().await.unwrap()
    }

    pub async fn open(&self, id: &str) -> Opened {
        ok(self.get(&format!("/api/v1/staff/conversations/{id}")).send().await.unwrap()).await
    }

    pub async fn reply(&self, id: &str, text: &str) -> Response {
        self.act_with(id, "messages", serde_json::json!({ "client_id": uuid(), "text": text })).await
    }
}

/// The body of an answer that must be 200.
pub async fn ok<T: DeserializeOwned>(response: Response) -> T {
    let status = response.status();
    let text = response.text().await.unwrap();
    assert_eq!(status, StatusCode::OK, "{text}");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// An answer that must be a problem document; its status and code.
pub async fn problem(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let kind = header(&response, "content-type");
    let text = response.text().await.unwrap();
    assert_eq!(kind, "application/problem+json", "{text}");
    let problem: Problem = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(problem.status, status);
    assert!(!problem.detail.is_empty());
    (status, problem.code)
}

pub fn header(response: &Response, name: &str) -> String {
    response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

/// Value of the cookie an answer sets.
pub fn set_cookie(response: &Response, name: &str) -> Option<String> {
    let lines = response.headers().get_all("set-cookie").iter().map(|line| line.to_str().unwrap());
    let mut values = lines.filter_map(|line| line.strip_prefix(&format!("{name}=")));
    values.next().map(|value| value.split(';').next().unwrap_or_default().to_owned())
}

/// A value of the JSON that a page carries for its program.
pub fn state_of(html: &str) -> serde_json::Value {
    let (_, rest) = html.split_once("id=\"page\">").expect("the page carries its state");
    let (json, _) = rest.split_once("</script>").unwrap();
    serde_json::from_str(json).unwrap()
}

/// Rows of a table, counted where they are stored.
pub async fn rows(server: &Server, table: &str) -> i64 {
    use sea_orm::{ConnectionTrait, Statement};
    let db = server.app.store.reader();
    let count = Statement::from_string(db.get_database_backend(), format!("SELECT COUNT(*) FROM {table}"));
    db.query_one_raw(count).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

/// Runs the same thing many times at once and gathers what came of each.
pub async fn at_once<T>(works: impl IntoIterator<Item = impl Future<Output = T>>) -> Vec<T> {
    futures_util::future::join_all(works).await
}

/// Counts alike values.
pub fn tally<T: Ord>(values: impl IntoIterator<Item = T>) -> std::collections::BTreeMap<T, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts
}

/// A number shared by tasks.
#[derive(Clone, Default)]
pub struct Counter(Arc<AtomicUsize>);

impl Counter {
    pub fn add(&self) -> usize {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }

    pub fn value(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}
