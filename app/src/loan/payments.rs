//! The table of payments, as text: 360 rows of elements cost a phone five times what one `innerHTML` does.
//!
//! Cells and rows are not closed, as HTML allows: a parser reads half the tags, and parsing is most of what drawing
//! the table costs. A keystroke that leaves its rows as they are only writes figures (`redraw.rs`). Nothing a person
//! wrote goes into it, only figures of the engine, so there is nothing to escape.

use amortization::Row;

use super::markup::push;
use super::sums::{Columns, ROWS_A_YEAR, Sums};
use crate::text::{calculator_table as words, dates, money};

/// How the table is grouped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Grouping {
    #[default]
    Quincena,
    Year,
}

impl Grouping {
    /// The form's `tabla`; anything unknown is the usual one.
    pub fn named(tabla: &str) -> Self {
        if tabla == Self::Year.key() { Self::Year } else { Self::Quincena }
    }

    pub const fn key(self) -> &'static str {
        match self {
            Self::Quincena => "quincena",
            Self::Year => "anio",
        }
    }
}

pub fn tables(rows: &[Row], by: Grouping) -> String {
    match by {
        Grouping::Quincena => by_quincena(rows),
        Grouping::Year => by_year(rows),
    }
}

/// One table a year: those off screen are laid out when they come near (`content-visibility`, which needs
/// the `div`: a table cannot be contained).
fn by_quincena(rows: &[Row]) -> String {
    let columns = Columns::of(rows);
    let mut html = String::with_capacity(rows.len() * 260);
    for (index, year) in rows.chunks(ROWS_A_YEAR).enumerate() {
        html.push_str("<div class=\"p-year\">");
        head(&words::year(index + 1), [words::NUMBER, words::DATE], columns, &mut html);
        for row in year {
            line(&row.number.to_string(), &Sums::of_row(row), columns, &mut html);
        }
        html.push_str("</table></div>");
    }
    html
}

/// The sums of each year and of all: short, so nothing is contained.
pub fn by_year(rows: &[Row]) -> String {
    let columns = Columns::of(rows);
    let mut html = String::with_capacity(4096);
    head(words::BY_YEAR_CAPTION, [words::YEAR, words::UNTIL], columns, &mut html);
    for (index, sums) in rows.chunks(ROWS_A_YEAR).filter_map(Sums::of).enumerate() {
        line(&(index + 1).to_string(), &sums, columns, &mut html);
    }
    if let Some(all) = Sums::of(rows) {
        html.push_str("<tfoot>");
        line(words::TOTAL, &all, columns, &mut html);
    }
    html.push_str("</table>");
    html
}

/// Everything up to the first row. The order of the columns is the style's too: see `.p-plan`.
fn head(caption: &str, [number, date]: [&str; 2], columns: Columns, html: &mut String) {
    push(html, &["<table class=\"p-table p-plan\"><caption>", caption, "</caption><thead><tr>"]);
    let sometimes =
        [(columns.fund, words::FUND), (columns.other, words::OTHER), (columns.extra, words::EXTRA)];
    let always = [number, date, words::OPENING, words::PAYMENT, words::CAPITAL, words::INTEREST, words::IVA];
    let present = sometimes.into_iter().filter(|(shown, _)| *shown).map(|(_, name)| name);
    for name in always.into_iter().chain(present).chain([words::CLOSING]) {
        push(html, &["<th scope=\"col\">", name]);
    }
    html.push_str("<tbody>");
}

fn line(number: &str, sums: &Sums, columns: Columns, html: &mut String) {
    push(html, &["<tr><th>", number, "<td>"]);
    if let Some(date) = sums.date {
        dates::write_short(date.year(), date.month(), date.day(), html);
    }
    for amount in [sums.opening, sums.payment, sums.capital, sums.interest, sums.iva] {
        cell(amount, html);
    }
    let sometimes = [(columns.fund, sums.fund), (columns.other, sums.other), (columns.extra, sums.extra)];
    for (_, amount) in sometimes.into_iter().filter(|(shown, _)| *shown) {
        cell(amount, html);
    }
    cell(sums.closing, html);
}

fn cell(amount: i64, html: &mut String) {
    html.push_str("<td>");
    money::write_pesos(amount, html);
}

#[cfg(test)]
mod tests {
    use super::super::sums::tests::{charged, plain};
    use super::*;

    #[test]
    fn groups_rows_by_year() {
        let html = tables(&plain(59), Grouping::Quincena);
        assert_eq!(html.matches("<table").count(), 3);
        assert_eq!(html.matches("<tr>").count(), 59 + 3);
        assert!(html.contains("<th>1<td>15 abr 2026<td>$60,000.00<td>$1,231.32"));
        assert!(html.contains("<th>59<td>15 sep 2028"), "{html}");
        assert!(html.ends_with("<td>$0.00</table></div>"));
        assert!(!html.contains(words::FUND) && !html.contains(words::EXTRA));
    }

    #[test]
    fn sums_years_and_all() {
        let html = tables(&plain(59), Grouping::named("anio"));
        assert_eq!(html.matches("<tr>").count(), 1 + 3 + 1);
        let total = "<th>Total<td>15 sep 2028<td>$60,000.00<td>$72,648.16\
                     <td>$60,000.00<td>$10,903.56<td>$1,744.60<td>$0.00";
        assert!(html.contains(total), "{html}");
    }

    #[test]
    fn what_is_charged_has_its_column() {
        for by in [Grouping::Quincena, Grouping::Year] {
            let html = tables(&charged(), by);
            for name in [words::FUND, words::OTHER, words::EXTRA] {
                assert!(html.contains(&format!("<th scope=\"col\">{name}")), "{name}");
            }
            assert!(html.contains("<td>$5,000.00"));
        }
    }

    #[test]
    fn is_empty_without_rows() {
        assert_eq!(tables(&[], Grouping::Quincena), "");
        assert_eq!(Grouping::named("otra"), Grouping::Quincena);
    }
}
