//! A citizen who writes, without a browser.

use std::{fmt::Write as _, time::Duration};

use protocol::chat::Send;
use reqwest::Client;

use crate::Outcome;

#[derive(Clone)]
pub struct Citizen {
    http: Client,
    origin: String,
    pub token: String,
}

impl Citizen {
    pub fn new(http: &Client, origin: &str) -> Outcome<Self> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes)?;
        let mut token = String::new();
        for byte in bytes {
            write!(token, "{byte:02x}")?;
        }
        Ok(Self { http: http.clone(), origin: origin.to_owned(), token })
    }

    /// Stores one message; the first one begins the conversation.
    pub async fn say(&self, text: &str) -> Outcome<()> {
        let body = Send {
            site: "demo".to_owned(),
            client_id: uuid::Uuid::new_v4().to_string(),
            topic: Some("pp".to_owned()),
            text: text.to_owned(),
            // The rows this page already has are not asked for again.
            after: i64::MAX,
        };
        let request = self.http.post(format!("{}/api/v1/chat/messages", self.origin)).json(&body);
        let request = request.header("x-conv", &self.token).header("origin", &self.origin);
        let answer = request.header("sec-fetch-site", "same-origin").send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        if status.is_success() { Ok(()) } else { Err(format!("{status}: {text}").into()) }
    }
}

/// The server closes a connection on which nothing was asked for 10 s; a client that used it at that very moment
/// would count as a failure of the service.
pub fn client() -> Outcome<Client> {
    Ok(Client::builder().pool_idle_timeout(Duration::from_secs(5)).build()?)
}
