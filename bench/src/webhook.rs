//! Meta, as far as the webhook can tell: signed bodies, three statuses to one message.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use reqwest::Client;
use sha2::Sha256;

use crate::{Outcome, clock};

/// What `config/demo.toml` has.
const SECRET: &[u8] = b"demo-app-secret-of-the-simulator";
const PHONE_NUMBER_ID: &str = "100000000000002";

#[derive(Clone)]
pub struct Meta {
    http: Client,
    url: String,
    /// Keeps one run's ids apart from another's.
    run: String,
}

impl Meta {
    pub fn new(http: &Client, origin: &str) -> Self {
        let run = uuid::Uuid::new_v4().simple().to_string();
        Self { http: http.clone(), url: format!("{origin}/webhooks/whatsapp"), run }
    }

    /// One text of one of a thousand people.
    pub async fn text(&self, number: u64) -> Outcome<()> {
        let person = format!("5247310{:05}", number % 1000);
        let value = serde_json::json!({
            "contacts": [{ "profile": { "name": "Persona de prueba" }, "wa_id": person }],
            "messages": [{
                "from": person, "id": format!("wamid.{}{number}", self.run), "timestamp": clock::wall_seconds().to_string(),
                "type": "text", "text": { "body": format!("Mensaje de prueba número {number}") },
            }],
        });
        self.post(value).await
    }

    /// One status of a message that somebody else sent.
    pub async fn status(&self, number: u64) -> Outcome<()> {
        let status = ["sent", "delivered", "read"][usize::try_from(number % 3).unwrap_or(0)];
        let value = serde_json::json!({
            "statuses": [{
                "id": format!("wamid.s{}{}", self.run, number / 3), "status": status,
                "timestamp": clock::wall_seconds().to_string(), "recipient_id": "524731000000",
            }],
        });
        self.post(value).await
    }

    async fn post(&self, mut value: serde_json::Value) -> Outcome<()> {
        value["messaging_product"] = "whatsapp".into();
        value["metadata"] =
            serde_json::json!({ "display_phone_number": "524731000387", "phone_number_id": PHONE_NUMBER_ID });
        let body = serde_json::json!({
            "object": "whatsapp_business_account",
            "entry": [{ "id": "200000000000001", "changes": [{ "field": "messages", "value": value }] }],
        });
        let body = serde_json::to_vec(&body)?;
        let request = self.http.post(&self.url).header("x-hub-signature-256", sign(&body)?);
        let answer = request.header("content-type", "application/json").body(body).send().await?;
        let status = answer.status();
        answer.bytes().await?;
        if status.is_success() { Ok(()) } else { Err(format!("webhook: {status}").into()) }
    }
}

fn sign(body: &[u8]) -> Outcome<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET)?;
    mac.update(body);
    let mut signature = String::from("sha256=");
    for byte in mac.finalize().into_bytes() {
        write!(signature, "{byte:02x}")?;
    }
    Ok(signature)
}
