use std::collections::{BTreeMap, btree_map::Entry};

use csv::{ReaderBuilder, StringRecord, Trim};
use protocol::curp::Curp;

use super::{
    Fault,
    columns::{self, Columns},
    row::{self, LoanRow, Person},
};
use crate::config::Product;

/// A file without faults.
#[derive(Debug, Default)]
pub struct Roster {
    pub(super) people: BTreeMap<Curp, Person>,
    /// By folio, each with its person.
    pub(super) loans: BTreeMap<String, (Curp, LoanRow)>,
}

/// Reads a whole file: UTF-8, with or without the mark some programs put first, separated by commas or
/// semicolons. A person stands once for each loan, or once without any.
///
/// # Errors
/// Every line at fault.
pub fn read(bytes: &[u8], products: &[Product]) -> Result<Roster, Vec<Fault>> {
    let text = text(bytes).map_err(|fault| vec![fault])?;
    let heading = text.lines().next().unwrap_or_default();
    let separator = if heading.contains(';') && !heading.contains(',') { b';' } else { b',' };
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let columns =
        Columns::of(heading.split(char::from(separator)).map(|name| name.trim().trim_matches('"')))?;
    let mut reading = Reading { text, columns, products, roster: Roster::default(), faults: Vec::new() };
    for record in reader.records().skip(1) {
        match record {
            Ok(record) => reading.line(&record),
            Err(error) => {
                let line = error.position().map_or(0, |position| line_of(text, position));
                reading.faults.push(Fault::of_line(line, "no se puede leer; revise las comillas."));
            }
        }
    }
    reading.end()
}

fn text(bytes: &[u8]) -> Result<&str, Fault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let line = before.matches('\n').count() + 1;
        Fault::of_line(
            u64::try_from(line).unwrap_or(u64::MAX),
            "el archivo no está en UTF-8. Guárdelo en su hoja de cálculo como «CSV UTF-8» e impórtelo de nuevo.",
        )
    })
}

/// The line a record begins on: the reader's own position is before the empty lines it skips.
fn line_of(text: &str, position: &csv::Position) -> u64 {
    let from = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let skipped = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n');
    skipped.fold(position.line(), |line, _| line + 1)
}

struct Reading<'a> {
    text: &'a str,
    columns: Columns,
    products: &'a [Product],
    roster: Roster,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn line(&mut self, record: &StringRecord) {
        let line = record.position().map_or(0, |position| line_of(self.text, position));
        if record.iter().all(str::is_empty) {
            return;
        }
        if record.len() != self.columns.count() {
            let (found, wanted) = (record.len(), self.columns.count());
            self.faults.push(Fault::of_line(line, format!("tiene {found} columnas y deben ser {wanted}.")));
            return;
        }
        let person = row::person(&self.columns, record, line);
        let loan = row::loan(&self.columns, record, line, self.products);
        match (person, loan) {
            (Ok(person), Ok(loan)) => {
                if let Some(loan) = loan {
                    self.loan(person.curp.clone(), loan);
                }
                self.person(person);
            }
            (person, loan) => {
                self.faults.extend(person.err().into_iter().chain(loan.err()).flatten());
            }
        }
    }

    fn person(&mut self, person: Person) {
        match self.roster.people.entry(person.curp.clone()) {
            Entry::Vacant(free) => {
                free.insert(person);
            }
            Entry::Occupied(known) if known.get().says_the_same(&person) => {}
            Entry::Occupied(known) => {
                let reason = format!(
                    "el nombre o el número de afiliación no son los del renglón {}, que tiene la misma CURP.",
                    known.get().line
                );
                self.faults.push(Fault::of_cell(person.line, columns::NAME, reason));
            }
        }
    }

    fn loan(&mut self, curp: Curp, loan: LoanRow) {
        match self.roster.loans.entry(loan.folio.clone()) {
            Entry::Vacant(free) => {
                free.insert((curp, loan));
            }
            Entry::Occupied(known) => {
                let reason = format!("este folio ya está en el renglón {}.", known.get().1.line);
                self.faults.push(Fault::of_cell(loan.line, columns::FOLIO, reason));
            }
        }
    }

    fn end(mut self) -> Result<Roster, Vec<Fault>> {
        if self.faults.is_empty() && self.roster.people.is_empty() {
            self.faults.push(Fault::of_line(1, "el archivo no trae a nadie."));
        }
        self.faults.sort_by_key(|fault| fault.line);
        if self.faults.is_empty() { Ok(self.roster) } else { Err(self.faults) }
    }
}
