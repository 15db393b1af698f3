//! One entry of `messages`: who sent it and what it is.

use serde_json::Value;

use crate::{
    identity::Identity,
    inbound::{Aside, Card, Content, Event, ID_CHARS, Kind, Location, Media, MediaKind, Message, Reason},
    json, spoken,
};

/// An id that can be stored.
pub(crate) fn id(item: &Value) -> Option<String> {
    json::text(item, "id").filter(|id| id.chars().count() <= ID_CHARS)
}

/// The message, and whether its content did not come with it.
pub(crate) fn read(message: &Value, contacts: &[Value]) -> (Content, bool) {
    let Some(wamid) = id(message) else {
        return (Content::Aside(Aside::new(Reason::Unreadable, "Un mensaje sin id.")), false);
    };
    if json::member(message, "group_id").is_some() {
        let aside = Aside { wamid: Some(wamid), ..Aside::new(Reason::Group, "Un mensaje de un grupo.") };
        return (Content::Aside(aside), false);
    }
    let from = Identity::of([json::text(message, "from_user_id"), json::text(message, "from")]);
    let kind = kind(message);
    let unsupported = matches!(kind, Kind::Unsupported(_));
    let at = json::millis(message, "timestamp");
    (Content::Message(Message { wamid, from: from.completed(contacts), at, kind }), unsupported)
}

fn kind(message: &Value) -> Kind {
    let named = json::text(message, "type").unwrap_or_default();
    let payload = json::member(message, &named).filter(|payload| payload.is_object() || payload.is_array());
    let kind = match (named.as_str(), payload) {
        // What is gone left no more than its type.
        ("revoke", _) => Some(Kind::Event(Event::Revoked { target: target(payload) })),
        ("system", Some(system)) => Some(Kind::Event(notice(message, system))),
        (name, Some(payload)) => content(name, payload),
        _ => None,
    };
    kind.unwrap_or_else(|| Kind::Unsupported(unsupported_name(message, named)))
}

fn content(name: &str, payload: &Value) -> Option<Kind> {
    Some(match name {
        "text" => Kind::Text(json::text(payload, "body")?),
        "button" => Kind::Choice(json::text(payload, "text").or_else(|| json::text(payload, "payload"))?),
        "interactive" => return interactive(payload),
        "image" | "video" | "audio" | "document" | "sticker" => Kind::Media(media(name, payload)),
        "location" => Kind::Location(location(payload)),
        "contacts" => Kind::Cards(payload.as_array()?.iter().map(card).collect()),
        "order" => Kind::Order {
            products: json::list(payload, "product_items").len(),
            text: json::text(payload, "text"),
        },
        "reaction" => Kind::Event(Event::Reaction {
            target: json::text(payload, "message_id"),
            emoji: json::text(payload, "emoji"),
        }),
        "edit" => {
            let now = json::member(payload, "message").map(kind).map(|kind| spoken::text(&kind));
            Kind::Event(Event::Edited { target: target(Some(payload)), now })
        }
        _ => return None,
    })
}

fn target(payload: Option<&Value>) -> Option<String> {
    json::text(payload?, "original_message_id")
}

/// What Meta calls a message it does not hand over.
fn unsupported_name(message: &Value, named: String) -> Option<String> {
    let inner = json::member(message, "unsupported").and_then(|inner| json::text(inner, "type"));
    inner.or_else(|| (!named.is_empty() && named != "unsupported" && named != "unknown").then_some(named))
}

fn interactive(payload: &Value) -> Option<Kind> {
    let named = json::text(payload, "type")?;
    let answer = json::member(payload, &named)?;
    Some(match named.as_str() {
        "button_reply" | "list_reply" => {
            Kind::Choice(json::text(answer, "title").or_else(|| json::text(answer, "id"))?)
        }
        "nfm_reply" => Kind::Form(json::text(answer, "body")),
        "call_permission_reply" => {
            Kind::CallPermission { granted: json::text(answer, "response").as_deref() == Some("accept") }
        }
        _ => return None,
    })
}

fn media(name: &str, payload: &Value) -> Media {
    let kind = match name {
        "image" => MediaKind::Image,
        "video" => MediaKind::Video,
        "sticker" => MediaKind::Sticker,
        "audio" if payload.get("voice") == Some(&Value::Bool(true)) => MediaKind::Voice,
        "audio" => MediaKind::Audio,
        _ => MediaKind::Document,
    };
    Media { kind, caption: json::text(payload, "caption"), filename: json::text(payload, "filename") }
}

fn location(payload: &Value) -> Location {
    Location {
        latitude: json::text(payload, "latitude"),
        longitude: json::text(payload, "longitude"),
        name: json::text(payload, "name"),
        address: json::text(payload, "address"),
    }
}

fn card(card: &Value) -> Card {
    let name = json::member(card, "name");
    let part = |key: &str| name.and_then(|name| json::text(name, key));
    let phone = |phone: &Value| json::text(phone, "phone").or_else(|| json::text(phone, "wa_id"));
    Card {
        name: part("formatted_name").or_else(|| part("first_name")),
        phones: json::list(card, "phones").iter().filter_map(phone).collect(),
    }
}

/// A notice of WhatsApp about the person.
fn notice(message: &Value, system: &Value) -> Event {
    match json::text(system, "type").as_deref() {
        Some("customer_identity_changed") => Event::IdentityChanged,
        Some("user_changed_number" | "customer_changed_number" | "user_changed_user_id") => Event::Moved {
            previous: Identity::of([
                json::text(system, "previous_user_id"),
                json::text(message, "from_user_id"),
                json::text(message, "from"),
            ]),
            new: Identity::of([
                json::text(system, "user_id"),
                json::text(system, "wa_id"),
                json::text(system, "new_wa_id"),
            ]),
        },
        _ => Event::Other(json::text(system, "body")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read_kind(of: &Value) -> Kind {
        let mut message = json!({"id": "wamid.1", "from": "524731234567", "timestamp": 1_763_481_600});
        message.as_object_mut().unwrap().extend(of.as_object().unwrap().clone());
        match read(&message, &[]).0 {
            Content::Message(message) => message.kind,
            other => panic!("{of}: {other:?}"),
        }
    }

    #[test]
    fn replies_are_what_was_chosen() {
        let interactive = |inner: Value| json!({"type": "interactive", "interactive": inner});
        for (of, kind) in [
            (json!({"type": "text", "text": {"body": "hola"}}), Kind::Text("hola".into())),
            (json!({"type": "button", "button": {"payload": "p", "text": "Sí"}}), Kind::Choice("Sí".into())),
            (
                interactive(json!({"type": "button_reply", "button_reply": {"id": "1", "title": "Saldo"}})),
                Kind::Choice("Saldo".into()),
            ),
            (
                interactive(json!({"type": "list_reply", "list_reply": {"id": "only-id"}})),
                Kind::Choice("only-id".into()),
            ),
            (
                interactive(
                    json!({"type": "nfm_reply", "nfm_reply": {"response_json": "{", "body": "Sent"}}),
                ),
                Kind::Form(Some("Sent".into())),
            ),
            (
                interactive(
                    json!({"type": "call_permission_reply", "call_permission_reply": {"response": "reject"}}),
                ),
                Kind::CallPermission { granted: false },
            ),
        ] {
            assert_eq!(read_kind(&of), kind, "{of}");
        }
    }

    #[test]
    fn what_has_no_content_is_unsupported_by_name() {
        for (of, name) in [
            (json!({"type": "interactive"}), Some("interactive")),
            (
                json!({"type": "interactive", "interactive": {"type": "new_reply", "new_reply": {}}}),
                Some("interactive"),
            ),
            (json!({"type": "unsupported", "unsupported": {"type": "poll"}}), Some("poll")),
            (json!({"type": "unsupported"}), None),
            (json!({"type": "text"}), Some("text")),
            (json!({"type": "text", "text": {"body": null}}), Some("text")),
            (json!({"type": "image", "image": "a string"}), Some("image")),
            (json!({"type": "hologram", "hologram": {}}), Some("hologram")),
            (json!({}), None),
        ] {
            assert_eq!(read_kind(&of), Kind::Unsupported(name.map(str::to_owned)), "{of}");
        }
    }

    #[test]
    fn events_know_what_they_are_about() {
        let reaction = |inner: Value| read_kind(&json!({"type": "reaction", "reaction": inner}));
        let removed = Kind::Event(Event::Reaction { target: Some("a".into()), emoji: None });
        assert_eq!(reaction(json!({"message_id": "a", "emoji": ""})), removed);
        assert_eq!(reaction(json!({"message_id": "a"})), removed);
        let edit = json!({"type": "edit", "edit": {"original_message_id": "a", "message": {"type": "text", "text": {"body": "b"}}}});
        assert_eq!(
            read_kind(&edit),
            Kind::Event(Event::Edited { target: Some("a".into()), now: Some("b".into()) })
        );
        let revoke = json!({"type": "revoke", "revoke": {"original_message_id": "a"}});
        assert_eq!(read_kind(&revoke), Kind::Event(Event::Revoked { target: Some("a".into()) }));
        let system = |inner: Value| read_kind(&json!({"type": "system", "system": inner}));
        assert_eq!(system(json!({"type": "customer_identity_changed"})), Kind::Event(Event::IdentityChanged));
        assert_eq!(system(json!({"body": "x"})), Kind::Event(Event::Other(Some("x".into()))));
    }

    #[test]
    fn a_move_knows_both_identities() {
        let of = json!({"type": "system", "from": "5214731234567", "system": {
            "type": "user_changed_number", "wa_id": "524739876543", "user_id": "MX.2", "previous_user_id": "MX.1",
        }});
        let Kind::Event(Event::Moved { previous, new }) = read_kind(&of) else { panic!("a move") };
        assert_eq!(
            (previous.bsuid.as_deref(), previous.phone.as_deref()),
            (Some("MX.1"), Some("524731234567"))
        );
        assert_eq!((new.bsuid.as_deref(), new.phone.as_deref()), (Some("MX.2"), Some("524739876543")));
    }

    #[test]
    fn three_cards_are_one_message() {
        let of = json!({"type": "contacts", "contacts": [
            {"name": {"formatted_name": "Ana"}, "phones": [{"phone": "1"}, {"wa_id": "2"}]},
            {"name": {"first_name": "Eva"}},
            {},
        ]});
        let Kind::Cards(cards) = read_kind(&of) else { panic!("cards") };
        assert_eq!(cards.len(), 3);
        assert_eq!(
            (cards[0].name.as_deref(), cards[0].phones.as_slice()),
            (Some("Ana"), ["1".to_owned(), "2".to_owned()].as_slice())
        );
        assert_eq!((cards[1].name.as_deref(), cards[2].name.as_deref()), (Some("Eva"), None));
    }
}
