//! Reads `style/tokens.css` and checks that every colour can be read and every edge seen, light and dark.

use std::collections::HashMap;

const TOKENS: &str = include_str!("../../../style/tokens.css");
const GROUNDS: [&str; 3] = ["surface", "surface-raised", "surface-quiet"];

type Colours = HashMap<&'static str, [u8; 3]>;

fn colours(css: &'static str) -> Colours {
    css.lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": #")?;
            let hex = value.get(..6)?;
            let channel = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
            Some((name, [channel(0)?, channel(2)?, channel(4)?]))
        })
        .collect()
}

fn palettes() -> [(&'static str, Colours); 2] {
    let (light, dark) = TOKENS.split_once("prefers-color-scheme: dark").expect("a dark palette");
    [("light", colours(light)), ("dark", colours(dark))]
}

/// WCAG 2.2 relative luminance.
fn luminance(colour: [u8; 3]) -> f64 {
    let [r, g, b] = colour.map(|channel| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn ratio(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn check(pairs: &[(&str, &str)], least: f64) {
    for (scheme, palette) in palettes() {
        for (front, ground) in pairs {
            let found = ratio(palette[front], palette[ground]);
            assert!(found >= least, "{scheme}: {front} on {ground} is {found:.2}, needs {least}");
        }
    }
}

fn on_every_ground(fronts: &[&'static str]) -> Vec<(&'static str, &'static str)> {
    fronts.iter().flat_map(|front| GROUNDS.map(|ground| (*front, ground))).collect()
}

#[test]
fn text_can_be_read() {
    check(&on_every_ground(&["text", "text-quiet", "primary", "primary-strong", "success", "error"]), 4.5);
    check(&[("on-primary", "primary"), ("on-primary", "primary-strong"), ("notice", "notice-ground")], 4.5);
}

#[test]
fn borders_and_focus_can_be_seen() {
    check(&on_every_ground(&["border", "primary", "error", "focus"]), 3.0);
    check(&[("focus", "notice-ground"), ("on-primary", "primary")], 3.0);
}

#[test]
fn parts_of_a_payment_can_be_told_apart() {
    let parts = ["part-capital", "part-interest", "part-iva", "part-fund", "part-other"];
    let neighbours: Vec<_> = parts.windows(2).map(|two| (two[0], two[1])).collect();
    check(&neighbours, 3.0);
    // Interest is next to the fund where there is no IVA: a gap of the ground stands between them.
    check(&parts.map(|part| (part, "surface-raised")), 3.0);
}

#[test]
fn both_palettes_name_the_same_colours() {
    let [(_, light), (_, dark)] = palettes();
    let names = |palette: Colours| {
        let mut names: Vec<_> = palette.into_keys().collect();
        names.sort_unstable();
        names
    };
    assert_eq!(names(light), names(dark));
}
