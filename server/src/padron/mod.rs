//! The roster of derechohabientes, as a file of the institute brings it. A file is taken whole or not at all;
//! people and loans that it does not name stay as they are.

mod columns;
mod file;
mod row;
mod upsert;

use std::fmt;

pub use file::{Roster, read};

use crate::{error::Error, state::App};

/// What is wrong with one line of the file. It never repeats a cell: those are personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// From 1; the heading is a line too.
    pub line: u64,
    /// Heading of the column, when one is at fault.
    pub column: Option<&'static str>,
    pub reason: String,
}

impl Fault {
    fn of_line(line: u64, reason: impl Into<String>) -> Self {
        Self { line, column: None, reason: reason.into() }
    }

    fn of_cell(line: u64, column: &'static str, reason: impl Into<String>) -> Self {
        Self { line, column: Some(column), reason: reason.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            Some(column) => write!(f, "renglón {}, {column}: {}", self.line, self.reason),
            None => write!(f, "renglón {}: {}", self.line, self.reason),
        }
    }
}

/// What an import did, or would do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    pub people: Counts,
    pub loans: Counts,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub new: usize,
    pub changed: usize,
    pub same: usize,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.new + self.changed + self.same;
        write!(f, "{total} ({} nuevos, {} con cambios, {} iguales)", self.new, self.changed, self.same)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "personas: {}\npréstamos: {}", self.people, self.loans)
    }
}

/// Stores people by CURP and loans by folio, in one transaction; a trial leaves nothing behind.
///
/// # Errors
/// The lines that contradict what is stored; `Storage`.
pub async fn import(app: &App, roster: Roster, trial: bool) -> Result<Result<Report, Vec<Fault>>, Error> {
    upsert::upsert(app, roster, trial).await
}
