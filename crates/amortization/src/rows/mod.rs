//! The rows of a loan, one after another.

mod charges;
mod cost;
mod extras;
mod plan;
mod repaid;
mod row;

use std::iter::FusedIterator;

use crate::{DueDates, Error, Money, dates::DueRule, loan::TOO_LARGE};

use charges::Charged;
use extras::Pending;
pub(crate) use plan::Plan;
use repaid::Repaid;
pub use row::Row;

/// The rows of a loan, computed as they are asked for. Nothing is allocated, unless extra payments reduce the
/// payment and the new one is a true tie, which takes integers of any size.
///
/// The last row pays all that is left, so it absorbs what rounding accumulated. A table ends before the
/// agreed number of payments when nothing is left to pay: under level payments, with the row whose balance
/// with its interest (and its IVA, where the payment includes it) is not above the payment. An error is
/// the last item.
#[derive(Debug, Clone)]
pub struct Rows<'a> {
    plan: Plan<'a>,
    dues: Option<DueDates<'a>>,
    extras: Pending<'a>,
    /// Of the next row.
    number: u32,
    balance: Money,
    /// From this row on: the level payment, or the share of principal of methods that have one.
    instalment: Money,
    /// A flat loan's interest that is still to be charged.
    flat_interest: Option<Money>,
    finished: bool,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(plan: &Plan<'a>, instalment: Money) -> Self {
        Self {
            plan: *plan,
            dues: plan.due.map(DueRule::dates),
            extras: Pending(plan.extras.list),
            number: 1,
            balance: plan.financed,
            instalment,
            flat_interest: plan.flat_interest,
            finished: false,
        }
    }

    #[inline]
    fn row(&mut self) -> Result<Row, Error> {
        let due = self.dues.as_mut().and_then(Iterator::next);
        let Repaid { principal, cost } = self.repaid(due)?;
        let charged = match &self.plan.charges {
            Some(charges) => charges.row(self.number, self.balance).ok_or(TOO_LARGE)?,
            None => Charged::default(),
        };
        let paid = principal.checked_add(cost.interest).and_then(|paid| paid.checked_add(cost.iva));
        let payment = paid.and_then(|paid| paid.checked_add(charged.total()?));
        let owed = self.balance.checked_sub(principal).ok_or(TOO_LARGE)?;
        let extra = self.extras.after(self.number, owed)?;
        Ok(Row {
            number: self.number,
            due,
            opening_balance: self.balance,
            principal,
            interest: cost.interest,
            iva: cost.iva,
            fund: charged.fund,
            insurance: charged.insurance,
            fee: charged.fee,
            charges_iva: charged.iva,
            payment: payment.ok_or(TOO_LARGE)?,
            extra,
            closing_balance: owed.checked_sub(extra).ok_or(TOO_LARGE)?,
        })
    }

    /// Goes to the row after `row`.
    #[inline]
    fn advance(&mut self, row: &Row) -> Result<(), Error> {
        self.number += 1;
        self.balance = row.closing_balance;
        self.flat_interest = self.flat_interest.and_then(|left| left.checked_sub(row.interest));
        // A flat loan keeps its agreed rows: interest can be left when principal is not.
        let is_over = self.flat_interest.is_none() || row.number == self.plan.payments;
        if is_over && self.balance == Money::ZERO {
            self.finished = true;
            return self.extras.end();
        }
        if row.extra != Money::ZERO && self.plan.extras_reduce_payment() {
            self.instalment = self.plan.instalment(self.balance, self.number).ok_or(TOO_LARGE)?;
        }
        Ok(())
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, Error>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.finished {
            return None;
        }
        let row = self.row().and_then(|row| self.advance(&row).map(|()| row));
        self.finished |= row.is_err();
        Some(row)
    }

    /// At most the payments left; fewer when the table ends early.
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = if self.finished { 0 } else { self.plan.payments + 1 - self.number };
        (usize::from(!self.finished), usize::try_from(left).ok())
    }
}

impl FusedIterator for Rows<'_> {}
