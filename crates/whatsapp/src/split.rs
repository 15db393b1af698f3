//! A text longer than one WhatsApp message, in parts.

use unicode_segmentation::UnicodeSegmentation;

/// Longest body of a text message. Meta does not say what it counts; UTF-16 units are the most that
/// characters can come to.
pub const TEXT_LIMIT: usize = 4096;

/// Parts of at most [`TEXT_LIMIT`]: `parts.concat()` is the text. Cut where a reader expects it (paragraph,
/// line, sentence, space), never inside what a reader sees as one character, and never inside an address
/// unless the address alone is longer than a message.
#[must_use]
pub fn split(text: &str) -> Vec<&str> {
    split_at(text, TEXT_LIMIT)
}

fn split_at(text: &str, limit: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(full) = full_part(rest, limit) {
        let (part, remaining) = rest.split_at(best_cut(rest, full));
        parts.push(part);
        rest = remaining;
    }
    parts.push(rest);
    parts
}

/// End of the longest beginning that fits, in bytes; none when all of it does.
fn full_part(text: &str, limit: usize) -> Option<usize> {
    let mut units = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        units += grapheme.encode_utf16().count();
        if units > limit {
            // A single "character" of thousands of marks is cut between its code points.
            return Some(if start == 0 { within(text, limit) } else { start });
        }
    }
    None
}

fn within(text: &str, limit: usize) -> usize {
    let mut units = 0;
    let fits = text.char_indices().take_while(|(_, c)| {
        units += c.len_utf16();
        units <= limit
    });
    fits.last().map_or(text.len(), |(start, c)| start + c.len_utf8())
}

/// The best place to cut at or before `full`. A break near the beginning would leave a very short part, so
/// a weaker one in the second half comes first.
fn best_cut(text: &str, full: usize) -> usize {
    let part = &text[..full];
    let good = [last_after(part, "\n\n"), last_after(part, "\n"), last_sentence(part), last_space(part)];
    let in_second_half = good.iter().flatten().find(|cut| **cut > full / 2);
    let anywhere = || last_space(part);
    in_second_half.copied().or_else(anywhere).unwrap_or_else(|| before_address(text, full))
}

fn last_after(part: &str, mark: &str) -> Option<usize> {
    part.rfind(mark).map(|start| start + mark.len())
}

fn is_blank(grapheme: &str) -> bool {
    grapheme.chars().all(char::is_whitespace)
}

fn last_space(part: &str) -> Option<usize> {
    let blank = part.grapheme_indices(true).rfind(|(_, grapheme)| is_blank(grapheme));
    blank.map(|(start, grapheme)| start + grapheme.len())
}

/// After the blank that follows the end of a sentence.
fn last_sentence(part: &str) -> Option<usize> {
    let pairs = part.grapheme_indices(true).zip(part.graphemes(true).skip(1));
    let ends =
        pairs.filter(|((_, grapheme), next)| grapheme.ends_with(['.', '?', '!', '…']) && is_blank(next));
    ends.last().map(|((start, grapheme), next)| start + grapheme.len() + next.len())
}

/// There is no blank before `full`: if an address runs across it, cut before the address.
fn before_address(text: &str, full: usize) -> usize {
    let beginnings = ["http://", "https://", "www."].into_iter();
    let starts = beginnings.flat_map(|mark| text.match_indices(mark).map(|(start, _)| start));
    let crossed = |start: &usize| {
        let end = text[*start..].find(char::is_whitespace).map_or(text.len(), |length| start + length);
        *start > 0 && *start < full && full < end
    };
    starts.filter(crossed).min().unwrap_or(full)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_a_reader_expects_it() {
        for (text, limit, parts) in [
            ("", 10, vec![""]),
            ("corto", 10, vec!["corto"]),
            ("diez letra", 10, vec!["diez letra"]),
            ("uno dos.\n\ntres cuatro", 14, vec!["uno dos.\n\n", "tres cuatro"]),
            ("uno dos tres\ncuatro cinco", 16, vec!["uno dos tres\n", "cuatro cinco"]),
            ("Ya está listo. Venga mañana", 20, vec!["Ya está listo. ", "Venga mañana"]),
            ("a. bcdef ghijk lmnop", 16, vec!["a. bcdef ghijk ", "lmnop"]),
            ("palabra otra", 9, vec!["palabra ", "otra"]),
            ("abcdefghij", 4, vec!["abcd", "efgh", "ij"]),
            ("vea https://a.mx/largo-largo", 24, vec!["vea ", "https://a.mx/largo-largo"]),
            ("(vea:https://a.mx/largo)", 20, vec!["(vea:", "https://a.mx/largo)"]),
            ("https://a.mx/bbbb", 10, vec!["https://a.", "mx/bbbb"]),
            ("ñoño👩‍👩‍👧", 8, vec!["ñoño", "👩‍👩‍👧"]),
            ("abc\u{301}d", 3, vec!["ab", "c\u{301}d"]),
        ] {
            assert_eq!(split_at(text, limit), parts, "{text}");
        }
    }

    #[test]
    fn a_text_of_one_message_stays_one() {
        let full = "x".repeat(TEXT_LIMIT);
        assert_eq!(split(&full), vec![full.as_str()]);
        assert_eq!(split(&format!("{full}y")).len(), 2);
        // An emoji is two UTF-16 units.
        assert_eq!(split(&"👋".repeat(TEXT_LIMIT)).len(), 2);
    }

    /// A small generator of its own: the same texts in every run.
    struct Texts(u64);

    impl Texts {
        fn below(&mut self, end: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).unwrap() % end
        }

        fn text(&mut self) -> String {
            const PIECES: [&str; 15] = [
                "a",
                "palabra",
                " ",
                " ",
                "\n",
                "\n\n",
                ". ",
                "¿qué?",
                "👩‍👩‍👧",
                "e\u{301}",
                "https://isseg.gob.mx/prestamos?x=1",
                "www.gto.mx/a",
                "\u{200b}",
                "🇲🇽",
                " \u{301}",
            ];
            (0..self.below(120)).map(|_| PIECES[self.below(PIECES.len())]).collect()
        }
    }

    #[test]
    fn nothing_is_lost_and_every_part_fits() {
        let mut texts = Texts(7);
        for round in 0..3000 {
            let text = texts.text();
            let limit = 12 + texts.below(200);
            let parts = split_at(&text, limit);
            assert_eq!(parts.concat(), text, "round {round}");
            let boundaries: Vec<usize> =
                text.grapheme_indices(true).map(|(start, _)| start).chain([text.len()]).collect();
            let mut end = 0;
            for part in &parts {
                end += part.len();
                assert!(part.encode_utf16().count() <= limit, "round {round}: {part}");
                assert!(boundaries.contains(&end), "round {round}: cut inside a character of {text:?}");
                assert!(!part.is_empty() || text.is_empty(), "round {round}");
            }
        }
    }

    #[test]
    fn no_address_that_fits_is_cut() {
        let mut texts = Texts(11);
        let address = "https://isseg.gob.mx/prestamos?x=1";
        for _ in 0..1000 {
            let text = texts.text().replace(address, &format!(" {address} "));
            let parts = split_at(&text, 60);
            let whole: usize = parts.iter().map(|part| part.matches(address).count()).sum();
            assert_eq!(whole, text.matches(address).count(), "{text:?}");
        }
    }
}
