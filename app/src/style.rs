//! The style sheets, put together from `style/` when the server is built: one text for each bundle.
//!
//! An entry (`style/site.css`) is a list of `@import "part" layer(name);`. Browsers would fetch every part one
//! after another; here each part becomes a block of its layer, without comments and blanks.

use std::fmt::Write as _;

const LAYERS: &str = "@layer reset,tokens,base,components,pages;";

macro_rules! parts {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../style/", $name)))),+]
    };
}

const PARTS: &[(&str, &str)] = parts![
    "tokens.css",
    "reset.css",
    "base.css",
    "components/button.css",
    "components/card.css",
    "components/chat.css",
    "components/console.css",
    "components/dialog.css",
    "components/field.css",
    "components/icon.css",
    "components/layout.css",
    "components/summary.css",
    "components/table.css",
    "pages/calculator.css",
    "pages/home.css",
    "pages/text.css",
];

/// The public pages and the calculator.
pub fn site() -> String {
    bundle(include_str!("../../style/site.css"))
}

/// The chat, in a frame and at `/chat`.
pub fn widget() -> String {
    bundle(include_str!("../../style/widget.css"))
}

/// The desks' console.
pub fn console() -> String {
    bundle(include_str!("../../style/console.css"))
}

fn bundle(entry: &str) -> String {
    let mut css = LAYERS.to_owned();
    for (name, layer) in imports(entry) {
        if let Some((_, part)) = PARTS.iter().find(|(known, _)| *known == name) {
            let _ = write!(css, "@layer {layer}{{{}}}", minified(part));
        }
    }
    css
}

fn imports(entry: &str) -> impl Iterator<Item = (&str, &str)> {
    entry.lines().filter_map(|line| {
        let rest = line.strip_prefix("@import \"")?;
        let (name, rest) = rest.split_once("\" layer(")?;
        Some((name, rest.strip_suffix(");")?))
    })
}

/// Takes out comments and the blanks that mean nothing. Strings in our sheets hold no blanks that matter, and
/// `+`/`-` keep theirs, which `calc()` needs.
fn minified(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    for word in without_comments(css).split_whitespace() {
        let glued = text.ends_with(['{', '}', ';', ':', ',', '>', '(']) || text.is_empty();
        if !glued && !word.starts_with(['{', '}', ';', '>', ')']) {
            text.push(' ');
        }
        text.push_str(word);
    }
    text.replace(";}", "}")
}

fn without_comments(css: &str) -> String {
    let mut rest = css;
    let mut text = String::with_capacity(css.len());
    while let Some((before, after)) = rest.split_once("/*") {
        text.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_import_is_a_known_part() {
        for entry in [
            include_str!("../../style/site.css"),
            include_str!("../../style/widget.css"),
            include_str!("../../style/console.css"),
        ] {
            let lines = entry.lines().filter(|line| line.starts_with("@import")).count();
            let known = imports(entry).filter(|(name, _)| PARTS.iter().any(|(part, _)| part == name));
            assert_eq!(known.count(), lines);
        }
    }

    #[test]
    fn the_widget_fits_into_its_page() {
        let size = widget().len();
        assert!(size <= 12_000, "{size} bytes: it is inlined before anything can be typed");
    }

    #[test]
    fn minifying_keeps_meaning() {
        let css = "/* a */ .a > .b:not(:focus) , .c :hover {\n  margin: calc(-1 * var(--x) + 2px);\n}\n";
        assert_eq!(minified(css), ".a>.b:not(:focus) ,.c :hover{margin:calc(-1 * var(--x) + 2px)}");
    }
}
