use super::{check, check_rate};
use crate::{Error, Field, Money, Terms, checks, exact::Fraction, limits, loan::TOO_LARGE};

/// A term found for a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SolvedTerm {
    pub payments: u32,
    /// Balance, interest and IVA inside: at most the asked payment.
    pub last_payment: Money,
}

/// The number of payments of exactly `payment` (the last one less) that repay the amount, with the interest
/// and IVA of each rounded as the terms say. `terms.payments` is ignored.
///
/// ```
/// use amortization::{Terms, solve};
///
/// let terms = Terms::new("50000".parse()?, "12".parse()?, 0); // pesos, percent a year, quincenas
/// let found = solve::term("1174.25".parse()?, &terms)?;
/// assert_eq!((found.payments, found.last_payment.to_string().as_str()), (49, "0.08"));
/// # Ok::<(), amortization::Error>(())
/// ```
///
/// # Errors
/// `payment_too_low` when it is not above the first interest with the IVA inside, `term_too_long` past
/// [`crate::limits::MAX_PAYMENTS`]; a field outside [`crate::limits`], `unsupported_combination`.
pub fn term(payment: Money, terms: &Terms) -> Result<SolvedTerm, Error> {
    check(payment, terms)?;
    checks::positive(terms.amount, Field::Amount)?;
    check_rate(terms)?;
    let rate = terms.annual_rate.per_period(terms.periods_per_year);
    let tax = terms.iva_inside().share();
    let mut balance = terms.amount;
    for payments in 1..=limits::MAX_PAYMENTS {
        let cost = cost(balance, rate, tax, terms).ok_or(TOO_LARGE)?;
        if payments == 1 && payment <= cost {
            return Err(Error::PaymentTooLow);
        }
        let owed = balance.checked_add(cost).ok_or(TOO_LARGE)?;
        if owed <= payment {
            return Ok(SolvedTerm { payments, last_payment: owed });
        }
        balance = owed.checked_sub(payment).ok_or(TOO_LARGE)?;
    }
    Err(Error::TermTooLong)
}

/// Interest and its IVA, each rounded.
fn cost(balance: Money, rate: Fraction, tax: Fraction, terms: &Terms) -> Option<Money> {
    let interest = rate.of(balance, terms.rounding)?;
    interest.checked_add(tax.of(interest, terms.rounding)?)
}
