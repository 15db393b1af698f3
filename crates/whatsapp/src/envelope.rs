//! From the bytes of a webhook to its items. Any mix of entries, changes and items may come in one body,
//! and every change names its own line.

use serde_json::Value;

use crate::{
    inbound::{Aside, Content, Item, MetaError, Reason},
    json, message, status,
};

/// Every item of a body, in its order.
///
/// # Errors
/// Why nothing of the body can be read; the raw bytes are all there is then.
pub fn read(body: &[u8]) -> Result<Vec<Item>, Aside> {
    let text = json::mend(body)
        .map_err(|at| Aside::new(Reason::NotUtf8, format!("El cuerpo deja de ser UTF-8 en el byte {at}.")))?;
    let body: Value =
        serde_json::from_str(&text).map_err(|error| Aside::new(Reason::NotJson, error.to_string()))?;
    match json::text(&body, "object").as_deref() {
        None | Some("whatsapp_business_account") => {}
        Some(other) => return Err(Aside::new(Reason::OtherObject, other)),
    }
    let entries = json::list(&body, "entry");
    if entries.is_empty() {
        return Err(Aside::new(Reason::Unreadable, "El cuerpo no trae avisos."));
    }
    Ok(entries.iter().flat_map(entry).collect())
}

fn entry(entry: &Value) -> Vec<Item> {
    let account = json::text(entry, "id");
    let changes = json::list(entry, "changes");
    if changes.is_empty() {
        let place = Place { field: String::new(), line: None, account };
        return vec![place.aside(entry, Aside::new(Reason::Unreadable, "Un aviso sin cambios."))];
    }
    changes.iter().flat_map(|change| items(account.clone(), change)).collect()
}

fn items(account: Option<String>, change: &Value) -> Vec<Item> {
    let value = json::member(change, "value").unwrap_or(&Value::Null);
    let metadata = json::member(value, "metadata");
    let line = metadata.and_then(|metadata| json::text(metadata, "phone_number_id"));
    let place = Place { field: json::text(change, "field").unwrap_or_default(), line, account };
    let found = match place.field.as_str() {
        "messages" | "" => messages(&place, value),
        "smb_message_echoes" => place.all(value, "message_echoes", Reason::Echo),
        "calls" => {
            let mut calls = place.all(value, "calls", Reason::Call);
            calls.extend(place.all(value, "statuses", Reason::Call));
            calls
        }
        _ => vec![notice(&place, change, metadata.is_some())],
    };
    if found.is_empty() {
        return vec![place.aside(change, Aside::new(Reason::Unreadable, "Un cambio sin contenido."))];
    }
    found
}

fn messages(place: &Place, value: &Value) -> Vec<Item> {
    let contacts = json::list(value, "contacts");
    let errors = json::list(value, "errors");
    let mut explained = false;
    let mut found = Vec::new();
    for message in json::list(value, "messages") {
        let (content, unsupported) = message::read(message, contacts);
        // The change's own errors say why the content of a message is missing.
        explained |= unsupported && !errors.is_empty();
        let whole = if unsupported { with_errors(message, errors) } else { message.clone() };
        found.push(place.item(&whole, content));
    }
    found.extend(json::list(value, "statuses").iter().map(|status| place.item(status, status::read(status))));
    if !explained {
        found.extend(errors.iter().map(|error| place.aside(error, channel_error(error))));
    }
    found
}

fn with_errors(message: &Value, errors: &[Value]) -> Value {
    let mut whole = message.clone();
    if let Some(object) = whole.as_object_mut()
        && !errors.is_empty()
    {
        object.entry("errors").or_insert_with(|| Value::Array(errors.to_vec()));
    }
    whole
}

fn channel_error(error: &Value) -> Aside {
    let read = meta_error(error);
    let detail = read.as_ref().map_or_else(String::new, |error| format!("{}: {}", error.code, error.detail));
    Aside { code: read.map(|error| error.code), ..Aside::new(Reason::ChannelError, detail) }
}

/// Meta's code and its longest explanation.
pub(crate) fn meta_error(error: &Value) -> Option<MetaError> {
    let details = json::member(error, "error_data").and_then(|data| json::text(data, "details"));
    let detail = details.or_else(|| json::text(error, "message")).or_else(|| json::text(error, "title"));
    Some(MetaError { code: json::whole(error, "code")?, detail: detail.unwrap_or_default() })
}

/// Fields about an account, a number or a template, though some of them name a line.
const ACCOUNT_FIELDS: [&str; 8] = [
    "account_",
    "business_",
    "message_template_",
    "phone_number_",
    "security",
    "template_",
    "tracking_",
    "user_preferences",
];

fn notice(place: &Place, change: &Value, has_line: bool) -> Item {
    let about_account = !has_line || ACCOUNT_FIELDS.iter().any(|field| place.field.starts_with(field));
    let reason = if about_account { Reason::AccountNotice } else { Reason::UnknownField };
    place.aside(change, Aside::new(reason, place.field.clone()))
}

/// Where the items of a change belong.
struct Place {
    field: String,
    line: Option<String>,
    account: Option<String>,
}

impl Place {
    fn item(&self, json: &Value, content: Content) -> Item {
        Item {
            field: self.field.clone(),
            phone_number_id: self.line.clone(),
            account_id: self.account.clone(),
            json: json.to_string(),
            content,
        }
    }

    fn aside(&self, json: &Value, aside: Aside) -> Item {
        self.item(json, Content::Aside(aside))
    }

    fn all(&self, value: &Value, key: &str, reason: Reason) -> Vec<Item> {
        let set_aside = |item: &Value| {
            let aside = Aside { wamid: message::id(item), ..Aside::new(reason, self.field.clone()) };
            self.aside(item, aside)
        };
        json::list(value, key).iter().map(set_aside).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn body(changes: &Value) -> Vec<u8> {
        let whole =
            json!({"object": "whatsapp_business_account", "entry": [{"id": "200", "changes": changes}]});
        whole.to_string().into_bytes()
    }

    fn text(id: &str, line: &str) -> Value {
        json!({"field": "messages", "value": {
            "metadata": {"phone_number_id": line, "display_phone_number": "ignored"},
            "messages": [{"id": id, "from": "5214731234567", "timestamp": "1763481600", "type": "text", "text": {"body": id}}],
        }})
    }

    /// Reason or kind of every item, in order.
    fn words(changes: &Value) -> Vec<String> {
        read(&body(changes)).unwrap().iter().map(word).collect()
    }

    fn word(item: &Item) -> String {
        match &item.content {
            Content::Message(message) => format!("message {}", message.wamid),
            Content::Status(status) => format!("status {}", status.status),
            Content::Aside(aside) => aside.reason.word().to_owned(),
        }
    }

    #[test]
    fn every_change_names_its_own_line() {
        let items = read(&body(&json!([text("a", "1"), text("b", "2")]))).unwrap();
        let lines: Vec<_> = items.iter().map(|item| item.phone_number_id.as_deref().unwrap()).collect();
        assert_eq!(lines, ["1", "2"]);
        assert!(items.iter().all(|item| item.account_id.as_deref() == Some("200")));
    }

    #[test]
    fn poison_stands_alone() {
        let poisoned = json!([
            text("a", "1"),
            null,
            {"field": "messages"},
            {"field": "messages", "value": {"messages": [7, {"type": "text"}, {"id": "b", "type": 9}, {"id": "x".repeat(300)}]}},
            {"field": "messages", "value": {"statuses": [{"id": "c"}, {"id": "d", "status": "sent"}]}},
            text("e", "1"),
        ]);
        assert_eq!(
            words(&poisoned),
            [
                "message a",
                "unreadable",
                "unreadable",
                "unreadable",
                "unreadable",
                "message b",
                "unreadable",
                "unreadable",
                "status sent",
                "message e"
            ]
        );
    }

    #[test]
    fn what_is_no_message_is_set_aside_with_its_reason() {
        let metadata = json!({"phone_number_id": "1"});
        for (field, value, reason) in [
            ("calls", json!({"metadata": metadata, "calls": [{"id": "wacid.1"}]}), "call"),
            (
                "calls",
                json!({"metadata": metadata, "statuses": [{"id": "wacid.1", "status": "RINGING"}]}),
                "call",
            ),
            (
                "smb_message_echoes",
                json!({"metadata": metadata, "message_echoes": [{"id": "wamid.1"}]}),
                "echo",
            ),
            ("account_update", json!({"event": "DISABLED_UPDATE"}), "account_notice"),
            ("user_preferences", json!({"metadata": metadata, "user_preferences": [{}]}), "account_notice"),
            ("something_new", json!({}), "account_notice"),
            ("something_new", json!({"metadata": metadata}), "unknown_field"),
            ("messages", json!({"metadata": metadata, "errors": [{"code": 130_429}]}), "channel_error"),
            ("messages", json!({"messages": [{"id": "a", "group_id": "g", "type": "text"}]}), "group"),
            (
                "messages",
                json!({"statuses": [{"id": "a", "status": "read", "recipient_type": "group"}]}),
                "group",
            ),
        ] {
            assert_eq!(words(&json!([{"field": field, "value": value}])), [reason], "{field} {value}");
        }
    }

    #[test]
    fn errors_beside_a_message_without_content_explain_it() {
        let value = json!({"messages": [{"id": "a", "type": "interactive"}], "errors": [{"code": "131000"}]});
        let items = read(&body(&json!([{"field": "messages", "value": value}]))).unwrap();
        assert_eq!(items.len(), 1);
        assert!(items[0].json.contains("131000"));
        let beside = json!([{"field": "messages", "value": {
            "messages": [{"id": "a", "type": "text", "text": {"body": "hola"}}], "errors": [{"code": 1}],
        }}]);
        assert_eq!(words(&beside), ["message a", "channel_error"]);
    }

    #[test]
    fn a_body_that_cannot_be_read_at_all_says_why() {
        for (body, reason) in [
            (b"\xff{}".as_slice(), Reason::NotUtf8),
            (b"", Reason::NotJson),
            (b"{\"entry\":[", Reason::NotJson),
            (b"[]", Reason::Unreadable),
            (b"{}", Reason::Unreadable),
            (b"null", Reason::Unreadable),
            (b"{\"object\":\"page\",\"entry\":[{}]}", Reason::OtherObject),
            (&[b'['; 5000], Reason::NotJson),
        ] {
            assert_eq!(read(body).unwrap_err().reason, reason, "{}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn half_an_emoji_does_not_cost_the_body() {
        let broken = r#"{"entry":[{"changes":[{"field":"messages","value":{"messages":[
            {"id":"a","from":"524731234567","type":"text","text":{"body":"roto \ud83d"}},
            {"id":"b","from":"524731234567","type":"text","text":{"body":"nulo \u0000"}}]}}]}]}"#;
        let items = read(broken.as_bytes()).unwrap();
        assert_eq!(items.iter().map(word).collect::<Vec<_>>(), ["message a", "message b"]);
        assert!(items.iter().all(|item| !item.json.contains('\0') && item.json.contains('\u{fffd}')));
    }
}
