//! The table of payments, as text: 360 rows of elements cost a phone five times what one `innerHTML` does.
//!
//! Nothing a person wrote goes into it, only figures of the engine, so there is nothing to escape.

use amortization::Schedule;

use super::figures::{Figures, Outcome};
use crate::text::{calculator as words, money};

const ROWS_A_YEAR: usize = 24;

/// One table a year: those off screen are laid out when they come near (`content-visibility`).
pub fn tables(outcome: &Outcome) -> String {
    outcome.ready().map(years).unwrap_or_default()
}

fn years(figures: &Figures) -> String {
    let schedule: &Schedule = &figures.schedule;
    let mut html = String::with_capacity(schedule.rows.len() * 220);
    for (index, rows) in schedule.rows.chunks(ROWS_A_YEAR).enumerate() {
        html.push_str("<table class=\"p-table p-year\"><caption>");
        html.push_str(&words::year(index + 1));
        html.push_str("</caption><thead><tr>");
        for column in words::COLUMNS {
            cell("th scope=\"col\"", "th", column, &mut html);
        }
        html.push_str("</tr></thead><tbody>");
        for row in rows {
            html.push_str("<tr>");
            cell("th scope=\"row\"", "th", &row.number.to_string(), &mut html);
            for amount in [row.payment, row.principal, row.interest, row.iva, row.closing_balance] {
                cell("td", "td", &money::pesos(amount.centavos()), &mut html);
            }
            html.push_str("</tr>");
        }
        html.push_str("</tbody></table>");
    }
    html
}

fn cell(open: &str, close: &str, text: &str, html: &mut String) {
    for part in ["<", open, ">", text, "</", close, ">"] {
        html.push_str(part);
    }
}

#[cfg(test)]
mod tests {
    use super::super::figures::calculate;
    use super::super::form::tests::product;
    use super::*;

    #[test]
    fn groups_rows_by_year() {
        let html = tables(&calculate(&product("personal", "2026-01", false), "60,000", "59", true));
        assert_eq!(html.matches("<table").count(), 3);
        assert_eq!(html.matches("<tr>").count(), 59 + 3);
        assert!(html.contains("<th scope=\"row\">59</th><td>$1,231.60</td>"));
        assert!(html.ends_with("<td>$0.00</td></tr></tbody></table>"));
    }

    #[test]
    fn is_empty_without_figures() {
        assert_eq!(tables(&Outcome::Empty), "");
    }
}
