//! Which level payment repays a balance from a row on.

use std::iter::{once, repeat_n};

use crate::{
    FirstPeriod, IvaMode, Money, Rate, Rounding, Terms,
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
        let inside = terms.iva.filter(|iva| iva.mode == IvaMode::LevelTotal);
        Some(Self {
            periods: Periods::new(terms, due, inside.map_or(Rate::ZERO, |iva| iva.rate))?,
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
                level::level_over(balance, once(share).chain(later), unit, rounding)
            }
            Counting::Alike | Counting::First { .. } => {
                level::level_payment(balance, regular, rows, unit, rounding)
            }
        }
    }

    fn by_days(&self, from: u32) -> impl Iterator<Item = Fraction> + Clone {
        let rows = from..=self.payments;
        rows.map_while(|row| self.periods.share(row, self.due.and_then(|due| due.due(row))))
    }
}
