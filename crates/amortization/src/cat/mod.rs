//! CAT, the yearly cost that makes what is received equal what is paid (Banco de México).
//!
//! In 64 bits the discount of one step of time is bisected to a guess; an interval around it is then proven
//! in wider fixed point, and decides the sixth decimal unless the half-way point lies inside. Then the
//! interval is bisected further in twice the width, again and again. A true tie, which no width decides, is
//! found with big integers. Only sums, products and quotients of integers: the same bytes on every platform.

mod bracket;
mod flows;
mod near;
#[cfg(test)]
mod tests;
mod tie;

use std::cmp::Ordering;

use crate::{Error, Loan, Rate, loan::TOO_LARGE};
use bracket::Bracket;
use flows::Flows;

/// 1,000,000 %, in millionths of a percent.
const LIMIT: u64 = 1_000_000_000_000;

/// Millionths of a percent in the one decimal that is shown.
const SHOWN: u64 = 100_000;

/// Which time the payments of a CAT are placed at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum CatTime {
    /// Payment `k` at `k / periods_per_year` years exactly.
    #[default]
    Periods,
    /// At calendar days / 365 since the disbursement; the loan needs [`crate::Timing`]. The days are those
    /// interest counts: between nominal dates, or between shown ones under interest by real dates.
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
    /// The CAT of these terms, without IVA and without extra payments (they are voluntary). What is received
    /// is the amount less the opening commission without IVA, deducted or paid apart, and less the fund
    /// charged up front; what is paid are the rows of the schedule, rounded to the centavo.
    ///
    /// ```
    /// use amortization::{CatTime, Loan, Terms};
    ///
    /// let loan = Loan::new(Terms::new("60145.27".parse()?, "13.67".parse()?, 59))?;
    /// let cat = loan.cat(CatTime::Periods)?;
    /// assert_eq!(cat.shown.to_string(), "14.6"); // percent
    /// assert_eq!(cat.exact.to_string(), "14.603957");
    /// # Ok::<(), amortization::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Loan::schedule`]; `cat_above_limit` above 1,000,000 %; `net_not_positive` when the opening
    /// charges leave nothing; `needs_dates` for [`CatTime::Dates`] without [`crate::Timing`].
    pub fn cat(&self, time: CatTime) -> Result<Cat, Error> {
        Yearly::new(&Flows::of(self, time)?).cat()
    }
}

/// The yearly rate of some flows, as far as it is known.
struct Yearly<'a> {
    flows: &'a Flows,
    near: u64,
    first: Option<Bracket<3>>,
}

impl<'a> Yearly<'a> {
    fn new(flows: &'a Flows) -> Self {
        let near = near::discount(flows);
        Self { flows, near, first: Bracket::around(near, flows) }
    }

    fn cat(&self) -> Result<Cat, Error> {
        // Without interest or charges there is no discount below one to bracket.
        if self.flows.total() == self.flows.received {
            return Ok(Cat { exact: Rate::ZERO, shown: Rate::ZERO });
        }
        let exact = self.millionths()?;
        let shown = self.shown(exact)?;
        Ok(Cat { exact: Rate::from_millionths(exact), shown: Rate::from_millionths(shown) })
    }

    /// Six decimals, half-up: the guess moves until the half-way points on both sides agree with it.
    fn millionths(&self) -> Result<u64, Error> {
        let mut found = near::millionths(self.near, self.flows.per_year).min(LIMIT);
        if found == LIMIT && self.compare(2 * LIMIT)?.is_gt() {
            return Err(Error::CatAboveLimit);
        }
        while found > 0 && self.compare(2 * found - 1)?.is_lt() {
            found -= 1;
        }
        while found < LIMIT && self.compare(2 * found + 1)?.is_ge() {
            found += 1;
        }
        Ok(found)
    }

    /// One decimal, half-up from the rate itself: six decimals that end half-way may have been rounded up.
    fn shown(&self, exact: u64) -> Result<u64, Error> {
        let is_below = exact % SHOWN == SHOWN / 2 && self.compare(2 * exact)?.is_lt();
        let below_half = exact - u64::from(is_below);
        Ok((below_half + SHOWN / 2) / SHOWN * SHOWN)
    }

    /// How the yearly rate compares with `halves` halves of a millionth of a percent.
    fn compare(&self, halves: u64) -> Result<Ordering, Error> {
        let known = self.first.and_then(|bracket| bracket.compare(halves, self.flows.per_year));
        known
            .or_else(|| tie::is_exact(self.flows, halves).then_some(Ordering::Equal))
            .or_else(|| self.wider::<6>(halves))
            .or_else(|| self.wider::<12>(halves))
            .or_else(|| self.wider::<24>(halves))
            // 3,008 bits, and not a tie: there is no such loan, and no better answer to give it.
            .or_else(|| self.wider::<48>(halves))
            .ok_or(TOO_LARGE)
    }

    /// Bisected again from the guess: no ordinary loan comes here.
    #[cold]
    fn wider<const N: usize>(&self, halves: u64) -> Option<Ordering> {
        let bracket = Bracket::<N>::around(self.near, self.flows)?.narrowed(self.flows)?;
        bracket.compare(halves, self.flows.per_year)
    }
}
