//! Meta as a test needs it: a Graph API that answers as told and remembers what it was asked, and the
//! webhooks that follow.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
    response::{Html, IntoResponse, Response},
    routing::post,
};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use server::whatsapp::process;
use sha2::Sha256;
use tokio::{net::TcpListener, sync::Semaphore};

use crate::support::{Server, uuid};

/// What the Graph API says to one send.
#[derive(Clone)]
pub enum Says {
    Accepts,
    Refuses(u16, i64),
    Html,
    /// The connection ends without an answer.
    Cuts,
    /// No answer ever.
    Hangs,
    /// Takes the message, and answers only when told to.
    Waits(Arc<Semaphore>),
}

/// One request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    pub authorization: String,
    pub body: Value,
}

impl Asked {
    pub fn text(&self) -> &str {
        self.body["text"]["body"].as_str().unwrap()
    }

    pub fn callback(&self) -> &str {
        self.body["biz_opaque_callback_data"].as_str().unwrap()
    }
}

#[derive(Clone, Default)]
pub struct Meta {
    pub url: String,
    script: Arc<Mutex<VecDeque<Says>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Meta {
    pub async fn start() -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    pub fn on(listener: TcpListener) -> Self {
        let url = format!("http://{}", listener.local_addr().unwrap());
        let meta = Self { url, ..Self::default() };
        let router = Router::new().fallback(post(send)).with_state(meta.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        meta
    }

    /// Answers to the next sends; those after them are accepted.
    pub fn then(&self, says: impl IntoIterator<Item = Says>) {
        self.script.lock().unwrap().extend(says);
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub fn texts(&self) -> Vec<String> {
        self.asked().iter().map(|asked| asked.text().to_owned()).collect()
    }

    /// Waits for so many sends in all; the last of them.
    pub async fn asked_times(&self, count: usize) -> Asked {
        until("a send", || async { (self.asked().len() >= count).then(|| self.asked()[count - 1].clone()) })
            .await
    }
}

/// Id of the nth accepted or waiting message, from 1.
pub fn wamid(nth: usize) -> String {
    format!("wamid.out.{nth}")
}

async fn send(State(meta): State<Meta>, uri: Uri, headers: HeaderMap, Json(body): Json<Value>) -> Response {
    let authorization = headers["authorization"].to_str().unwrap().to_owned();
    let nth = {
        let mut asked = meta.asked.lock().unwrap();
        asked.push(Asked { path: uri.path().to_owned(), authorization: authorization.clone(), body });
        asked.len()
    };
    let says = meta.script.lock().unwrap().pop_front().unwrap_or(Says::Accepts);
    let taken = || Json(json!({ "messaging_product": "whatsapp", "messages": [{ "id": wamid(nth) }] }));
    match says {
        Says::Accepts => taken().into_response(),
        Says::Refuses(status, code) => {
            // As Meta does with a malformed token.
            let message = format!("refused: {authorization}");
            let error = json!({ "error": { "message": message, "code": code, "fbtrace_id": "A1b2" } });
            (StatusCode::from_u16(status).unwrap(), Json(error)).into_response()
        }
        Says::Html => (StatusCode::BAD_GATEWAY, Html("<h1>Bad Gateway</h1>")).into_response(),
        Says::Cuts => panic!("the connection ends here"),
        Says::Hangs => std::future::pending().await,
        Says::Waits(gate) => {
            let _permit = gate.acquire().await.unwrap();
            taken().into_response()
        }
    }
}

/// Waits until there is something.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut look: impl FnMut() -> F) -> T {
    for _ in 0..750 {
        if let Some(found) = look().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("waited too long for {what}")
}

const PP: &str = "100000000000002";

/// Delivers a webhook of line PP, signed, and takes it in.
async fn webhook(server: &Server, mut value: Value) {
    value["messaging_product"] = "whatsapp".into();
    value["metadata"] = json!({ "display_phone_number": "524731000387", "phone_number_id": PP });
    let change = json!({ "field": "messages", "value": value });
    let entry = json!({ "id": "200000000000001", "changes": [change] });
    let body = json!({ "object": "whatsapp_business_account", "entry": [entry] }).to_string();
    let mut mac = Hmac::<Sha256>::new_from_slice(b"demo-app-secret-of-the-simulator").unwrap();
    mac.update(body.as_bytes());
    let signature = format!("sha256={}", server::ids::hex(&mac.finalize().into_bytes()));
    let request = server.http.post(server.url("/webhooks/whatsapp")).header("x-hub-signature-256", signature);
    assert_eq!(request.body(body).send().await.unwrap().status(), 200);
    process::run_pending(&server.app).await.unwrap();
}

/// Somebody writes to line PP now.
pub async fn writes(server: &Server, from: &str, text: &str) {
    let contact = json!({ "profile": { "name": "Ana" }, "wa_id": from });
    let message = json!({
        "from": from, "id": format!("wamid.in.{}", uuid()), "type": "text", "text": { "body": text },
        "timestamp": (server.app.clock.now() / 1000).to_string(),
    });
    webhook(server, json!({ "contacts": [contact], "messages": [message] })).await;
}

/// What Meta says of a message later.
pub struct Status<'a> {
    pub wamid: &'a str,
    pub said: &'a str,
    /// Our own id, when it comes back.
    pub callback: Option<&'a str>,
    pub code: Option<i64>,
}

impl<'a> Status<'a> {
    pub fn of(wamid: &'a str, said: &'a str) -> Self {
        Self { wamid, said, callback: None, code: None }
    }

    pub async fn comes(self, server: &Server) {
        let mut status = json!({
            "id": self.wamid, "status": self.said, "recipient_id": "5214731112233",
            "timestamp": (server.app.clock.now() / 1000).to_string(),
        });
        if let Some(callback) = self.callback {
            status["biz_opaque_callback_data"] = callback.into();
        }
        if let Some(code) = self.code {
            status["errors"] = json!([{ "code": code, "title": "x", "error_data": { "details": "y" } }]);
        }
        webhook(server, json!({ "statuses": [status] })).await;
    }
}
