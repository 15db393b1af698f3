//! Which level payment repays a balance from a row on.

use std::iter::{once, repeat_n};

use crate::{
    FirstPeriod, Money, Rounding, Terms,
    dates::DueRule,
    exact::Fraction,
    level::{self, CENTAVO},
    periods::{Counting, Periods},
};

/// What a level payment follows from, besides the balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Instalment<'a> {
    /// Of interest with the IVA that the payment includes.
    periods: Periods,
    due: Option<DueRule<'a>>,
    payments: u32,
    unit: Money,
    rounding: Rounding,
}

impl<'a> Instalment<'a> {
    pub(crate) fn new(terms: &Terms<'a>, due: Option<DueRule<'a>>) -> Option<Self> {
        Some(Self {
            periods: Periods::new(terms, due, terms.iva_inside())?,
            due,
            payments: terms.payments,
            unit: terms.payment_multiple.unwrap_or(CENTAVO),
            rounding: terms.rounding,
        })
    }

    /// The payment that repays `balance` in rows `from` to the last. `None` beyond the integers.
    pub(crate) fn level(&self, balance: Money, from: u32) -> Option<Money> {
        let rows = (self.payments + 1).checked_sub(from)?;
        let (regular, unit, rounding) = (self.periods.regular, self.unit, self.rounding);
        match self.periods.counting {
            Counting::Days { .. } => level::level_over(balance, self.by_days(from), unit, rounding),
            Counting::First { share, mode: FirstPeriod::Solve } if from == 1 => {
                let later = repeat_n(regular, rows as usize - 1);
                level::level_over(balance, once(share).chain(later).map(Some), unit, rounding)
            }
            Counting::Alike | Counting::First { .. } => {
                level::level_payment(balance, regular, rows, unit, rounding)
            }
        }
    }

    /// One a row: a row without its share is no shorter loan.
    fn by_days(&self, from: u32) -> impl Iterator<Item = Option<Fraction>> + Clone {
        let rows = from..=self.payments;
        rows.map(|row| self.periods.share(row, self.due.and_then(|due| due.due(row))))
    }
}
