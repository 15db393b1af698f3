//! What Meta says of a message that we sent.

use serde_json::Value;

use crate::{
    envelope::meta_error,
    inbound::{Aside, Content, Reason, Status},
    json, message,
};

/// Longest word for a state and longest id of our own that are kept.
const STATUS_CHARS: usize = 32;
const CALLBACK_CHARS: usize = 512;

pub(crate) fn read(status: &Value) -> Content {
    let Some(wamid) = message::id(status) else {
        return Content::Aside(Aside::new(Reason::Unreadable, "Un estado sin id."));
    };
    let aside = |reason, detail: &str| {
        Content::Aside(Aside { wamid: Some(wamid.clone()), ..Aside::new(reason, detail) })
    };
    if json::text(status, "recipient_type").is_some_and(|kind| kind == "group") {
        return aside(Reason::Group, "Un estado de un grupo.");
    }
    let Some(word) = short(status, "status", STATUS_CHARS) else {
        return aside(Reason::Unreadable, "Un estado que no dice cuál.");
    };
    let pricing = json::member(status, "pricing");
    Content::Status(Status {
        wamid,
        status: word,
        at: json::millis(status, "timestamp"),
        callback: short(status, "biz_opaque_callback_data", CALLBACK_CHARS),
        error: json::list(status, "errors").iter().find_map(meta_error),
        billable: pricing.and_then(|pricing| pricing.get("billable")).and_then(Value::as_bool),
    })
}

fn short(value: &Value, key: &str, limit: usize) -> Option<String> {
    json::text(value, key).filter(|text| text.chars().count() <= limit)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn status(of: Value) -> Status {
        match read(&of) {
            Content::Status(status) => status,
            other => panic!("{of}: {other:?}"),
        }
    }

    #[test]
    fn a_state_carries_its_time_error_price_and_our_own_id() {
        let failed = status(json!({
            "id": "wamid.1", "status": "failed", "timestamp": 1_763_481_600, "biz_opaque_callback_data": "own",
            "errors": [{"code": "131047", "title": "t", "error_data": {"details": "Re-engagement"}}],
            "pricing": {"billable": false},
        }));
        assert_eq!((failed.status.as_str(), failed.at), ("failed", Some(1_763_481_600_000)));
        assert_eq!(failed.callback.as_deref(), Some("own"));
        assert_eq!(
            failed.error,
            Some(crate::inbound::MetaError { code: 131_047, detail: "Re-engagement".into() })
        );
        assert_eq!(failed.billable, Some(false));
        let bare = status(json!({"id": "wamid.1", "status": "played", "errors": null, "pricing": null}));
        assert_eq!((bare.at, bare.callback, bare.error, bare.billable), (None, None, None, None));
    }

    #[test]
    fn a_foreign_id_that_is_too_long_is_none_of_ours() {
        let long = status(json!({"id": "a", "status": "sent", "biz_opaque_callback_data": "x".repeat(600)}));
        assert_eq!(long.callback, None);
        let wrong = read(&json!({"id": "a", "status": "x".repeat(33)}));
        assert!(matches!(wrong, Content::Aside(aside) if aside.wamid.as_deref() == Some("a")));
    }
}
