//! The columns, in any order. `docs/OPERATIONS.md` describes them.

use csv::StringRecord;

use super::Fault;

pub(super) const CURP: &str = "curp";
pub(super) const NAME: &str = "nombre";
pub(super) const AFFILIATION: &str = "numero_afiliacion";
pub(super) const FOLIO: &str = "folio";
pub(super) const PRODUCT: &str = "producto";
pub(super) const AMOUNT: &str = "monto";
pub(super) const RATE: &str = "tasa_anual";
pub(super) const IVA: &str = "iva";
pub(super) const TERM: &str = "plazo";
pub(super) const DISBURSED_ON: &str = "fecha_entrega";
pub(super) const PAID: &str = "quincenas_pagadas";

const ALL: [&str; 11] =
    [CURP, NAME, AFFILIATION, FOLIO, PRODUCT, AMOUNT, RATE, IVA, TERM, DISBURSED_ON, PAID];

/// Where each column stands in this file.
pub(super) struct Columns(Vec<&'static str>);

impl Columns {
    /// `names` are the heading's cells, without blanks around them.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a str>) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut columns = Vec::new();
        for name in names {
            match ALL.into_iter().find(|known| known.eq_ignore_ascii_case(name)) {
                Some(known) if columns.contains(&known) => {
                    faults.push(Fault::of_cell(1, known, "esta columna está dos veces."));
                }
                Some(known) => columns.push(known),
                None => faults.push(Fault::of_line(1, format!("no conocemos la columna «{name}»."))),
            }
        }
        let missing = ALL.into_iter().filter(|name| !columns.contains(name));
        faults.extend(missing.map(|name| Fault::of_cell(1, name, "falta esta columna.")));
        if faults.is_empty() { Ok(Self(columns)) } else { Err(faults) }
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// The cell of a column, without blanks around it; "" where it is empty.
    pub(super) fn cell<'a>(&self, record: &'a StringRecord, column: &str) -> &'a str {
        let at = self.0.iter().position(|name| *name == column);
        at.and_then(|at| record.get(at)).unwrap_or_default()
    }

    /// Whether the line says nothing of a loan: only who the person is.
    pub(super) fn names_no_loan(&self, record: &StringRecord) -> bool {
        ALL[3..].iter().all(|column| self.cell(record, column).is_empty())
    }
}
