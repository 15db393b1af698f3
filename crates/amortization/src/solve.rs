//! The one unknown of a level loan: its amount, its term or its rate.
//!
//! Each function takes whole [`Terms`] and ignores the field it solves for. Rate, frequency, term, rounding
//! and IVA count; timing, charges, extra payments, payment multiples and other methods are
//! `unsupported_combination`.

use crate::{Error, Field, Money, Rate, Terms};

/// A term found for a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SolvedTerm {
    pub payments: u32,
    /// At most the asked payment.
    pub last_payment: Money,
}

/// The largest amount whose level payment is not above `payment`: its present value, rounded down.
///
/// # Errors
/// A field outside [`crate::limits`], `unsupported_combination`.
pub fn amount(_payment: Money, _terms: &Terms) -> Result<Money, Error> {
    Err(Error::Unsupported { field: Field::Amount })
}

/// The number of payments of exactly `payment` (the last one less) that repay the amount.
///
/// # Errors
/// `payment_too_low` when it does not pay the first interest with its IVA, `term_too_long` past
/// [`crate::limits::MAX_PAYMENTS`].
pub fn term(_payment: Money, _terms: &Terms) -> Result<SolvedTerm, Error> {
    Err(Error::Unsupported { field: Field::Amount })
}

/// The nominal annual rate at which `payment` repays the amount: six decimals of a percent, half-up.
///
/// # Errors
/// `no_nonnegative_rate` when the payments do not add up to the amount, `rate_above_limit` past 1000 %.
pub fn rate(_payment: Money, _terms: &Terms) -> Result<Rate, Error> {
    Err(Error::Unsupported { field: Field::Amount })
}
