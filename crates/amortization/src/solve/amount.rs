use super::{check, check_rate, worth};
use crate::{Error, Field, Money, Terms, checks, loan::TOO_LARGE};

/// The largest amount whose unrounded level payment is not above `payment`: its present value, rounded down
/// to the centavo. Its level payment, rounded, is not above `payment` either. `terms.amount` is ignored.
///
/// ```
/// use amortization::{Money, Terms, solve};
///
/// let terms = Terms::new(Money::ZERO, "13.67".parse()?, 59); // percent a year, quincenas
/// let amount = solve::amount("1200.24".parse()?, &terms)?;
/// assert_eq!(amount.to_string(), "59999.84");
/// # Ok::<(), amortization::Error>(())
/// ```
///
/// # Errors
/// A field outside [`crate::limits`], the amount found included; `unsupported_combination`.
pub fn amount(payment: Money, terms: &Terms) -> Result<Money, Error> {
    check(payment, terms)?;
    check_rate(terms)?;
    checks::payments(terms.payments)?;
    let rate = terms.annual_rate.per_period_with_iva(terms.periods_per_year, terms.iva_inside());
    let amount = worth::floor(payment, rate, terms.payments).ok_or(TOO_LARGE)?;
    checks::positive(amount, Field::Amount).map(|()| amount)
}
