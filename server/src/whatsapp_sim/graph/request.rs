//! What `POST /{version}/{phone_number_id}/messages` may hold, judged as Graph judges it.

use serde_json::Value;

use super::errors::GraphError;

/// Longest text of a message, in characters.
const TEXT_CHARS: usize = 4096;
/// Longest `biz_opaque_callback_data`.
const CALLBACK_CHARS: usize = 512;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Request {
    /// Blue ticks up to this message.
    Read {
        message_id: String,
    },
    Message(Outgoing),
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Outgoing {
    /// As the sender wrote it: a number, or a user id.
    pub to: String,
    /// By `recipient` (user id), not by `to`.
    pub by_user_id: bool,
    pub text: String,
    pub callback: Option<String>,
}

pub(super) fn read(body: &[u8]) -> Result<Request, GraphError> {
    let body: Value =
        serde_json::from_slice(body).map_err(|_| GraphError::parameter("The request body is not JSON."))?;
    if body["messaging_product"] != "whatsapp" {
        return Err(GraphError::parameter("The parameter messaging_product is required."));
    }
    if body["status"] == "read" {
        return Ok(Request::Read { message_id: required(&body, "message_id")? });
    }
    let by_user_id = body.get("to").is_none() && body.get("recipient").is_some();
    let to = required(&body, if by_user_id { "recipient" } else { "to" })?;
    let text = text(&body)?;
    Ok(Request::Message(Outgoing { to, by_user_id, text, callback: callback(&body)? }))
}

fn required(body: &Value, key: &str) -> Result<String, GraphError> {
    let value = body[key].as_str().filter(|value| !value.is_empty());
    let missing = || GraphError::parameter(&format!("The parameter {key} is required."));
    value.map(str::to_owned).ok_or_else(missing)
}

/// Graph takes a message without a type for a text.
fn text(body: &Value) -> Result<String, GraphError> {
    let kind = body["type"].as_str().unwrap_or("text");
    let (text, name) = match kind {
        "text" => (&body["text"]["body"], "text['body']"),
        "interactive" => (&body["interactive"]["body"]["text"], "interactive['body']['text']"),
        _ => {
            return Err(GraphError::parameter("The simulator's phones show the types text and interactive."));
        }
    };
    let text = text.as_str().filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| GraphError::parameter(&format!("The parameter {name} is required.")))?;
    if text.chars().count() > TEXT_CHARS {
        return Err(GraphError::parameter(&format!(
            "Param {name} must be at most {TEXT_CHARS} characters long."
        )));
    }
    Ok(text.to_owned())
}

fn callback(body: &Value) -> Result<Option<String>, GraphError> {
    match &body["biz_opaque_callback_data"] {
        Value::Null => Ok(None),
        Value::String(data) if data.chars().count() <= CALLBACK_CHARS => Ok(Some(data.clone())),
        _ => Err(GraphError::parameter(
            "Param biz_opaque_callback_data must be a string of at most 512 characters.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Outgoing, Request, read};

    fn judged(body: &Value) -> Result<Request, (i64, String)> {
        read(body.to_string().as_bytes()).map_err(|error| (error.code, error.details))
    }

    fn text(text: &str) -> Value {
        json!({ "messaging_product": "whatsapp", "recipient_type": "individual", "to": "+524735550102",
                "type": "text", "text": { "body": text }, "biz_opaque_callback_data": "m-1" })
    }

    #[test]
    fn a_text_by_number_and_one_by_user_id_are_read() {
        let wanted = Outgoing {
            to: "+524735550102".into(),
            by_user_id: false,
            text: "Hola.".into(),
            callback: Some("m-1".into()),
        };
        assert_eq!(judged(&text("Hola.")), Ok(Request::Message(wanted)));
        let by_id =
            json!({ "messaging_product": "whatsapp", "recipient": "MX.1", "text": { "body": "Hola." } });
        let Ok(Request::Message(outgoing)) = judged(&by_id) else { panic!("refused") };
        assert_eq!((outgoing.to.as_str(), outgoing.by_user_id, outgoing.callback), ("MX.1", true, None));
    }

    #[test]
    fn what_is_missing_or_too_long_is_named() {
        let mut nobody = text("Hola.");
        nobody["to"] = Value::Null;
        for (body, named) in [
            (json!({}), "messaging_product"),
            (nobody, "to"),
            (text(" "), "text['body']"),
            (text(&"ñ".repeat(4097)), "4096"),
            (json!({ "messaging_product": "whatsapp", "status": "read" }), "message_id"),
            (json!({ "messaging_product": "whatsapp", "to": "52", "type": "order" }), "types"),
        ] {
            let (code, details) = judged(&body).unwrap_err();
            assert_eq!(code, 100);
            assert!(details.contains(named), "{details}");
        }
        assert!(judged(&text(&"ñ".repeat(4096))).is_ok());
    }
}
