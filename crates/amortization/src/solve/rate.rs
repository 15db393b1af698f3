use std::cmp::Ordering;

use super::{check, worth};
use crate::{
    Error, Field, Money, Rate, Terms, checks,
    exact::Fraction,
    limits,
    loan::TOO_LARGE,
    rate::{HALVES, WHOLE},
};

/// The nominal annual rate at which `payment` repays the amount: six decimals of a percent, half-up, decided
/// at the half-way points without error. `terms.annual_rate` is ignored. What it means under IVA is said at
/// the top of [`crate::solve`].
///
/// ```
/// use amortization::{Rate, Terms, solve};
///
/// let terms = Terms::new("60000".parse()?, Rate::ZERO, 59); // pesos, quincenas
/// assert_eq!(solve::rate("1200.24".parse()?, &terms)?.to_string(), "13.669775"); // percent a year
/// # Ok::<(), amortization::Error>(())
/// ```
///
/// # Errors
/// `no_nonnegative_rate` when the payments do not add up to the amount, `rate_above_limit` past 1000 %; a
/// field outside [`crate::limits`], `unsupported_combination`.
pub fn rate(payment: Money, terms: &Terms) -> Result<Rate, Error> {
    check(payment, terms)?;
    checks::positive(terms.amount, Field::Amount)?;
    checks::payments(terms.payments)?;
    let unknown = Unknown { payment, terms };
    if unknown.compare(0)?.is_lt() {
        return Err(Error::NoNonnegativeRate);
    }
    let limit = limits::MAX_ANNUAL_RATE_MILLIONTHS;
    if unknown.compare(2 * limit)?.is_gt() {
        return Err(Error::RateAboveLimit);
    }
    unknown.millionths(limit).map(Rate::from_millionths)
}

struct Unknown<'a> {
    payment: Money,
    terms: &'a Terms<'a>,
}

impl Unknown<'_> {
    /// The last number up to `limit` whose half-way point below is not above the rate.
    fn millionths(&self, limit: u64) -> Result<u64, Error> {
        let (mut low, mut high) = (0, limit + 1);
        while high - low > 1 {
            let middle = u64::midpoint(low, high);
            if self.compare(2 * middle - 1)?.is_ge() { low = middle } else { high = middle }
        }
        Ok(low)
    }

    /// How the rate compares with `halves` halves of a millionth of a percent: as the payments' worth at
    /// that rate compares with the amount.
    fn compare(&self, halves: u64) -> Result<Ordering, Error> {
        let terms = self.terms;
        let whole = u128::from(WHOLE);
        let taxed = u128::from(halves) * (whole + u128::from(terms.iva_inside().millionths()));
        let per_period =
            Fraction::new(taxed, u128::from(terms.periods_per_year) * u128::from(HALVES) * whole);
        worth::compare(self.payment, per_period, terms.payments, terms.amount).ok_or(TOO_LARGE)
    }
}
