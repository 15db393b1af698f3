//! What a message may hold. It is stored as written, right-to-left and zero-width characters included:
//! screens isolate its direction; here only what cannot be shown, or shows nothing, is refused.

use crate::error::Error;

/// A message's text with `\n` line ends and no blank edges.
///
/// # Errors
/// Empty, longer than `limit` characters, or with control characters other than tab and line end.
pub(super) fn clean(raw: &str, limit: usize) -> Result<String, Error> {
    // Refused before anything is copied: the body limit allows far more than a message.
    if raw.chars().nth(limit.saturating_mul(2)).is_some() {
        return Err(Error::MessageTooLong { limit });
    }
    let text = raw.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim();
    if text.chars().all(shows_nothing) {
        return Err(Error::EmptyMessage);
    }
    if text.chars().count() > limit {
        return Err(Error::MessageTooLong { limit });
    }
    if !text.chars().all(is_shown) {
        return Err(Error::ControlCharacters);
    }
    Ok(text.to_owned())
}

/// A text that has already arrived from elsewhere: nothing is refused, what cannot be shown is marked.
pub(crate) fn received(raw: &str) -> String {
    let text = raw.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text.chars().map(|c| if is_shown(c) { c } else { '\u{fffd}' }).collect();
    let text = text.trim();
    if text.chars().all(shows_nothing) { BLANK.to_owned() } else { text.to_owned() }
}

const BLANK: &str = "[Mensaje en blanco]";

fn is_shown(c: char) -> bool {
    !c.is_control() || c == '\n' || c == '\t'
}

fn shows_nothing(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

/// First characters on one line, for the queue.
pub(super) fn preview(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    if line.chars().count() <= crate::limits::PREVIEW_CHARS {
        return line;
    }
    let mut short: String = line.chars().take(crate::limits::PREVIEW_CHARS - 1).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_kept_as_written() {
        for (raw, kept) in [
            (" hola \r\n", "hola"),
            ("a\r\nb", "a\nb"),
            ("שלום hola \u{202e}abc", "שלום hola \u{202e}abc"),
            ("fam\u{200d}ilia", "fam\u{200d}ilia"),
            ("a\tb", "a\tb"),
        ] {
            assert_eq!(clean(raw, 2000), Ok(kept.to_owned()));
        }
    }

    #[test]
    fn what_shows_nothing_or_cannot_be_shown_is_refused() {
        assert_eq!(clean("", 10), Err(Error::EmptyMessage));
        assert_eq!(clean(" \u{200b}\u{feff}\u{202e}\n", 10), Err(Error::EmptyMessage));
        assert_eq!(clean("a\u{0}b", 10), Err(Error::ControlCharacters));
        assert_eq!(clean("a\u{1b}[31m", 10), Err(Error::ControlCharacters));
        assert_eq!(clean(&"x".repeat(11), 10), Err(Error::MessageTooLong { limit: 10 }));
        assert_eq!(clean(&"x".repeat(100_000), 2_000), Err(Error::MessageTooLong { limit: 2_000 }));
        assert_eq!(clean(&"ñ".repeat(10), 10), Ok("ñ".repeat(10)));
    }

    #[test]
    fn what_has_arrived_is_kept_whatever_it_holds() {
        for (raw, kept) in [
            (" hola \r\n", "hola"),
            ("a\u{0}b\u{1b}[31m\tc", "a\u{fffd}b\u{fffd}[31m\tc"),
            ("", "[Mensaje en blanco]"),
            (" \u{200b}\n", "[Mensaje en blanco]"),
            ("\u{7}", "\u{fffd}"),
        ] {
            assert_eq!(received(raw), kept);
        }
        assert_eq!(received(&"ñ".repeat(70_000)).chars().count(), 70_000);
    }

    #[test]
    fn a_preview_is_one_short_line() {
        assert_eq!(preview("hola\n\n  mundo"), "hola mundo");
        assert_eq!(preview(&"a".repeat(500)).chars().count(), crate::limits::PREVIEW_CHARS);
    }
}
