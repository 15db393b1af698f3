//! The table as a file for spreadsheets: the terms on top, then the rows, the same figures as on the page.

use std::borrow::Cow;

use amortization::{Money, Rate, Row};

use super::figures::Figures;
use super::offer::Offer;
use super::sums::Sums;
use crate::text::calculator_table as words;

/// Tells Excel that the file is UTF-8; without it accents come out broken.
const MARK: char = '\u{feff}';

/// The whole file. `rows` are those of the page's table, `link` the address that shows it again.
pub fn file(offer: &Offer, figures: &Figures, rows: &[Row], link: &str) -> String {
    let mut file = String::with_capacity(1024 + rows.len() * 120);
    file.push(MARK);
    line(&[words::NO_OFFER], &mut file);
    for (name, value) in terms(offer, figures, rows, link) {
        line(&[name, &value], &mut file);
    }
    line(&[""], &mut file);
    line(&words::FILE_HEADS, &mut file);
    for row in rows {
        line(&cells(row), &mut file);
    }
    file
}

fn terms(offer: &Offer, figures: &Figures, rows: &[Row], link: &str) -> Vec<(&'static str, String)> {
    let product = &offer.product;
    // Of the rows listed: with extra payments they are not those of the level table.
    let all = Sums::of(rows);
    let sum = |read: fn(&Sums) -> i64| plain(all.as_ref().map_or(0, read));
    let last = rows.last().map_or(0, |row| row.payment.centavos());
    let (payment, total) = if all.as_ref().is_some_and(|all| all.extra > 0) {
        (words::FILE_PAYMENT_BEFORE, words::FILE_TOTAL_EXTRAS)
    } else {
        (words::FILE_PAYMENT, words::FILE_TOTAL)
    };
    vec![
        (words::FILE_PRODUCT, words::version(&product.name, &product.version)),
        (words::FILE_AMOUNT, plain(figures.amount)),
        (words::FILE_NET, plain(figures.net)),
        (words::FILE_RATE, product.annual_rate_pct.clone()),
        (words::FILE_IVA, product.iva_pct.clone()),
        (words::FILE_PAYMENTS, rows.len().to_string()),
        (payment, plain(figures.payment)),
        (words::FILE_LAST, plain(last)),
        (words::FILE_INTEREST, sum(|all| all.interest)),
        (words::FILE_TOTAL_IVA, sum(|all| all.iva)),
        (words::FILE_CHARGES, sum(|all| all.fund + all.other)),
        (words::FILE_EXTRAS, sum(|all| all.extra)),
        (total, sum(|all| all.payment + all.extra)),
        (words::FILE_CAT, figures.cat.map(tenths).unwrap_or_default()),
        (words::FILE_TODAY, offer.today.clone()),
        (words::FILE_SOURCE, product.source.clone()),
        (words::FILE_LINK, link.to_owned()),
    ]
}

fn cells(row: &Row) -> [String; 11] {
    let sums = Sums::of_row(row);
    [
        row.number.to_string(),
        sums.date.map(|date| date.to_string()).unwrap_or_default(),
        plain(sums.opening),
        plain(sums.payment),
        plain(sums.capital),
        plain(sums.interest),
        plain(sums.iva),
        plain(sums.fund),
        plain(sums.other),
        plain(sums.extra),
        plain(sums.closing),
    ]
}

/// "1231.32": what every spreadsheet reads as a number.
fn plain(centavos: i64) -> String {
    Money::from_centavos(centavos).to_string()
}

/// "9.0": a CAT is told to one decimal.
fn tenths(cat: Rate) -> String {
    let tenths = cat.millionths() / 100_000;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// One record, as RFC 4180 has it.
pub fn line(cells: &[impl AsRef<str>], file: &mut String) {
    for (index, text) in cells.iter().enumerate() {
        if index > 0 {
            file.push(',');
        }
        cell(text.as_ref(), file);
    }
    file.push_str("\r\n");
}

/// Quoted where it must be. A text that a spreadsheet would calculate with becomes plain text by an
/// apostrophe; a number stays a number.
fn cell(text: &str, file: &mut String) {
    let text = if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) };
    if text.contains(['"', ',', '\r', '\n', ';', '\t']) {
        file.push('"');
        file.push_str(&text.replace('"', "\"\""));
        file.push('"');
    } else {
        file.push_str(&text);
    }
}

/// Some programs skip blanks before the sign.
fn is_formula(text: &str) -> bool {
    let signs = ['=', '+', '-', '@', '\t', '\r'];
    text.starts_with(signs) || text.trim_start().starts_with(signs)
}

#[cfg(test)]
mod tests {
    use super::super::figures::tests::{figures, form, offer};
    use super::super::table_of;
    use super::*;

    fn written(text: &str) -> String {
        let mut file = String::new();
        cell(text, &mut file);
        file
    }

    #[test]
    fn terms_stand_over_the_rows() {
        let figures = figures("monto=60,000&plazo=59");
        let file =
            file(&offer(), &figures, &figures.schedule.rows, "https://puente.mx/calculadora?monto=60000");
        let lines: Vec<&str> = file.lines().collect();
        assert_eq!(lines[0], "\u{feff}\"Simulación, no es una oferta.\"");
        for line in [
            "Monto,60000.00",
            "Pago por quincena,1231.32",
            "Último pago,1231.60",
            "Intereses,10903.56",
            "Total que pagaría,72648.16",
        ] {
            assert!(lines.contains(&line), "{line}");
        }
        let (head, rows) = lines.split_at(lines.len() - 59);
        assert!(
            head.last()
                .is_some_and(|line| line.starts_with("Número,Fecha,Saldo antes del pago,Pago,Capital"))
        );
        assert_eq!(rows[0], "1,2026-04-15,60000.00,1231.32,834.89,341.75,54.68,0.00,0.00,0.00,59165.11");
        assert!(rows[58].starts_with("59,2028-09-15,") && rows[58].ends_with(",0.00"));
    }

    #[test]
    fn with_extra_payments_each_line_says_of_what_it_is() {
        let figures = figures("monto=60,000&plazo=59");
        for (effect, count) in [("pago", 59), ("plazo", 49)] {
            let query = format!("monto=60,000&plazo=59&extra=10,000&extra_desde=12&extra_baja={effect}");
            let rows = &table_of(&offer(), &figures, &form(&query)).rows;
            let file = file(&offer(), &figures, rows, "");
            let value = |name: &str| {
                let cells = file.lines().filter_map(|line| line.trim_matches('"').rsplit_once(','));
                cells.map(|(said, value)| (said.trim_end_matches('"'), value)).find(|(said, _)| *said == name)
            };
            let amount = |name: &str| {
                value(name).and_then(|(_, value)| value.parse::<Money>().ok()).map_or(0, Money::centavos)
            };
            assert_eq!(value("Número de pagos"), Some(("Número de pagos", &*count.to_string())));
            assert_eq!(amount(words::FILE_PAYMENT_BEFORE), 123_132);
            assert_eq!((value(words::FILE_PAYMENT), value(words::FILE_TOTAL)), (None, None));
            let parts = ["Monto", "Intereses", words::FILE_TOTAL_IVA].map(amount);
            assert_eq!(amount(words::FILE_TOTAL_EXTRAS), parts.iter().sum::<i64>(), "{effect}");
        }
    }

    #[test]
    fn a_cat_has_one_decimal() {
        let said = ["9", "14.6", "1234.5"].map(|cat| cat.parse().map(tenths).unwrap_or_default());
        assert_eq!(said, ["9.0", "14.6", "1234.5"]);
    }

    #[test]
    fn what_configuration_says_is_no_formula_either() {
        let mut offer = offer();
        offer.product.name = "=cmd|'/c calc'!A0".into();
        offer.product.source = "@SUM(1)".into();
        let figures = figures("monto=60,000&plazo=59");
        let file = file(&offer, &figures, &figures.schedule.rows, "=x");
        let cells = file.lines().flat_map(|line| line.split(','));
        for cell in cells.map(|cell| cell.trim_matches(['"', '\u{feff}'])) {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
        assert!(file.contains("'@SUM(1)"));
    }

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "=\"x\"", "\n=1"] {
            let cell = written(text);
            let inside = cell.trim_matches('"');
            assert!(inside.starts_with('\''), "{text:?} became {cell:?}");
        }
        assert_eq!(written("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
    }

    #[test]
    fn the_rest_stays_as_it_is() {
        for text in ["1231.32", "2026-04-15", "Préstamo personal", ""] {
            assert_eq!(written(text), text);
        }
        assert_eq!(written("uno, dos \"tres\""), "\"uno, dos \"\"tres\"\"\"");
        assert_eq!(plain(5), "0.05");
    }
}
