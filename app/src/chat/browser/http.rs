//! Requests to our own server. The token travels in a header, never in an address.

use std::time::Duration;

use gloo_net::http::{Request, RequestBuilder, Response};
use leptos::prelude::set_timeout_with_handle;
use protocol::chat::{Conversation, Resume, Resumed, Send, Sent};
use protocol::problem::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::AbortController;

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
    parsed(
        exchange(with_token(Request::post("/api/v1/chat/messages"), token), json(body)?, PATIENCE_MS).await?,
    )
}

pub async fn resume(body: &Resume) -> Result<Resumed, Failure> {
    parsed(exchange(Request::post("/api/v1/chat/resume"), json(body)?, PATIENCE_MS).await?)
}

/// What came after `after`; with `wait` the server holds the answer until there is something.
pub async fn conversation(token: &str, after: i64, wait: bool) -> Result<Conversation, Failure> {
    let seconds = if wait { LONG_POLL_SECONDS } else { 0 };
    let url = format!("/api/v1/chat/conversation?after={after}&wait={seconds}");
    let patience = PATIENCE_MS + u64::from(seconds) * 1_000;
    parsed(exchange(with_token(Request::get(&url), token), None, patience).await?)
}

pub async fn end(token: &str) -> Result<(), Failure> {
    exchange(with_token(Request::post("/api/v1/chat/end"), token), None, PATIENCE_MS).await.map(drop)
}

pub async fn transcript(token: &str) -> Result<String, Failure> {
    exchange(with_token(Request::get("/api/v1/chat/transcript"), token), None, PATIENCE_MS).await
}

fn with_token(builder: RequestBuilder, token: &str) -> RequestBuilder {
    builder.header("X-Conv", token)
}

fn json(body: &impl Serialize) -> Result<Option<String>, Failure> {
    serde_json::to_string(body).map(Some).map_err(|_| Failure::Unreachable)
}

fn parsed<T: DeserializeOwned>(text: String) -> Result<T, Failure> {
    serde_json::from_str(&text).map_err(|_| Failure::Unreachable)
}

async fn exchange(
    builder: RequestBuilder,
    body: Option<String>,
    patience_ms: u64,
) -> Result<String, Failure> {
    let controller = AbortController::new().map_err(|_| Failure::Unreachable)?;
    let builder = builder.abort_signal(Some(&controller.signal()));
    let request = match body {
        Some(body) => builder.header("Content-Type", "application/json").body(body),
        None => builder.build(),
    };
    let give_up = set_timeout_with_handle(move || controller.abort(), Duration::from_millis(patience_ms));
    let answer = read(request.map_err(|_| Failure::Unreachable)?).await;
    if let Ok(timer) = give_up {
        timer.clear();
    }
    answer
}

async fn read(request: Request) -> Result<String, Failure> {
    let response = request.send().await.map_err(|_| Failure::Unreachable)?;
    let text = response.text().await.map_err(|_| Failure::Unreachable)?;
    if response.ok() { Ok(text) } else { Err(failure(&response, &text)) }
}

/// A refusal that is not ours comes from something in between: the server was not reached.
fn failure(response: &Response, text: &str) -> Failure {
    let Ok(problem) = serde_json::from_str::<Problem>(text) else { return Failure::Unreachable };
    let seconds = response.headers().get("Retry-After").and_then(|value| value.parse::<i32>().ok());
    let wait_ms = seconds.map(|seconds| seconds.saturating_mul(1_000).clamp(0, RETRY_AFTER_MOST_MS));
    Failure::Problem { problem, wait_ms }
}
