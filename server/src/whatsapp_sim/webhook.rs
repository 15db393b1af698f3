//! The bodies Meta posts, and its signature over them.

use std::{fmt::Write, sync::Arc};

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{
    settings::{Line, Settings},
    world::State,
};
use crate::{clock::Millis, demo::citizens::Citizen, ids};

/// Whom a status is about: a stranger's number has no citizen behind it.
#[derive(Clone)]
pub(super) struct Recipient {
    pub wa_id: Option<String>,
    pub user_id: Option<String>,
}

impl From<&Citizen> for Recipient {
    fn from(citizen: &Citizen) -> Self {
        Self { wa_id: citizen.wa_id.map(str::to_owned), user_id: Some(citizen.user_id.to_owned()) }
    }
}

/// What one status says.
pub(super) struct Status<'a> {
    pub wamid: &'a str,
    pub state: State,
    pub at: Millis,
    pub recipient: &'a Recipient,
    pub callback: Option<&'a str>,
    /// Graph's code and title, when it failed.
    pub error: Option<(i64, &'a str)>,
}

/// One body with messages of one person to one line.
pub(super) fn messages(line: &Line, citizen: &Citizen, messages: &[Value]) -> Arc<[u8]> {
    let mut value = about(line);
    value["contacts"] = json!([contact(citizen)]);
    value["messages"] = json!(messages);
    envelope(line, value)
}

pub(super) fn status(line: &Line, status: &Status<'_>) -> Arc<[u8]> {
    let mut item = json!({
        "id": status.wamid,
        "status": status.state,
        "timestamp": seconds(status.at),
    });
    put(&mut item, "recipient_id", status.recipient.wa_id.as_deref());
    put(&mut item, "recipient_user_id", status.recipient.user_id.as_deref());
    put(&mut item, "biz_opaque_callback_data", status.callback);
    if matches!(status.state, State::Sent | State::Delivered) {
        item["pricing"] = json!({
            "billable": false, "pricing_model": "PMP", "type": "free_customer_service", "category": "service",
        });
    }
    if let Some((code, title)) = status.error {
        item["errors"] =
            json!([{ "code": code, "title": title, "message": title, "error_data": { "details": title } }]);
    }
    let mut value = about(line);
    value["statuses"] = json!([item]);
    envelope(line, value)
}

/// The fields every message has; `type` and its content are the caller's.
pub(super) fn message(citizen: &Citizen, id: &str, at: Millis, kind: &str, content: &Value) -> Value {
    let mut item =
        json!({ "id": id, "timestamp": seconds(at), "from_user_id": citizen.user_id, "type": kind });
    put(&mut item, "from", citizen.wa_id);
    item[kind] = content.clone();
    item
}

/// A message id in Meta's shape.
pub(super) fn wamid() -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    format!("wamid.{}", STANDARD.encode(ids::client_id()))
}

/// Value of `X-Hub-Signature-256`.
pub(super) fn signature(settings: &Settings, body: &[u8]) -> String {
    // HMAC takes a key of any length, so the fallback is never reached.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(settings.app_secret.expose().as_bytes()) else {
        return String::new();
    };
    mac.update(body);
    format!("sha256={}", ids::hex(&mac.finalize().into_bytes()))
}

fn about(line: &Line) -> Value {
    json!({
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": line.number.trim_start_matches('+'),
            "phone_number_id": line.phone_number_id,
        },
    })
}

fn contact(citizen: &Citizen) -> Value {
    let mut contact = json!({ "profile": { "name": citizen.name }, "user_id": citizen.user_id });
    put(&mut contact, "wa_id", citizen.wa_id);
    put(&mut contact["profile"], "username", citizen.username);
    contact
}

fn put(object: &mut Value, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        object[key] = json!(value);
    }
}

/// Meta writes times as strings of seconds.
fn seconds(at: Millis) -> String {
    (at / 1000).to_string()
}

fn envelope(line: &Line, value: Value) -> Arc<[u8]> {
    let change = json!({ "field": "messages", "value": value });
    let body = json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": line.account_id, "changes": [change] }],
    });
    ascii(&body.to_string()).into_bytes().into()
}

/// Meta escapes what is not ASCII, so a receiver that signs what it wrote anew goes wrong here too.
fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for symbol in json.chars() {
        if symbol.is_ascii() {
            text.push(symbol);
        } else {
            for unit in symbol.encode_utf16(&mut [0; 2]) {
                // Writing to a String does not fail.
                let _ = write!(text, "\\u{unit:04x}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::ascii;

    #[test]
    fn what_is_not_ascii_is_escaped_as_meta_does_and_means_the_same() {
        let text = "¿Cuánto debo? \u{1F44D}";
        let json = serde_json::json!({ "body": text }).to_string();
        let escaped = ascii(&json);
        assert!(escaped.is_ascii() && escaped.contains("\\ud83d\\udc4d"), "{escaped}");
        let read: serde_json::Value = serde_json::from_str(&escaped).unwrap();
        assert_eq!(read["body"], text);
    }
}
