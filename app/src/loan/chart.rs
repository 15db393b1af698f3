//! Where each payment goes: bars in time, each stacked from capital to charges. Text, like the table, so that
//! a keystroke sets one `innerHTML` of a dozen elements.

use amortization::Row;

use super::markup::push;
use super::sums::Sums;
use crate::text::calculator_table::{self as words, Split};
use crate::text::money;

/// More bars than this are thinner than the gaps between them on a phone of 360 px.
const BARS: usize = 60;
/// Of the drawing at most, in its own units. The style has their proportion.
const WIDTH: usize = 600;
const HEIGHT: i64 = 240;

/// A series of the stack, from the bottom up.
struct Series {
    /// Of the class and the pattern.
    name: &'static str,
    label: &'static str,
    read: fn(&Sums) -> i64,
}

const STACK: [Series; 5] = [
    Series { name: "capital", label: words::TO_CAPITAL, read: |sums| sums.capital },
    Series { name: "interest", label: words::TO_INTEREST, read: |sums| sums.interest },
    Series { name: "iva", label: words::TO_IVA, read: |sums| sums.iva },
    Series { name: "fund", label: words::TO_FUND, read: |sums| sums.fund },
    Series { name: "other", label: words::TO_OTHER, read: |sums| sums.other },
];

/// The figure's inside: summary, drawing, ends of both axes, legend. Empty without rows.
pub fn figure(rows: &[Row]) -> String {
    let (Some(all), Some(first), Some(last)) = (Sums::of(rows), rows.first(), rows.last()) else {
        return String::new();
    };
    let each = rows.len().div_ceil(BARS);
    let bars: Vec<Bar> = rows.chunks(each).filter_map(Bar::of).collect();
    let top = bars.iter().map(Bar::payment).max().unwrap_or(1).max(1);
    let mut html = String::with_capacity(12_000);
    push(&mut html, &["<p class=\"p-chart__summary\" id=\"grafica-resumen\">", &summary(rows), "</p>"]);
    let said = words::per_payment(highest(&bars, top));
    push(&mut html, &["<p class=\"p-chart__top\">", &said, "</p>"]);
    drawing(&bars, top, &mut html);
    push(&mut html, &["<p class=\"p-chart__ends\"><span>", &words::payment_number(first.number)]);
    push(&mut html, &["</span><span>", &words::payment_number(last.number), "</span></p>"]);
    legend(&all, &mut html);
    push(&mut html, &["<p class=\"p-chart__each\">", &words::bar(each), "</p>"]);
    html
}

/// The last payment is often some centavos above all others: the height is called by theirs.
fn highest(bars: &[Bar], top: i64) -> i64 {
    let usual = bars.first().map_or(top, Bar::payment);
    if (top - usual) * 100 <= top { usual } else { top }
}

/// The average payment of some rows.
struct Bar {
    sums: Sums,
    rows: i64,
}

impl Bar {
    fn of(rows: &[Row]) -> Option<Self> {
        Some(Self { sums: Sums::of(rows)?, rows: i64::try_from(rows.len()).ok()? })
    }

    fn payment(&self) -> i64 {
        self.sums.payment / self.rows.max(1)
    }

    /// Height up to and with the series at `index`.
    fn height(&self, index: usize, top: i64) -> i64 {
        let below: i64 = STACK.iter().take(index + 1).map(|series| (series.read)(&self.sums)).sum();
        let scaled =
            i128::from(below) * i128::from(HEIGHT) / (i128::from(top) * i128::from(self.rows.max(1)));
        // Averages are rounded down, so a full bar may be a hair above the highest.
        i64::try_from(scaled).unwrap_or(HEIGHT).clamp(0, HEIGHT)
    }
}

/// Accessibility: an image named by the summary beside it; the table under it says the same in figures.
fn drawing(bars: &[Bar], top: i64, html: &mut String) {
    let slot = slot(bars);
    let size = format!("{} {HEIGHT}", slot * bars.len());
    push(html, &["<svg class=\"p-chart__drawing\" viewBox=\"0 0 ", &size, "\" role=\"img\" "]);
    push(html, &["preserveAspectRatio=\"none\" aria-labelledby=\"grafica-resumen\">"]);
    for (index, series) in STACK.iter().enumerate() {
        let path = path(bars, index, slot, top);
        if !path.is_empty() {
            push(html, &["<path class=\"p-chart__part\" fill=\"url(#parte-", series.name]);
            push(html, &[")\" d=\"", &path, "\"/>"]);
        }
    }
    html.push_str("</svg>");
}

/// Colour and pattern: parts are told apart without colours too. The grounds are in the style. They stand apart
/// from the drawing, which is made anew with every keystroke.
pub const PATTERNS: &str = concat!(
    "<pattern id=\"parte-capital\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">",
    "<path class=\"p-part--capital\" d=\"M0 0h8v8H0z\"/></pattern>",
    "<pattern id=\"parte-interest\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">",
    "<path class=\"p-part--interest\" d=\"M0 0h8v8H0z\"/><path class=\"p-part__mark\" d=\"M0 3h8v2H0z\"/></pattern>",
    "<pattern id=\"parte-iva\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">",
    "<path class=\"p-part--iva\" d=\"M0 0h6v6H0z\"/><path class=\"p-part__mark\" d=\"M1 1h2v2H1zM4 4h2v2H4z\"/></pattern>",
    "<pattern id=\"parte-fund\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">",
    "<path class=\"p-part--fund\" d=\"M0 0h8v8H0z\"/><path class=\"p-part__mark\" d=\"M3 0h2v8H3z\"/></pattern>",
    "<pattern id=\"parte-other\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">",
    "<path class=\"p-part--other\" d=\"M0 0h8v8H0z\"/><path class=\"p-part__mark\" d=\"M0 0h3v3H0zM4 4h3v3H4z\"/></pattern>",
);

/// Of a bar and its gap. Whole, to keep the paths short; the drawing is as wide as all of them and is stretched to
/// its place, so that the last bar stands over the end of the axis.
fn slot(bars: &[Bar]) -> usize {
    WIDTH / bars.len().max(1)
}

/// One path for all bars of a series: elements are what a drawing costs.
fn path(bars: &[Bar], index: usize, slot: usize, top: i64) -> String {
    let width = (slot * 4 / 5).max(1);
    let mut path = String::new();
    for (at, bar) in bars.iter().enumerate() {
        let floor = index.checked_sub(1).map_or(0, |below| bar.height(below, top));
        let height = bar.height(index, top) - floor;
        if height > 0 {
            let (x, y) = (at * slot + (slot - width) / 2, HEIGHT - floor);
            push(&mut path, &["M", &x.to_string(), " ", &y.to_string(), "h", &width.to_string()]);
            push(&mut path, &["v-", &height.to_string(), "h-", &width.to_string(), "z"]);
        }
    }
    path
}

/// What each series adds up to. The swatch carries the same pattern as the bars.
fn legend(all: &Sums, html: &mut String) {
    push(html, &["<div class=\"p-chart__legend\"><p>", words::LEGEND, "</p><ul role=\"list\">"]);
    for series in STACK.iter().filter(|series| (series.read)(all) > 0) {
        let swatch = [
            "<li><svg class=\"p-chart__swatch\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path d=\"M0 0h16v16H0z\" fill=\"url(#parte-",
        ];
        push(html, &swatch);
        push(
            html,
            &[
                series.name,
                ")\"/></svg><span>",
                series.label,
                "</span> <b>",
                &money::pesos((series.read)(all)),
                "</b></li>",
            ],
        );
    }
    // Extra payments are in no bar, but without them the sum would not pay the loan off.
    if all.extra > 0 {
        push(html, &["<li><span></span><span>", words::TO_EXTRA, "</span> <b>"]);
        push(html, &[&money::pesos(all.extra), "</b></li>"]);
    }
    html.push_str("</ul></div>");
}

fn summary(rows: &[Row]) -> String {
    let last = rows.last().filter(|_| rows.len() > 1).map(split);
    rows.first().map(|first| words::chart_summary(split(first), last)).unwrap_or_default()
}

fn split(row: &Row) -> Split {
    let sums = Sums::of_row(row);
    Split { capital: sums.capital, cost: sums.interest + sums.iva, charges: sums.fund + sums.other }
}

#[cfg(test)]
mod tests {
    use super::super::sums::tests::{charged, plain};
    use super::*;

    fn paths(html: &str) -> Vec<&str> {
        let drawn = html.split("<path class=\"p-chart__part\"").skip(1);
        drawn.filter_map(|path| path.split(" d=\"").nth(1)?.split('"').next()).collect()
    }

    #[test]
    fn a_bar_a_payment_stacked_to_the_top() {
        let html = figure(&plain(59));
        let paths = paths(&html);
        assert_eq!(paths.len(), 3, "capital, interest, IVA");
        assert_eq!(paths[0].matches('M').count(), 59);
        assert!(html.contains("Cada barra es un pago."));
        assert!(html.contains("<b>$60,000.00</b>") && html.contains("<b>$10,903.56</b>"));
        let bars: Vec<Bar> = plain(59).chunks(1).filter_map(Bar::of).collect();
        let top = bars.iter().map(Bar::payment).max().expect("a bar");
        assert!(bars.iter().all(|bar| bar.height(4, top) >= HEIGHT - 1), "level payments are level");
    }

    #[test]
    fn bars_reach_the_end_of_the_axis() {
        for (count, width) in [(1, 600), (40, 600), (51, 561), (59, 590), (480, 600)] {
            let html = figure(&plain(count));
            assert!(html.contains(&format!("viewBox=\"0 0 {width} 240\" ")), "{count}");
            let ends = paths(&html)[0].rsplit_once('M').and_then(|(_, bar)| {
                let (x, bar) = bar.split_once(' ')?;
                let width = bar.split_once('h')?.1.split_once('v')?.0;
                Some(x.parse::<usize>().ok()? + width.parse::<usize>().ok()?)
            });
            assert!(ends.is_some_and(|end| end <= width && end * 10 >= width * 9), "{count}: {ends:?}");
        }
    }

    #[test]
    fn many_payments_share_bars() {
        let html = figure(&plain(480));
        assert_eq!(paths(&html)[0].matches('M').count(), 60);
        assert!(html.contains("promedio de 8 pagos"));
        assert!(html.len() < 16_000, "{}", html.len());
    }

    #[test]
    fn charges_are_parts_of_their_own() {
        let html = figure(&charged());
        assert_eq!(paths(&html).len(), 5);
        assert!(html.contains(words::TO_FUND) && html.contains("son cargos"));
        assert!(html.contains(words::TO_EXTRA) && html.contains("$5,000.00"), "what repays adds up");
    }

    #[test]
    fn one_payment_and_none() {
        assert!(figure(&plain(1)).contains("De su único pago"));
        assert_eq!(figure(&[]), "");
    }
}
