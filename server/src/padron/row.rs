//! One line of the file.

use std::str::FromStr;

use amortization::{Date, FirstDue, Money};
use csv::StringRecord;
use protocol::curp::Curp;

use super::{
    Fault,
    columns::{self, Columns},
};
use crate::{
    config::Product,
    loans::{self, Terms},
    quotes::Refusal,
};

/// As long as the padrón's table takes.
const NAME_CHARS: usize = 200;
const KEY_CHARS: usize = 64;

#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) line: u64,
    pub(super) curp: Curp,
    pub(super) name: String,
    pub(super) affiliation: Option<String>,
}

impl Person {
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        self.name == other.name && self.affiliation == other.affiliation
    }
}

#[derive(Debug, Clone)]
pub(super) struct LoanRow {
    pub(super) line: u64,
    pub(super) folio: String,
    /// Product key of the configuration, and its name.
    pub(super) product: String,
    pub(super) name: String,
    pub(super) terms: Terms,
}

/// Reads cells, keeping every fault of the line.
struct Cells<'a> {
    columns: &'a Columns,
    record: &'a StringRecord,
    line: u64,
    faults: Vec<Fault>,
}

impl<'a> Cells<'a> {
    fn new(columns: &'a Columns, record: &'a StringRecord, line: u64) -> Self {
        Self { columns, record, line, faults: Vec::new() }
    }

    fn cell(&self, column: &'static str) -> &'a str {
        self.columns.cell(self.record, column)
    }

    fn refuse(&mut self, column: &'static str, reason: impl Into<String>) {
        self.faults.push(Fault::of_cell(self.line, column, reason));
    }

    fn read<T>(&mut self, column: &'static str, what: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let value = read(self.cell(column));
        if value.is_none() {
            self.refuse(column, format!("escriba {what}."));
        }
        value
    }

    fn words(&mut self, column: &'static str, most: usize) -> Option<String> {
        let text = self.cell(column);
        if text.chars().any(char::is_control) || text.chars().count() > most {
            self.refuse(column, format!("hasta {most} letras, en una sola línea."));
            return None;
        }
        Some(text.to_owned())
    }

    fn needed(&mut self, column: &'static str, most: usize) -> Option<String> {
        let text = self.words(column, most)?;
        if text.is_empty() {
            self.refuse(column, "está vacío.");
            return None;
        }
        Some(text)
    }

    fn end<T>(self, value: Option<T>) -> Result<T, Vec<Fault>> {
        value.filter(|_| self.faults.is_empty()).ok_or(self.faults)
    }
}

pub(super) fn person(columns: &Columns, record: &StringRecord, line: u64) -> Result<Person, Vec<Fault>> {
    let mut cells = Cells::new(columns, record, line);
    let curp = cells.cell(columns::CURP).parse::<Curp>();
    if let Err(fault) = &curp {
        cells.refuse(columns::CURP, fault.to_string());
    }
    let name = cells.needed(columns::NAME, NAME_CHARS);
    let affiliation = cells.words(columns::AFFILIATION, KEY_CHARS).filter(|text| !text.is_empty());
    let person = curp.ok().zip(name).map(|(curp, name)| Person { line, curp, name, affiliation });
    cells.end(person)
}

/// None on a line that only says who a person is.
pub(super) fn loan(
    columns: &Columns,
    record: &StringRecord,
    line: u64,
    products: &[Product],
) -> Result<Option<LoanRow>, Vec<Fault>> {
    if columns.names_no_loan(record) {
        return Ok(None);
    }
    let mut cells = Cells::new(columns, record, line);
    let folio = cells.needed(columns::FOLIO, KEY_CHARS);
    let product = product(&mut cells, products);
    let terms = terms(&mut cells);
    let first = product.map_or(FirstDue::Nth { n: 1 }, |product| product.first_due.rule());
    if let Some(Err(error)) = terms.as_ref().map(|terms| loans::check(terms, first)) {
        cells.faults.push(Fault::of_line(line, not_computed(error)));
    }
    let row = folio.zip(product).zip(terms).map(|((folio, product), terms)| (folio, product, terms));
    let (folio, product, terms) = cells.end(row)?;
    Ok(Some(LoanRow { line, folio, product: product.id.clone(), name: product.name.clone(), terms }))
}

fn not_computed(error: amortization::Error) -> String {
    format!("con estos datos no se pueden calcular los pagos. {}", Refusal::from(error))
}

fn product<'a>(cells: &mut Cells<'_>, products: &'a [Product]) -> Option<&'a Product> {
    let key = cells.cell(columns::PRODUCT);
    let found = products.iter().find(|product| product.id == key);
    if found.is_none() {
        let mut known: Vec<&str> = products.iter().map(|product| product.id.as_str()).collect();
        known.sort_unstable();
        known.dedup();
        cells.refuse(columns::PRODUCT, format!("escriba uno de estos: {}.", known.join(", ")));
    }
    found
}

fn terms(cells: &mut Cells<'_>) -> Option<Terms> {
    let amount = cells.read(columns::AMOUNT, "pesos sin comas, como 60000.00", |text| {
        Money::from_str(text).ok().filter(|money| *money > Money::ZERO)
    });
    let annual_rate =
        cells.read(columns::RATE, "un porcentaje sin el signo, como 13.67", |text| text.parse().ok());
    let iva = cells.read(columns::IVA, "un porcentaje sin el signo, como 16, o 0", |text| text.parse().ok());
    let term = cells.read(columns::TERM, "el número de quincenas, de 1 a 1200", |text| {
        whole(text).filter(|term| (1..=1200).contains(term))
    });
    let disbursed_on =
        cells.read(columns::DISBURSED_ON, "una fecha como 2026-08-31", |text| Date::from_str(text).ok());
    let paid = cells.read(columns::PAID, "cuántas quincenas lleva pagadas, como 12, o 0", whole);
    if paid > term && term.is_some() {
        cells.refuse(columns::PAID, "son más que el plazo.");
    }
    Some(Terms {
        amount: amount?,
        annual_rate: annual_rate?,
        iva: iva?,
        term: term?,
        disbursed_on: disbursed_on?,
        paid: paid?,
    })
}

/// Digits alone: no sign, no blank.
fn whole(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}
