use std::fmt;

use amortization::{Error, Field};
use app::text::loan::About;

/// Why there is no answer: one fact about one field of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The field's path on the wire, such as `commission.pct`; items of a list have the list's name.
    pub field: &'static str,
    /// Stable, `snake_case`.
    pub code: &'static str,
    pub about: About,
}

impl Refusal {
    const fn new(field: &'static str, code: &'static str) -> Self {
        Self { field, code, about: About { other: None, row: None, date: None } }
    }

    /// Something is missing that has no field in the engine.
    pub(super) const fn missing(field: &'static str) -> Self {
        Self::new(field, "empty")
    }

    pub(super) const fn unsupported_value(field: &'static str) -> Self {
        Self::new(field, "unsupported_value")
    }

    /// The field is what the request asks for.
    pub(super) const fn not_expected(field: &'static str) -> Self {
        Self::new(field, "not_expected")
    }

    /// The field was given without the one that gives it a meaning.
    pub(super) const fn needs(field: &'static str, other: &'static str) -> Self {
        Self::new(field, "needs_option").beside(other)
    }

    pub(super) const fn together(field: &'static str, other: &'static str) -> Self {
        Self::new(field, "unsupported_combination").beside(other)
    }

    pub(super) fn of_date(field: &'static str, code: &'static str, date: amortization::Date) -> Self {
        let mut refusal = Self::new(field, code);
        refusal.about.date = Some(date.to_string());
        refusal
    }

    pub(super) const fn already_repaid(field: &'static str) -> Self {
        Self::new(field, "already_repaid")
    }

    const fn beside(mut self, other: &'static str) -> Self {
        self.about.other = Some(other);
        self
    }

    /// The same fact about a field the engine does not know.
    pub(super) const fn named(mut self, field: &'static str) -> Self {
        self.field = field;
        self
    }

    /// The same fact about the item of a list; what names a row already keeps it.
    pub(super) const fn at(mut self, row: u32) -> Self {
        if self.about.row.is_none() {
            self.about.row = Some(row);
        }
        self
    }
}

/// The engine names the first due date's rule by its two kinds; on the wire it is one object.
const fn wire(field: Field) -> &'static str {
    match field {
        Field::CutoffLagDays => "first_due.lag_days",
        Field::FirstDueNth => "first_due.nth",
        other => other.as_str(),
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let (other, date) = match error {
            Error::UnsupportedCombination { other, .. } => (Some(wire(other)), None),
            Error::NotAPayDate { date }
            | Error::PayDatesOutOfOrder { date }
            | Error::NotAfterDisbursement { date } => (None, Some(date.to_string())),
            _ => (None, None),
        };
        let about = About { other, row: error.row(), date };
        Self { field: wire(error.field()), code: error.code(), about }
    }
}

/// The Spanish sentence: what to write instead.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&app::text::loan::error(self.code, self.field, &self.about))
    }
}
