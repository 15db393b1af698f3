//! The one unknown of a level loan: its amount, its term or its rate.
//!
//! Each function takes whole [`Terms`] and ignores the field it solves for. Rate, frequency, term, rounding
//! and IVA count; timing, charges, extra payments, payment multiples and other methods are
//! `unsupported_combination`.
//!
//! A `payment` is what [`crate::Loan::level_payment`] tells: with IVA inside a constant total it is that
//! total, so a rate found for it is the nominal annual rate without IVA whose annuity is computed at
//! `rate * (1 + iva)`; with IVA on top it is the payment before IVA, and IVA changes nothing.

mod amount;
mod rate;
mod term;
mod worth;

pub use amount::amount;
pub use rate::rate;
pub use term::{SolvedTerm, term};
pub(crate) use worth::floor as worth_floor;

use crate::{Charges, Error, Field, Method, Money, Terms, checks, limits};

/// What all three check: the payment, what they need of the terms, and that nothing else is in them.
fn check(payment: Money, terms: &Terms) -> Result<(), Error> {
    checks::positive(payment, Field::Payment)?;
    checks::periods_per_year(terms.periods_per_year)?;
    if let Some(iva) = terms.iva {
        checks::rate(iva.rate, limits::MAX_IVA_MILLIONTHS, Field::Iva)?;
    }
    let refused = others(terms).into_iter().find(|(meets, _)| *meets);
    refused.map_or(Ok(()), |(_, one)| Err(Error::UnsupportedCombination { one, other: Field::Payment }))
}

fn others(terms: &Terms) -> [(bool, Field); 5] {
    [
        (terms.method != Method::Level, Field::Method),
        (terms.payment_multiple.is_some(), Field::PaymentMultiple),
        (terms.timing.is_some(), Field::InterestBy),
        (terms.charges != Charges::NONE, Field::Charges),
        (!terms.extras.list.is_empty(), Field::Extras),
    ]
}

fn check_rate(terms: &Terms) -> Result<(), Error> {
    checks::rate(terms.annual_rate, limits::MAX_ANNUAL_RATE_MILLIONTHS, Field::AnnualRate)
}
