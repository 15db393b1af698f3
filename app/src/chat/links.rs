//! Which parts of a message may be followed.
//!
//! Text comes from strangers, so a link is only what can be nothing else: `http`, `https`, `tel` or `mailto`
//! written out, without anything that makes it look like another address. The rest stays text.

/// A part of a message; together they are the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    /// What is shown is what is followed.
    Link(&'a str),
}

/// Cuts a message into text and links.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut plain_from = 0;
    let mut at = 0;
    while let Some(start) = next_word(text, at) {
        let word = word_at(text, start);
        let link = without_tail(word);
        if is_safe(link) {
            push_text(&mut found, text.get(plain_from..start));
            found.push(Piece::Link(link));
            plain_from = start + link.len();
        }
        at = start + word.len().max(1);
    }
    push_text(&mut found, text.get(plain_from..));
    found
}

fn push_text<'a>(found: &mut Vec<Piece<'a>>, text: Option<&'a str>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        found.push(Piece::Text(text));
    }
}

/// Where the next run without blanks or quotes starts.
fn next_word(text: &str, from: usize) -> Option<usize> {
    text.get(from..)?.find(|c| !ends_word(c)).map(|offset| from + offset)
}

fn word_at(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    rest.split(ends_word).next().unwrap_or_default()
}

fn ends_word(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '<' | '>' | '"' | '\'' | '«' | '»' | '“' | '”' | '(' | '[' | '{' | '¿' | '¡')
}

/// A full stop or bracket after an address belongs to the sentence.
fn without_tail(word: &str) -> &str {
    word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '…', '*', '_'])
}

fn is_safe(word: &str) -> bool {
    let Some((scheme, rest)) = word.split_once(':') else { return false };
    if rest.chars().any(hides_something) {
        return false;
    }
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => rest.strip_prefix("//").is_some_and(has_plain_host),
        "tel" => is_phone(rest),
        "mailto" => is_mail(rest),
        _ => false,
    }
}

/// Characters that change how an address reads without being seen, and those browsers take for `/`.
fn hides_something(c: char) -> bool {
    c.is_control()
        || c == '\\'
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{feff}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}')
}

/// Letters of Spanish only: a Cyrillic "а" among Latin letters, or a whole name of them before `.com`, would
/// pass for another host. Names before an `@` would too.
fn has_plain_host(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, "0"));
    let port_fits = !port.is_empty() && port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit());
    port_fits && is_host(host)
}

fn is_host(host: &str) -> bool {
    host.split('.').all(|label| !label.is_empty() && label.chars().all(is_host_letter))
}

fn is_host_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || matches!(c, 'á' | 'é' | 'í' | 'ó' | 'ú' | 'ü' | 'ñ')
}

fn is_phone(rest: &str) -> bool {
    let digits = rest.strip_prefix('+').unwrap_or(rest);
    let fits = digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
    fits && (3..=20).contains(&digits.len()) && digits.bytes().any(|byte| byte.is_ascii_digit())
}

/// No `?subject=...`: a link may not write the letter.
fn is_mail(rest: &str) -> bool {
    let Some((name, host)) = rest.split_once('@') else { return false };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'+');
    !name.is_empty() && host.contains('.') && is_host(host) && name.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<&str> {
        let all = pieces(text);
        let whole: String = all
            .iter()
            .map(|piece| match piece {
                Piece::Text(part) | Piece::Link(part) => *part,
            })
            .collect();
        assert_eq!(whole, text, "nothing of a message is lost");
        all.into_iter()
            .filter_map(|piece| match piece {
                Piece::Link(link) => Some(link),
                Piece::Text(_) => None,
            })
            .collect()
    }

    #[test]
    fn plain_addresses_are_links() {
        assert_eq!(
            links("Vea https://isseg.gob.mx/pagos?a=1&b=2#x."),
            ["https://isseg.gob.mx/pagos?a=1&b=2#x"]
        );
        assert_eq!(links("(http://a.mx), HTTPS://B.MX:8443/"), ["http://a.mx", "HTTPS://B.MX:8443/"]);
        assert_eq!(
            links("tel:+524737351400 o mailto:a.b@isseg.gob.mx!"),
            ["tel:+524737351400", "mailto:a.b@isseg.gob.mx"]
        );
        assert_eq!(links("https://educación.gob.mx/año"), ["https://educación.gob.mx/año"]);
    }

    #[test]
    fn text_without_links_stays_whole() {
        for text in
            ["", "hola", "  a:b  \n", "isseg.gob.mx", "a@b.mx", "http://", "https:///x", "tel:", "tel:---"]
        {
            assert!(links(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn other_schemes_are_text() {
        for text in [
            "javascript:alert(1)",
            "JaVaScRiPt://isseg.gob.mx/%0aalert(1)",
            "java\tscript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://isseg.gob.mx/1",
            "//isseg.gob.mx",
            "xhttps://isseg.gob.mx",
        ] {
            assert!(links(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn what_pretends_to_be_another_address_is_text() {
        for text in [
            "https://isseg.gob.mx@mal.example/",
            "https://іsseg.gob.mx/", // a Cyrillic letter first
            "https://аррӏе.com/",
            "https://isseg.gob.mx\u{202e}/gpj.exe",
            "https://isseg\u{200b}.gob.mx/",
            "https://isseg.gob.mx\\@mal.example",
            "https://isseg。gob.mx",
            "https://isseg.gob.mx:80a/",
            "mailto:a@b.mx?subject=x",
            "mailto:a@b@c.mx",
        ] {
            assert!(links(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn long_text_is_cut_once_through() {
        let text = "https://a.mx ((((( ".repeat(500);
        assert_eq!(links(&text).len(), 500);
    }
}
