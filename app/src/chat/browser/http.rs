//! Requests to our own server. The token travels in a header, never in an address.

use std::time::Duration;

use js_sys::Promise;
use leptos::prelude::{set_timeout_with_handle, window};
use protocol::chat::{Conversation, Resume, Resumed, Send, Sent};
use protocol::problem::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestInit, Response};

use crate::json;

/// A request on a dead line would wait for ever.
const PATIENCE_MS: u64 = 20_000;
const LONG_POLL_SECONDS: u32 = 25;
const RETRY_AFTER_MOST_MS: i32 = 60_000;

/// Why there is no answer to use.
pub enum Failure {
    /// Nothing came back, or nothing of ours.
    Unreachable,
    Problem {
        problem: Problem,
        /// How long the server asks to wait.
        wait_ms: Option<i32>,
    },
}

impl Failure {
    pub fn words(self, unreachable: &str) -> String {
        match self {
            Self::Unreachable => unreachable.to_owned(),
            Self::Problem { problem, .. } => problem.detail,
        }
    }
}

pub async fn send(token: &str, body: &Send) -> Result<Sent, Failure> {
    parsed(&exchange("POST", "/api/v1/chat/messages", token, written(body)?, PATIENCE_MS).await?)
}

pub async fn resume(body: &Resume) -> Result<Resumed, Failure> {
    parsed(&exchange("POST", "/api/v1/chat/resume", "", written(body)?, PATIENCE_MS).await?)
}

/// What came after `after`; with `wait` the server holds the answer until there is something.
pub async fn conversation(token: &str, after: i64, wait: bool) -> Result<Conversation, Failure> {
    let seconds = if wait { LONG_POLL_SECONDS } else { 0 };
    let url = format!("/api/v1/chat/conversation?after={after}&wait={seconds}");
    let patience = PATIENCE_MS + u64::from(seconds) * 1_000;
    parsed(&exchange("GET", &url, token, None, patience).await?)
}

pub async fn end(token: &str) -> Result<(), Failure> {
    exchange("POST", "/api/v1/chat/end", token, None, PATIENCE_MS).await.map(drop)
}

pub async fn transcript(token: &str) -> Result<String, Failure> {
    exchange("GET", "/api/v1/chat/transcript", token, None, PATIENCE_MS).await
}

fn written(body: &impl Serialize) -> Result<Option<String>, Failure> {
    serde_json::to_string(body).map(Some).map_err(|_| Failure::Unreachable)
}

fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    json::read(text).ok_or(Failure::Unreachable)
}

/// An empty token is not sent.
async fn exchange(
    method: &str,
    url: &str,
    token: &str,
    body: Option<String>,
    patience_ms: u64,
) -> Result<String, Failure> {
    let (request, controller) = request(method, token, body).map_err(|_| Failure::Unreachable)?;
    let give_up = set_timeout_with_handle(move || controller.abort(), Duration::from_millis(patience_ms));
    let answer = read(window().fetch_with_str_and_init(url, &request)).await;
    if let Ok(timer) = give_up {
        timer.clear();
    }
    // A refusal that is not ours comes from something in between: the server was not reached.
    answer.unwrap_or(Err(Failure::Unreachable))
}

fn request(
    method: &str,
    token: &str,
    body: Option<String>,
) -> Result<(RequestInit, AbortController), JsValue> {
    let (request, controller, headers) = (RequestInit::new(), AbortController::new()?, Headers::new()?);
    if !token.is_empty() {
        headers.set("X-Conv", token)?;
    }
    if let Some(body) = body {
        headers.set("Content-Type", "application/json")?;
        request.set_body(&body.into());
    }
    request.set_method(method);
    request.set_headers_headers(&headers);
    request.set_signal(Some(&controller.signal()));
    Ok((request, controller))
}

async fn read(asked: Promise) -> Result<Result<String, Failure>, JsValue> {
    let response: Response = JsFuture::from(asked).await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    if response.ok() {
        return Ok(Ok(text));
    }
    let problem: Problem = json::read(&text).ok_or(JsValue::NULL)?;
    let seconds = response.headers().get("Retry-After")?.and_then(|value| value.parse::<i32>().ok());
    let wait_ms = seconds.map(|seconds| seconds.saturating_mul(1_000).clamp(0, RETRY_AFTER_MOST_MS));
    Ok(Err(Failure::Problem { problem, wait_ms }))
}
