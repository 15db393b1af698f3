use crate::{Error, Loan, Method, Money, Terms, limits};

/// The largest amount by real schedules, each read until its first row above the payment.
pub(super) struct Search<'a> {
    pub(super) max_payment: Money,
    /// Their amount is the most that may be lent.
    pub(super) terms: Terms<'a>,
}

/// Whether a payment carries an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Yes,
    /// A row is dearer whose balance hangs on how earlier rows were rounded.
    No,
    /// A row before which no principal is repaid is dearer: its total never falls as the amount rises, so
    /// that no larger amount fits.
    NorAnyLarger,
}

/// Up to how many centavos roundings may lift one row above the same row of a larger amount.
const FLICKER: i64 = 8;

impl Search<'_> {
    /// Zero when not even a centavo fits.
    ///
    /// # Errors
    /// What is wrong with the terms at any amount.
    pub(super) fn largest(&self) -> Result<Money, Error> {
        let top = self.terms.amount.centavos();
        let at_top = self.fit(top);
        match at_top {
            Ok(Fit::Yes) => return Ok(self.terms.amount),
            Err(error) if !hangs_on_the_amount(error) => return Err(error),
            _ => {}
        }
        let found = self.past_flicker(self.bisected(top), top);
        match at_top {
            Err(error @ (Error::NegativeAmortization { .. } | Error::NetNotPositive)) if found == 0 => Err(error),
            _ => Ok(Money::from_centavos(found)),
        }
    }

    /// An amount that fits, or zero, right below one that does not.
    fn bisected(&self, top: i64) -> i64 {
        // Principal alone takes a share of the payments; twice that covers what rounding adds to one share.
        let most = self.max_payment.centavos().saturating_mul(2 * i64::from(limits::MAX_PAYMENTS.min(self.terms.payments)));
        let (mut low, mut high) = (0, top);
        if most < top && !self.fits(most) {
            high = most;
        }
        while high - low > 1 {
            let middle = i64::midpoint(low, high);
            if self.fits(middle) { low = middle } else { high = middle }
        }
        low
    }

    /// The largest amount that fits as far above `found` as roundings reach: rows after the first repayment
    /// do not rise strictly with the amount.
    fn past_flicker(&self, found: i64, top: i64) -> i64 {
        let amount_a_centavo = found / self.max_payment.centavos() + 1;
        let end = amount_a_centavo.saturating_add(FLICKER).saturating_mul(FLICKER).saturating_add(found).min(top);
        let above = (found + 1..=end).map(|amount| (amount, self.fit(amount)));
        above
            .take_while(|(_, fit)| *fit != Ok(Fit::NorAnyLarger))
            .filter(|(_, fit)| *fit == Ok(Fit::Yes))
            .last()
            .map_or(found, |(amount, _)| amount)
    }

    fn fits(&self, amount: i64) -> bool {
        self.fit(amount) == Ok(Fit::Yes)
    }

    fn fit(&self, amount: i64) -> Result<Fit, Error> {
        let loan = Loan::new(Terms { amount: Money::from_centavos(amount), ..self.terms })?;
        for row in loan.rows() {
            let row = row?;
            if row.payment > self.max_payment && self.counts(row.closing_balance) {
                let untouched = row.opening_balance == loan.financed_amount();
                return Ok(if untouched { Fit::NorAnyLarger } else { Fit::No });
            }
        }
        Ok(Fit::Yes)
    }

    /// The dearest row that counts.
    pub(super) fn dearest(&self, loan: &Loan) -> Result<Money, Error> {
        loan.rows().try_fold(Money::ZERO, |dearest, row| {
            let row = row?;
            Ok(if self.counts(row.closing_balance) { dearest.max(row.payment) } else { dearest })
        })
    }

    /// Whether the row that leaves such a balance has to stay within the payment. The last one absorbs
    /// rounding and is let off, unless all principal is in it.
    fn counts(&self, closing_balance: Money) -> bool {
        closing_balance > Money::ZERO || self.repays_at_once()
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
const fn hangs_on_the_amount(error: Error) -> bool {
    matches!(error, Error::NegativeAmortization { .. } | Error::NetNotPositive | Error::AboveLimit { .. })
}
