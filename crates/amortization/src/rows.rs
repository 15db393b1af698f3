use std::iter::FusedIterator;

use crate::{Error, Loan, Money, Rounding, exact::Fraction, loan::TOO_LARGE};

/// One payment. `payment = principal + interest + iva`, `closing_balance = opening_balance - principal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// 1, 2, 3 ...
    pub number: u32,
    /// Owed before the payment.
    pub opening_balance: Money,
    /// The part that lowers the balance.
    pub principal: Money,
    /// The opening balance times the periodic rate, rounded to the centavo.
    pub interest: Money,
    /// IVA on the rounded interest, rounded to the centavo.
    pub iva: Money,
    /// What is paid.
    pub payment: Money,
    /// Owed after the payment.
    pub closing_balance: Money,
}

/// The rows of a level-payment loan, computed as they are asked for.
///
/// The last row pays all that is left, so it absorbs what rounding accumulated. When a balance with
/// its interest and IVA is not above the level payment, that row is the last, even before the
/// agreed number. An error is the last item.
#[derive(Debug, Clone)]
pub struct Rows {
    level_payment: Money,
    interest: Fraction,
    iva: Fraction,
    rounding: Rounding,
    payments: u32,
    number: u32,
    balance: Money,
    finished: bool,
}

impl Rows {
    pub(crate) fn new(loan: Loan, level_payment: Money) -> Self {
        Self {
            level_payment,
            interest: loan.annual_rate().per_period(loan.periods_per_year()),
            iva: loan.iva().unwrap_or_default().share(),
            rounding: loan.rounding(),
            payments: loan.payments(),
            number: 1,
            balance: loan.amount(),
            finished: false,
        }
    }

    /// The payment of every row but the last.
    pub const fn level_payment(&self) -> Money {
        self.level_payment
    }

    fn row(&self) -> Result<Row, Error> {
        let interest = self.interest.of(self.balance, self.rounding).ok_or(TOO_LARGE)?;
        let iva = self.iva.of(interest, self.rounding).ok_or(TOO_LARGE)?;
        let cost = interest.checked_add(iva).ok_or(TOO_LARGE)?;
        let owed = self.balance.checked_add(cost).ok_or(TOO_LARGE)?;
        let is_last = self.number == self.payments || owed <= self.level_payment;
        let payment = if is_last { owed } else { self.level_payment };
        if cost > payment {
            return Err(Error::NegativeAmortization { row: self.number });
        }
        let principal = payment.checked_sub(cost).ok_or(TOO_LARGE)?;
        let closing_balance = self.balance.checked_sub(principal).ok_or(TOO_LARGE)?;
        let (number, opening_balance) = (self.number, self.balance);
        Ok(Row { number, opening_balance, principal, interest, iva, payment, closing_balance })
    }
}

impl Iterator for Rows {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.finished {
            return None;
        }
        let row = self.row();
        match row {
            Ok(row) => {
                self.balance = row.closing_balance;
                self.number += 1;
                self.finished = row.closing_balance == Money::ZERO;
            }
            Err(_) => self.finished = true,
        }
        Some(row)
    }
}

impl FusedIterator for Rows {}
