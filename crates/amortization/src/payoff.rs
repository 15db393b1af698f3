//! What settles a loan on a day between two payments.

use crate::{Error, Field, Loan, Money};

/// Interest since the last due date. Which rule the institute uses is configuration it has not confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Accrued {
    /// `balance * i * days / period_days`, the calendar days of the current quincena.
    ProRata { days: u32, period_days: u32 },
    /// `balance * rate * days / 360`.
    Act360 { days: u32 },
}

/// What is owed once `rows_paid` rows were paid on time and interest accrued since. There is no
/// prepayment fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayoffQuote {
    /// After `rows_paid` rows.
    pub balance: Money,
    /// Interest since the last due date.
    pub accrued: Money,
    /// IVA on it.
    pub iva: Money,
    /// `balance + accrued + iva`.
    pub payoff: Money,
    /// Interest of the remaining rows - `accrued`; negative when a payoff late in the last period costs more.
    pub interest_saved: Money,
}

impl Loan<'_> {
    /// # Errors
    /// `above_limit` when `rows_paid` is not below the table's number of rows or `days` passes the period;
    /// as [`Loan::schedule`].
    pub fn payoff(&self, _rows_paid: u32, _accrued: Accrued) -> Result<PayoffQuote, Error> {
        Err(Error::Unsupported { field: Field::Amount })
    }
}
