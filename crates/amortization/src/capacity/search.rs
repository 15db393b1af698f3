use crate::{Error, FirstPeriod, InterestBy, Loan, Method, Money, Row, Terms, limits};

/// The largest amount by real schedules, each read until its first row above the payment.
pub(super) struct Search<'a> {
    pub(super) max_payment: Money,
    /// Their amount is the most that may be lent.
    pub(super) terms: Terms<'a>,
}

/// Whether a payment carries an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    Yes,
    /// A row is dearer whose balance hangs on how earlier rows were rounded.
    No,
    /// A row before which no principal is repaid is dearer: its total never falls as the amount rises, so
    /// that no larger amount fits.
    NorAnyLarger,
}

/// Up to how many centavos a row may cost less than the same row of a smaller amount, the instalment apart:
/// one for each rounding in it, of IVA, insurance, the fund, and the IVA of both.
pub(super) const FLICKER: i64 = 5;

impl Search<'_> {
    /// Zero when not even a centavo fits.
    ///
    /// # Errors
    /// What is wrong with the terms at any amount.
    pub(super) fn largest(&self) -> Result<Money, Error> {
        if let Some(multiple) = self.terms.payment_multiple {
            return self.largest_to(multiple).map(Money::from_centavos);
        }
        self.shrinks()?;
        let top = self.terms.amount.centavos();
        let at_top = self.fit(top);
        match at_top {
            Ok(Fit::Yes) => return Ok(self.terms.amount),
            Err(error) if !hangs_on_the_amount(error) => return Err(error),
            _ => {}
        }
        let found = self.past_flicker(self.bisected(top), top);
        match at_top {
            Err(error @ (Error::NegativeAmortization { .. } | Error::NetNotPositive)) if found == 0 => {
                Err(error)
            }
            _ => Ok(Money::from_centavos(found)),
        }
    }

    /// Roundings are nothing to the largest amount there is: a debt that grows there grows at any amount, but
    /// for some centavos that roundings happen to repay.
    fn shrinks(&self) -> Result<(), Error> {
        let loan = self.loan(limits::MAX_AMOUNT_CENTAVOS);
        match loan.map_or_else(Some, |loan| loan.rows().find_map(Result::err)) {
            Some(error @ Error::NegativeAmortization { .. }) => Err(error),
            _ => Ok(()),
        }
    }

    /// An amount that fits, or zero, right below one that does not.
    fn bisected(&self, top: i64) -> i64 {
        // Principal alone is a share of the payments; twice that covers what rounding adds to one share.
        let shares = 2 * i64::from(self.terms.payments);
        let most = self.max_payment.centavos().saturating_mul(shares);
        let high = if most < top && !self.fits(most) { most } else { top };
        first_with(0, high, |amount| !self.fits(amount)) - 1
    }

    /// The largest amount that fits, given one right below one that does not.
    ///
    /// While the first principal is cut from the same instalment, every balance rises with the amount, and
    /// every row with it: so fitting ends once in each run of such amounts. A step of the instalment lowers
    /// later balances a little, and roundings that hang on them can make up for it.
    pub(super) fn past_flicker(&self, found: i64, top: i64) -> i64 {
        if self.fit(found + 1) == Ok(Fit::NorAnyLarger) {
            return found;
        }
        let run = found / self.max_payment.centavos() + 1;
        let end = run.saturating_mul(FLICKER + 1).saturating_add(found).min(top);
        let (mut best, mut at) = (found, found);
        while let Some(start) = self.next_run(at, end) {
            match self.fit(start) {
                Ok(Fit::NorAnyLarger) => break,
                Ok(Fit::Yes) => best = first_with(start, end + 1, |amount| !self.fits(amount)) - 1,
                Ok(Fit::No) | Err(_) => {}
            }
            at = best.max(start);
        }
        best
    }

    /// The first amount after `at` of another run.
    fn next_run(&self, at: i64, end: i64) -> Option<i64> {
        let run = self.run(at);
        let start = first_with(at, end + 1, |amount| self.run(amount) > run);
        (start <= end).then_some(start)
    }

    /// Never falls as the amount rises, and stays the same in a run; `None` for an amount without any loan.
    fn run(&self, amount: i64) -> Option<Money> {
        let loan = self.loan(amount).ok()?;
        if !self.adds_to_first() {
            return Some(loan.instalment());
        }
        // The first payment is then what another interest than its own leaves of the instalment.
        let terms = loan.terms();
        let regular = terms.annual_rate.per_period(terms.periods_per_year);
        loan.instalment().checked_add(regular.of(loan.financed_amount(), terms.rounding)?)
    }

    fn adds_to_first(&self) -> bool {
        let interest = self.terms.timing.map(|timing| timing.interest);
        matches!(interest, Some(InterestBy::OddFirstPeriod { mode: FirstPeriod::AddToFirst, .. }))
    }

    fn loan(&self, amount: i64) -> Result<Loan<'_>, Error> {
        Loan::new(self.of(amount))
    }

    /// The terms of such an amount.
    pub(super) const fn of(&self, amount: i64) -> Terms<'_> {
        Terms { amount: Money::from_centavos(amount), ..self.terms }
    }

    pub(super) fn fits(&self, amount: i64) -> bool {
        self.fit(amount) == Ok(Fit::Yes)
    }

    pub(super) fn fit(&self, amount: i64) -> Result<Fit, Error> {
        let loan = self.loan(amount)?;
        for row in loan.rows() {
            let row = row?;
            if row.payment > self.max_payment && self.counts(&row) {
                let untouched = row.opening_balance == loan.financed_amount() && !self.adds_to_first();
                return Ok(if untouched { Fit::NorAnyLarger } else { Fit::No });
            }
        }
        Ok(Fit::Yes)
    }

    /// The dearest row that counts.
    pub(super) fn dearest(&self, loan: &Loan) -> Result<Money, Error> {
        loan.rows().try_fold(Money::ZERO, |dearest, row| {
            let row = row?;
            Ok(if self.counts(&row) { dearest.max(row.payment) } else { dearest })
        })
    }

    /// Whether a row has to stay within the payment. The last one agreed on absorbs rounding and is let off,
    /// unless all principal is in it; a table that ends earlier absorbs nothing.
    fn counts(&self, row: &Row) -> bool {
        row.number < self.terms.payments || self.repays_at_once()
    }

    fn repays_at_once(&self) -> bool {
        let payments = self.terms.payments;
        match self.terms.method {
            Method::Bullet => true,
            Method::InterestOnlyGrace { rows } => rows + 1 == payments,
            Method::Level | Method::German | Method::Flat => payments == 1,
        }
    }
}

/// Errors that a smaller amount can cure, or that say nothing until every amount failed.
pub(super) const fn hangs_on_the_amount(error: Error) -> bool {
    matches!(
        error,
        Error::NegativeAmortization { .. }
            | Error::MultipleTooCoarse { .. }
            | Error::NetNotPositive
            | Error::AboveLimit { .. }
    )
}

/// The first number above `low` of which something holds, by bisection; `high` if of none below it.
pub(super) fn first_with(mut low: i64, mut high: i64, holds: impl Fn(i64) -> bool) -> i64 {
    while high - low > 1 {
        let middle = i64::midpoint(low, high);
        if holds(middle) { high = middle } else { low = middle }
    }
    high
}
