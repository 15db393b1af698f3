//! The body of a send: `POST /{version}/{phone_number_id}/messages`.

use serde::Serialize;

/// Who a message goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient<'a> {
    /// Digits with the country code, in the form the person last wrote from.
    Phone(&'a str),
    /// Business-scoped user id, of people whose number we do not know.
    Bsuid(&'a str),
}

#[derive(Serialize)]
struct Body<'a> {
    messaging_product: &'static str,
    recipient_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient: Option<&'a str>,
    #[serde(rename = "type")]
    kind: &'static str,
    text: Text<'a>,
    biz_opaque_callback_data: &'a str,
}

#[derive(Serialize)]
struct Text<'a> {
    preview_url: bool,
    body: &'a str,
}

/// JSON of a text message. `callback` is our own id of it, at most 512 characters; it comes back in every
/// status, and is the only way to recognise a message whose answer was lost.
///
/// # Errors
/// None that a text could cause; JSON's own.
pub fn text_message(
    recipient: Recipient<'_>,
    body: &str,
    callback: &str,
) -> Result<Vec<u8>, serde_json::Error> {
    let (to, recipient) = match recipient {
        // Without the + Meta would put the business's own country code before it.
        Recipient::Phone(digits) => (Some(format!("+{}", digits.trim_start_matches('+'))), None),
        Recipient::Bsuid(id) => (None, Some(id)),
    };
    serde_json::to_vec(&Body {
        messaging_product: "whatsapp",
        recipient_type: "individual",
        to,
        recipient,
        kind: "text",
        text: Text { preview_url: false, body },
        biz_opaque_callback_data: callback,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_message_goes_to_a_number_or_to_a_user_id_never_to_both() {
        for (recipient, key, value) in [
            (Recipient::Phone("5214731112233"), "to", "+5214731112233"),
            (Recipient::Phone("+5214731112233"), "to", "+5214731112233"),
            (Recipient::Bsuid("MX.13491208655302741918"), "recipient", "MX.13491208655302741918"),
        ] {
            let body = text_message(recipient, "Buenos días: \"sí\" 👋", "0199-a").unwrap();
            let expected = json!({
                "messaging_product": "whatsapp",
                "recipient_type": "individual",
                key: value,
                "type": "text",
                "text": { "preview_url": false, "body": "Buenos días: \"sí\" 👋" },
                "biz_opaque_callback_data": "0199-a",
            });
            assert_eq!(serde_json::from_slice::<Value>(&body).unwrap(), expected);
        }
    }
}
