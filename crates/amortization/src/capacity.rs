//! What a salary can carry.

use crate::{Error, Field, Money, Rate, Terms};

/// A pay slip and the rules over it. A rule left out does not limit. Percentages and minimum are policy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Salary {
    /// A period's base salary, in the same period as the loan's payments.
    pub salary: Money,
    pub existing_deductions: Money,
    /// All deductions together may take this share of the salary.
    pub all: Option<Rate>,
    /// The new payment may take this share of the salary.
    pub new: Option<Rate>,
    /// What has to be left after all deductions.
    pub min_liquid: Option<Money>,
}

/// The largest loan a payment carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Affordable {
    pub max_payment: Money,
    pub max_amount: Money,
    pub payment_at_max_amount: Money,
}

impl Salary {
    /// The smallest of the limits, each rounded down.
    ///
    /// # Errors
    /// `no_capacity` when nothing is left; a field outside [`crate::limits`].
    pub fn max_payment(&self) -> Result<Money, Error> {
        Err(Error::Unsupported { field: Field::Amount })
    }
}

/// The largest amount, at most `cap`, whose every row total (the last one's rounding apart) stays within
/// `max_payment`. `terms.amount` is ignored; charges and IVA count.
///
/// # Errors
/// `no_capacity` when not even the smallest loan fits; as [`crate::Loan::new`].
pub fn affordable(_max_payment: Money, _terms: &Terms, _cap: Option<Money>) -> Result<Affordable, Error> {
    Err(Error::Unsupported { field: Field::Amount })
}
