//! The largest amount whose level payment is rounded to a multiple.
//!
//! All amounts with the same level payment are a run, and runs follow each other. In a run every row rises with
//! the amount and principal repaid falls, so what fits are its first amounts; the last ones may not even cover
//! their interest (`negative_amortization`), while the next run starts with amounts that do.

use super::search::{FLICKER, Fit, Search, first_with, hangs_on_the_amount};
use crate::{Error, Loan, Money};

/// How many runs are tried, from the first whose smallest amount is too dear (and some past it, which roundings
/// can make fit) downwards. The first run not too dear fits, but where roundings eat what its smallest amount
/// would repay; if they do so in all of these, no loan is found.
const RUNS: i64 = 32;

impl Search<'_> {
    /// In centavos; zero when no amount fits.
    pub(super) fn largest_to(&self, multiple: Money) -> Result<i64, Error> {
        let top = self.terms.amount.centavos();
        match self.fit(top) {
            Ok(Fit::Yes) => return Ok(top),
            Err(error) if !hangs_on_the_amount(error) => return Err(error),
            _ => {}
        }
        let runs = Runs { search: self, multiple: multiple.centavos() };
        // One multiple above the payment can still fit: where the first row repays everything.
        let highest = self.max_payment.centavos() / runs.multiple + 1;
        let dear = first_with(0, highest + 1, |run| runs.starts_too_dear(run));
        let highest = highest.min(dear + FLICKER);
        let lowest = 1.max(highest - RUNS + 1);
        match (lowest..=highest).rev().find_map(|run| runs.largest(run)) {
            Some(amount) => Ok(amount),
            None => runs.why_not(dear - 1),
        }
    }
}

/// The runs of amounts: the n-th has a level payment of n multiples.
struct Runs<'a> {
    search: &'a Search<'a>,
    multiple: i64,
}

impl Runs<'_> {
    /// The largest amount of the run that fits.
    fn largest(&self, run: i64) -> Option<i64> {
        let (before, end) = (self.end(run - 1), self.end(run));
        let first_bad = first_with(before, end + 1, |amount| !self.search.fits(amount));
        let found = self.search.past_flicker(first_bad - 1, end);
        (found > before && self.search.fits(found)).then_some(found)
    }

    /// Whether a row of the run's smallest amount, and so of every larger one, is above the payment.
    fn starts_too_dear(&self, run: i64) -> bool {
        let start = self.end(run - 1) + 1;
        let is_lent = start <= self.search.terms.amount.centavos();
        !is_lent
            || matches!(
                self.search.fit(start),
                Ok(Fit::No | Fit::NorAnyLarger) | Err(Error::AboveLimit { .. })
            )
    }

    /// What is wrong with the smallest amount of a run that is not too dear, if there is such a run.
    fn why_not(&self, run: i64) -> Result<i64, Error> {
        if run > 0 { self.search.fit(self.end(run - 1) + 1).map(|_| 0) } else { Ok(0) }
    }

    /// The largest amount of the run: its level payment never falls as the amount rises, with a loan or without.
    fn end(&self, run: i64) -> i64 {
        let top = self.search.terms.amount.centavos();
        first_with(0, top + 1, |amount| self.is_past(amount, run)) - 1
    }

    fn is_past(&self, amount: i64, run: i64) -> bool {
        match Loan::unproven(self.search.of(amount)) {
            Ok(loan) => loan.instalment().centavos() > run * self.multiple,
            Err(error) => error != Error::NetNotPositive,
        }
    }
}
