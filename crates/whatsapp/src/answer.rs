//! What the Graph API answers to a send.

use serde_json::Value;

use crate::errors::{self, Lane};

/// The body of an answer, read leniently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Meta took the message. That is not delivery.
    Accepted(Accepted),
    Refused(GraphError),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Meta's id of the message, opaque.
    pub wamid: String,
    /// `accepted`, `held_for_quality_assessment`, `paused`; templates only.
    pub message_status: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphError {
    pub code: i64,
    pub subcode: Option<i64>,
    /// For people who debug; never logged: of a malformed token it repeats the token.
    pub message: String,
    /// `error_data.details`, the part of the error that explains.
    pub details: Option<String>,
    /// By this Meta's support finds the request.
    pub fbtrace: Option<String>,
}

/// "Object does not exist or cannot be loaded due to missing permissions": of our own number.
const NO_SUCH_OBJECT: i64 = 33;
const TOO_MANY_REQUESTS: u16 = 429;

impl GraphError {
    /// The lane of an error that came with this HTTP status. With a code nobody has heard of, a status of
    /// the 400s is a refusal all the same; one of the 500s says nothing about the message.
    #[must_use]
    pub fn lane(&self, status: u16) -> Lane {
        if self.code == 100 && self.subcode == Some(NO_SUCH_OBJECT) {
            return Lane::StopLine;
        }
        match (errors::lane(self.code), status) {
            (Lane::Unknown, TOO_MANY_REQUESTS) => Lane::RetryLater,
            (Lane::Unknown, 400..=499) => Lane::PermanentMessage,
            (lane, _) => lane,
        }
    }

    /// Whether Meta asks the line to go slower, by its code or by this HTTP status.
    #[must_use]
    pub fn throttles(&self, status: u16) -> bool {
        status == TOO_MANY_REQUESTS || errors::throttles(self.code)
    }
}

/// Reads an answer; none when it is neither a message's id nor a Graph error: HTML, a cut body.
#[must_use]
pub fn answer(body: &[u8]) -> Option<Answer> {
    let value: Value = serde_json::from_slice(body).ok()?;
    match value.get("error") {
        Some(error) => refused(error).map(Answer::Refused),
        None => accepted(&value).map(Answer::Accepted),
    }
}

fn accepted(value: &Value) -> Option<Accepted> {
    let message = value.get("messages")?.get(0)?;
    let wamid = text(message, "id").filter(|id| !id.is_empty())?;
    Some(Accepted { wamid, message_status: text(message, "message_status") })
}

fn refused(error: &Value) -> Option<GraphError> {
    Some(GraphError {
        code: number(error, "code")?,
        subcode: number(error, "error_subcode"),
        message: text(error, "message").unwrap_or_default(),
        details: error.get("error_data").and_then(|data| text(data, "details")),
        fbtrace: text(error, "fbtrace_id"),
    })
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::to_owned)
}

/// Meta writes some numbers as strings.
fn number(value: &Value, key: &str) -> Option<i64> {
    let value = value.get(key)?;
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(code: i64, subcode: Option<i64>) -> GraphError {
        GraphError { code, subcode, message: String::new(), details: None, fbtrace: None }
    }

    #[test]
    fn a_taken_message_has_its_id() {
        let accepted = |wamid: &str, status: Option<&str>| {
            Some(Answer::Accepted(Accepted {
                wamid: wamid.to_owned(),
                message_status: status.map(str::to_owned),
            }))
        };
        for (body, expected) in [
            (r#"{"messages":[{"id":"wamid.A"}]}"#, accepted("wamid.A", None)),
            (
                r#"{"contacts":[{"input":"+52"}],"messages":[{"id":"wamid.B","message_status":"accepted"}],"x":1}"#,
                accepted("wamid.B", Some("accepted")),
            ),
            (r#"{"messages":[{"id":""}]}"#, None),
            (r#"{"messages":[]}"#, None),
            (r#"{"messages":[{"id":7}]}"#, None),
            ("{}", None),
            ("null", None),
            ("<html>Bad Gateway</html>", None),
            (r#"{"messages":[{"id":"wamid.C"#, None),
            ("", None),
        ] {
            assert_eq!(answer(body.as_bytes()), expected, "{body}");
        }
    }

    #[test]
    fn an_error_is_read_with_what_explains_it() {
        let body = r#"{"error":{"message":"(#131056) pair","type":"OAuthException","code":131056,
            "error_data":{"messaging_product":"whatsapp","details":"too many"},"error_subcode":"2494","fbtrace_id":"Az"}}"#;
        let expected = GraphError {
            code: 131_056,
            subcode: Some(2494),
            message: "(#131056) pair".into(),
            details: Some("too many".into()),
            fbtrace: Some("Az".into()),
        };
        assert_eq!(answer(body.as_bytes()), Some(Answer::Refused(expected)));
        let short = answer(br#"{"error":{"code":"190"}}"#);
        assert_eq!(short, Some(Answer::Refused(error(190, None))));
        assert_eq!(answer(br#"{"error":{"message":"no code"}}"#), None);
        assert_eq!(answer(br#"{"error":"text"}"#), None);
    }

    #[test]
    fn a_status_decides_only_about_unheard_of_codes() {
        for (code, subcode, status, lane) in [
            (131_016, None, 500, Lane::RetryLater),
            (131_047, None, 400, Lane::PermanentMessage),
            (190, None, 401, Lane::StopLine),
            (100, None, 400, Lane::PermanentMessage),
            (100, Some(33), 400, Lane::StopLine),
            (999_999, None, 400, Lane::PermanentMessage),
            (999_999, None, 429, Lane::RetryLater),
            (999_999, None, 503, Lane::Unknown),
            (999_999, None, 200, Lane::Unknown),
        ] {
            assert_eq!(error(code, subcode).lane(status), lane, "{code} {subcode:?} {status}");
        }
    }
}
