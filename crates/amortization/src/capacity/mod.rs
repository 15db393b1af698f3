//! What a salary can carry.

mod multiple;
mod salary;
mod search;

pub use salary::Salary;

use crate::{
    Charges, Error, Extras, Field, InterestBy, Loan, Method, Money, Terms, checks, limits, loan::TOO_LARGE,
    solve,
};
use search::Search;

/// The largest loan a payment carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Affordable {
    /// As it was asked, in pesos.
    pub max_payment: Money,
    /// The largest amount it carries, in pesos.
    pub max_amount: Money,
    /// Its level payment, charges apart, in pesos; under methods without one, and where a coarse multiple
    /// puts it above `max_payment` (the first row then repays everything), its dearest row.
    pub payment_at_max_amount: Money,
}

/// The largest amount, at most `cap` and at most [`limits::MAX_AMOUNT_CENTAVOS`], that `max_payment` carries.
/// `terms.amount` and extra payments, which are voluntary, are ignored; charges, IVA and dates count.
///
/// A plain level loan carries what [`solve::amount`] tells. Any other carries the largest amount whose every
/// row total stays within `max_payment`: every row but the last, which absorbs the rounding of the others;
/// the last one too where it repays the whole principal (one payment, bullet, grace up to it). Under an odd
/// first period that is absorbed, or a payment multiple, what the last payment absorbs can be much, and so it
/// can be far above `max_payment`.
///
/// ```
/// use amortization::{Iva, Money, Terms, capacity};
///
/// let terms = Terms {
///     iva: Some(Iva::level_total("16".parse()?)), // percent
///     ..Terms::new(Money::ZERO, "13.67".parse()?, 59)
/// };
/// let found = capacity::affordable("1231.32".parse()?, &terms, None)?; // pesos a quincena
/// assert_eq!(found.payment_at_max_amount.to_string(), "1231.32");
/// assert!(found.max_amount >= "60000".parse()?);
/// # Ok::<(), amortization::Error>(())
/// ```
///
/// A payment multiple that is coarse beside the interest leaves some amounts without a loan, between amounts
/// that have one. So the amounts of each level payment are searched apart, from the highest that `max_payment`
/// carries downwards, for 32 multiples at most.
///
/// # Errors
/// `no_capacity` when not even the smallest loan fits; `negative_amortization` when no amount would
/// ever be repaid (under a multiple: none of those searched); a field outside [`limits`]; as [`crate::Loan::new`].
pub fn affordable(max_payment: Money, terms: &Terms, cap: Option<Money>) -> Result<Affordable, Error> {
    checks::positive(max_payment, Field::Payment)?;
    let limit = Money::from_centavos(limits::MAX_AMOUNT_CENTAVOS);
    let top = cap.unwrap_or(limit);
    checks::positive(top, Field::Cap)?;
    let terms = Terms { amount: top, extras: Extras::NONE, ..*terms };
    checks::terms(&terms)?;
    let search = Search { max_payment, terms };
    let max_amount =
        if is_plain(&terms) { plain(max_payment, &terms)?.min(top) } else { search.largest()? };
    if max_amount == Money::ZERO {
        return Err(Error::NoCapacity);
    }
    let loan = Loan::new(Terms { amount: max_amount, ..terms })?;
    let is_paid = |level: &Money| terms.payment_multiple.is_none() || *level <= max_payment;
    let level = loan.level_payment().filter(is_paid);
    let payment_at_max_amount = level.map_or_else(|| search.dearest(&loan), Ok)?;
    Ok(Affordable { max_payment, max_amount, payment_at_max_amount })
}

/// Terms the formula for the amount speaks of.
fn is_plain(terms: &Terms) -> bool {
    let by_periods = terms.timing.is_none_or(|timing| timing.interest == InterestBy::Periods);
    terms.method == Method::Level
        && by_periods
        && terms.iva.is_none()
        && terms.payment_multiple.is_none()
        && terms.charges == Charges::NONE
}

fn plain(max_payment: Money, terms: &Terms) -> Result<Money, Error> {
    let rate = terms.annual_rate.per_period(terms.periods_per_year);
    solve::worth_floor(max_payment, rate, terms.payments).ok_or(TOO_LARGE)
}
