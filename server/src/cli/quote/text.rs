//! The quote as a person reads it in a terminal.

use app::text::money::pesos;
use protocol::loan::{CatAnswer, LoanTerms, ScheduleAnswer, ScheduleRow};

use super::columns::{self, Column};
use crate::quotes::Refusal;

const NUMBER: &str = "N.º";
const TOTAL: &str = "Total";
const WITHOUT_FUND: &str = "No incluye la aportación anual al Fondo Especial y Solidario.";

pub(super) fn text(terms: &LoanTerms, answer: &ScheduleAnswer, cat: &Result<CatAnswer, Refusal>) -> String {
    let mut lines = vec![heading(terms, answer)];
    lines.extend(summary(answer));
    lines.push(match cat {
        Ok(cat) => aligned("CAT", &format!("{} % {}; {}", cat.cat_pct, cat.legend, cat.rate_legend)),
        Err(refusal) => aligned("CAT", &refusal.to_string()),
    });
    if terms.fund.is_none() {
        lines.push(WITHOUT_FUND.to_owned());
    }
    lines.push(String::new());
    lines.extend(table(answer));
    lines.join("\n") + "\n"
}

fn heading(terms: &LoanTerms, answer: &ScheduleAnswer) -> String {
    let (rate, count) = (&terms.annual_rate_pct, answer.rows.len());
    format!("Préstamo de {} en {count} pagos, tasa fija anual de {rate} %", shown(&terms.amount))
}

/// What is zero is not told, but for what everybody asks.
fn summary(answer: &ScheduleAnswer) -> Vec<String> {
    let level = answer.level_payment.clone().unwrap_or_default();
    let saved = answer.interest_saved.clone().unwrap_or_default();
    let told = [
        ("Recibe", &answer.net_disbursed),
        ("Pago", &level),
        ("Último pago", &answer.last_payment),
        ("Comisión", &answer.commission),
        ("IVA de la comisión", &answer.commission_iva),
        ("Aportación inicial al fondo", &answer.upfront_fund),
        ("IVA de la aportación", &answer.upfront_fund_iva),
        ("Intereses", &answer.total_interest),
        ("IVA de los intereses", &answer.total_iva),
        ("Total de los pagos", &answer.total_paid),
        ("Intereses que ahorra", &saved),
    ];
    let told = told.into_iter().filter(|(name, figure)| match figure.as_str() {
        "" => false,
        "0.00" => *name == "Intereses",
        _ => true,
    });
    told.map(|(name, figure)| aligned(name, &shown(figure))).collect()
}

fn aligned(name: &str, said: &str) -> String {
    format!("{:<28} {said}", format!("{name}:"))
}

fn table(answer: &ScheduleAnswer) -> Vec<String> {
    let columns = columns::of(answer);
    let heads = std::iter::once(NUMBER.to_owned()).chain(columns.iter().map(|column| column.head.to_owned()));
    let totals = columns.iter().map(|column| column.total.map(|of| plain(of(answer))).unwrap_or_default());
    let mut cells = vec![heads.collect::<Vec<_>>()];
    cells.extend(answer.rows.iter().map(|row| row_cells(&columns, row)));
    cells.push(std::iter::once(TOTAL.to_owned()).chain(totals).collect());
    let widths = widths(&cells);
    cells.iter().map(|line| right_aligned(line, &widths)).collect()
}

fn row_cells(columns: &[Column], row: &ScheduleRow) -> Vec<String> {
    let cells = columns.iter().map(|column| plain((column.cell)(row)));
    std::iter::once(row.number.to_string()).chain(cells).collect()
}

fn widths(cells: &[Vec<String>]) -> Vec<usize> {
    let count = cells.first().map_or(0, Vec::len);
    let widest =
        |at: usize| cells.iter().filter_map(|line| line.get(at)).map(|cell| cell.chars().count()).max();
    (0..count).map(|at| widest(at).unwrap_or(0)).collect()
}

fn right_aligned(line: &[String], widths: &[usize]) -> String {
    let cells = line.iter().zip(widths).map(|(cell, width)| format!("{cell:>width$}"));
    cells.collect::<Vec<_>>().join("  ")
}

/// "$60,000.00"; what is not pesos stays as it is.
fn shown(figure: &str) -> String {
    figure.parse::<amortization::Money>().map_or_else(|_| signed(figure), |money| pesos(money.centavos()))
}

/// The engine writes figures below zero that it does not read.
fn signed(figure: &str) -> String {
    figure.strip_prefix('-').map_or_else(|| figure.to_owned(), |rest| format!("-{}", shown(rest)))
}

/// "1,231.32": a date stays as it is.
fn plain(cell: &str) -> String {
    shown(cell).trim_start_matches('$').to_owned()
}
