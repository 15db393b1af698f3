//! Meta's Graph API over HTTP. It tells apart what may be tried again from what may have been sent: only a
//! failure before the request was written is safe to repeat, since Meta has no idempotency key.

use ::whatsapp::{Answer, GraphError, answer};
use reqwest::{
    Client, Response, Url,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue},
};

use crate::{config::Config, http_client, limits};

/// How a send went.
#[derive(Debug)]
pub(crate) enum Sent {
    /// Meta took the message and gave it this id.
    Accepted { wamid: String },
    /// A Graph error, with the HTTP status it came with.
    Refused { status: u16, error: GraphError },
    /// No connection: nothing was written.
    Unreached,
    /// Anything else; the message may have left. The word is for the log.
    Unclear(&'static str),
}

pub struct Graph {
    client: Client,
    base: Url,
    authorization: HeaderValue,
}

impl Graph {
    /// None while no line is connected.
    ///
    /// # Errors
    /// A sentence naming the configuration key.
    pub fn new(config: &Config) -> Result<Option<Self>, String> {
        if config.lines.values().all(|line| line.phone_number_id.is_empty()) {
            return Ok(None);
        }
        let whatsapp = &config.whatsapp;
        let client = http_client::builder(&whatsapp.graph_url)
            .timeout(limits::GRAPH_TIMEOUT)
            .connect_timeout(limits::GRAPH_CONNECT_TIMEOUT)
            .build()
            .map_err(|error| format!("whatsapp.graph_url: no HTTP client: {error}"))?;
        let base = format!("{}/{}/", whatsapp.graph_url, whatsapp.graph_version);
        let base = base.parse().map_err(|error| format!("whatsapp.graph_url: {error}"))?;
        let bearer = format!("Bearer {}", whatsapp.access_token.expose());
        let mut authorization = HeaderValue::from_str(&bearer)
            .map_err(|_| "whatsapp.access_token: letters, digits and signs only".to_owned())?;
        authorization.set_sensitive(true);
        Ok(Some(Self { client, base, authorization }))
    }

    /// Sends a message's JSON by a line's number.
    pub(crate) async fn send(&self, phone_number_id: &str, body: Vec<u8>) -> Sent {
        let mut url = self.base.clone();
        match url.path_segments_mut() {
            Ok(mut path) => path.pop_if_empty().push(phone_number_id).push("messages"),
            Err(()) => return Sent::Unreached,
        };
        let request = self
            .client
            .post(url)
            .header(AUTHORIZATION, self.authorization.clone())
            .header(CONTENT_TYPE, "application/json")
            .body(body);
        match request.send().await {
            Ok(response) => read(response).await,
            Err(error) if error.is_connect() || error.is_builder() => Sent::Unreached,
            Err(error) if error.is_timeout() => Sent::Unclear("timeout"),
            Err(_) => Sent::Unclear("connection cut"),
        }
    }
}

async fn read(response: Response) -> Sent {
    let status = response.status();
    let Some(body) = capped(response).await else { return Sent::Unclear("answer cut or too long") };
    match answer(&body) {
        Some(Answer::Accepted(accepted)) if status.is_success() => Sent::Accepted { wamid: accepted.wamid },
        Some(Answer::Refused(error)) => Sent::Refused { status: status.as_u16(), error },
        _ => Sent::Unclear("no Graph answer"),
    }
}

async fn capped(mut response: Response) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.ok()? {
        body.extend_from_slice(&chunk);
        if body.len() > limits::GRAPH_ANSWER_BYTES {
            return None;
        }
    }
    Some(body)
}
