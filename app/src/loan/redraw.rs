//! Figures that change where they stand. Parsing a table of 360 rows anew and taking the old one away was half of
//! what a keystroke cost a phone (docs/PERFORMANCE.md); and who goes through the table with a reader keeps their
//! place.

use leptos::html::Div;
use leptos::prelude::*;

/// A `div` and its markup, which changes only when more than texts do: those are written into what is there.
/// For markup whose texts each fill a cell of a table, plainly: as they stand there they are shown.
pub fn in_place(html: Signal<String>) -> (NodeRef<Div>, RwSignal<String>) {
    let place = NodeRef::new();
    let drawn = RwSignal::new(html.get_untracked());
    #[cfg(feature = "hydrate")]
    here::follow(html, place, drawn);
    (place, drawn)
}

/// Which texts differ, each by its place among all of them, and how many there are; `None` where the markup
/// differs, or where a text stands in one only.
#[cfg(any(test, feature = "hydrate"))]
fn changes<'a>(before: &str, now: &'a str) -> Option<(usize, Vec<(usize, &'a str)>)> {
    let (mut olds, mut news) = (before.split('<'), now.split('<'));
    let (mut texts, mut changed) = (0, Vec::new());
    loop {
        let (old, new) = match (olds.next(), news.next()) {
            (Some(old), Some(new)) => (tag_and_text(old), tag_and_text(new)),
            (None, None) => return Some((texts, changed)),
            _ => return None,
        };
        if old.0 != new.0 || old.1.is_empty() != new.1.is_empty() {
            return None;
        }
        if old.1 != new.1 {
            changed.push((texts, new.1));
        }
        texts += usize::from(!new.1.is_empty());
    }
}

#[cfg(any(test, feature = "hydrate"))]
fn tag_and_text(piece: &str) -> (&str, &str) {
    piece.split_once('>').unwrap_or(("", piece))
}

#[cfg(feature = "hydrate")]
mod here {
    use leptos::html::Div;
    use leptos::prelude::*;
    use web_sys::Node;

    pub fn follow(html: Signal<String>, place: NodeRef<Div>, drawn: RwSignal<String>) {
        let texts = StoredValue::new_local(Vec::new());
        Effect::new(move |before: Option<String>| {
            let now = html.get();
            // What changed before this first ran is not what was drawn.
            let before = before.unwrap_or_else(|| drawn.get_untracked());
            if before != now && !is_written(place, texts, &before, &now) {
                texts.set_value(Vec::new());
                drawn.set(now.clone());
            }
            now
        });
    }

    /// Whether the texts could be written; they are looked for once after each drawing.
    fn is_written(
        place: NodeRef<Div>,
        texts: StoredValue<Vec<Node>, LocalStorage>,
        before: &str,
        now: &str,
    ) -> bool {
        let Some((count, changed)) = super::changes(before, now) else { return false };
        texts.try_update_value(|texts| {
            if texts.is_empty() {
                *texts = cells(place);
            }
            if texts.len() != count {
                return false;
            }
            for (at, text) in changed {
                if let Some(node) = texts.get(at) {
                    node.set_node_value(Some(text));
                }
            }
            true
        }) == Some(true)
    }

    fn cells(place: NodeRef<Div>) -> Vec<Node> {
        let cells = place.get_untracked().and_then(|place| place.query_selector_all("caption, th, td").ok());
        let Some(cells) = cells else { return Vec::new() };
        (0..cells.length()).filter_map(|at| cells.get(at)?.first_child()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::changes;

    const ROW: &str = "<table><caption>Año 1</caption><tr><th>1<td>$5.00<td><td>$7.00</table>";

    #[test]
    fn texts_are_told_by_their_place() {
        assert_eq!(changes(ROW, ROW), Some((4, vec![])));
        let other = ROW.replace("$5.00", "$6.00").replace("$7.00", "$8.00");
        assert_eq!(changes(ROW, &other), Some((4, vec![(2, "$6.00"), (3, "$8.00")])));
    }

    #[test]
    fn other_markup_is_drawn_anew() {
        for other in [
            ROW.replace("<td>$7.00", ""),
            ROW.replace("<td>$5.00<td>", "<td><td>$5.00"),
            ROW.replace("<table>", "<table class=\"p-plan\">"),
            format!("{ROW}<table></table>"),
            String::new(),
        ] {
            assert_eq!(changes(ROW, &other), None, "{other}");
            assert_eq!(changes(&other, ROW), None, "{other}");
        }
    }
}
