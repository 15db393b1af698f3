//! Reading JSON that is not quite as promised: numbers for strings, null for absent, lone surrogates.

use serde_json::Value;

/// A body as text that a JSON reader takes: escapes that stand for no character (half a surrogate pair,
/// U+0000) become U+FFFD, so that one broken emoji does not cost the whole body.
///
/// # Errors
/// Byte at which the body stops being UTF-8.
pub(crate) fn mend(body: &[u8]) -> Result<String, usize> {
    let text = std::str::from_utf8(body).map_err(|error| error.valid_up_to())?;
    let text = text.trim_start_matches('\u{feff}');
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '\0']) {
        mended.push_str(&rest[..at]);
        let (piece, after) = escape(&rest[at..]);
        mended.push_str(piece);
        rest = after;
    }
    mended.push_str(rest);
    Ok(mended)
}

const REPLACEMENT: &str = "\u{fffd}";

/// The escape a text begins with, as it may stand, and what follows it.
fn escape(text: &str) -> (&str, &str) {
    if let Some(after) = text.strip_prefix('\0') {
        return (REPLACEMENT, after);
    }
    match unit(text) {
        Some(0xd800..=0xdbff) if matches!(unit(&text[6..]), Some(0xdc00..=0xdfff)) => text.split_at(12),
        Some(0 | 0xd800..=0xdfff) => (REPLACEMENT, &text[6..]),
        Some(_) => text.split_at(6),
        // Any other escape is two characters; its second may be a backslash that begins nothing.
        None => text.split_at(1 + text[1..].chars().next().map_or(0, char::len_utf8)),
    }
}

/// The code unit of `\uXXXX` at the start of a text.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// A value's member that is there and not null.
pub(crate) fn member<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    value.get(key).filter(|member| !member.is_null())
}

/// A text, or a number or truth value as it would be written; none when absent or empty.
pub(crate) fn text(value: &Value, key: &str) -> Option<String> {
    let text = match member(value, key)? {
        Value::String(text) => text.clone(),
        other @ (Value::Number(_) | Value::Bool(_)) => other.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// A whole number, written as one or as a text.
pub(crate) fn whole(value: &Value, key: &str) -> Option<i64> {
    text(value, key)?.trim().parse().ok()
}

pub(crate) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Before this a number counts seconds (the year 5138), from it on milliseconds (since March 1973) ...
const FIRST_MILLIS: i64 = 100_000_000_000;
/// ... and beyond this it is no time of ours.
const LAST_MILLIS: i64 = FIRST_MILLIS * 1000;

/// A time in Unix milliseconds; Meta writes seconds as text, and milliseconds and numbers have been seen.
pub(crate) fn millis(value: &Value, key: &str) -> Option<i64> {
    match whole(value, key)? {
        seconds @ 1..FIRST_MILLIS => Some(seconds * 1000),
        millis @ FIRST_MILLIS..LAST_MILLIS => Some(millis),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn mended(body: &str) -> Value {
        serde_json::from_str(&mend(body.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn what_stands_for_no_character_is_replaced_and_the_rest_kept() {
        for (written, read) in [
            (r#""a\ud83d b""#, "a\u{fffd} b"),
            (r#""\udc00""#, "\u{fffd}"),
            (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
            (r#""\ud83d\n""#, "\u{fffd}\n"),
            (r#""\ud83d""#, "\u{fffd}"),
            (r#""a\u0000b""#, "a\u{fffd}b"),
            ("\"a\0b\"", "a\u{fffd}b"),
            (r#""\ud83d\ude00 \u00f1 ñ""#, "😀 ñ ñ"),
            (r#""\\ud83d""#, "\\ud83d"),
            (r#""\\\ud83d""#, "\\\u{fffd}"),
            (r#""\"\\""#, "\"\\"),
        ] {
            assert_eq!(mended(written), json!(read), "{written}");
        }
    }

    #[test]
    fn what_is_no_text_is_told_where() {
        assert_eq!(mend(b"{\"a\": \"\xff\"}"), Err(7));
        for cut in [r"\", r"\u", r"\ud8", r"\u00ñ"] {
            assert_eq!(mend(cut.as_bytes()).as_deref(), Ok(cut));
        }
    }

    #[test]
    fn times_are_read_in_every_form_seen() {
        for (written, read) in [
            (json!("1749416383"), Some(1_749_416_383_000)),
            (json!(1_749_416_383), Some(1_749_416_383_000)),
            (json!("1749416383123"), Some(1_749_416_383_123)),
            (json!(1_749_416_383_123_i64), Some(1_749_416_383_123)),
            (json!(null), None),
            (json!("ayer"), None),
            (json!(-5), None),
            (json!(0), None),
            (json!(1e30), None),
            (json!([1]), None),
        ] {
            assert_eq!(millis(&json!({ "t": written }), "t"), read, "{written}");
        }
    }

    #[test]
    fn numbers_and_texts_are_the_same() {
        let value = json!({"n": 7, "s": "7", "e": "", "z": null, "o": {}});
        assert_eq!((text(&value, "n"), whole(&value, "s")), (Some("7".into()), Some(7)));
        for absent in ["e", "z", "o", "missing"] {
            assert_eq!(text(&value, absent), None, "{absent}");
        }
    }
}
