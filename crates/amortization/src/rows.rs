use std::iter::FusedIterator;

use crate::{DueDate, Error, Loan, Money, Rounding, exact::Fraction, loan::TOO_LARGE};

/// One payment. `payment` is the sum of `principal` to `charges_iva`; `closing_balance` is
/// `opening_balance - principal - extra`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// 1, 2, 3 ...
    pub number: u32,
    /// When it is due, under terms with [`crate::Timing`].
    pub due: Option<DueDate>,
    /// Owed before the payment.
    pub opening_balance: Money,
    /// The part that lowers the balance.
    pub principal: Money,
    /// The opening balance times the periodic rate, rounded to the centavo.
    pub interest: Money,
    /// IVA on the rounded interest, rounded to the centavo.
    pub iva: Money,
    /// The yearly contribution to the Fondo Especial y Solidario.
    pub fund: Money,
    pub insurance: Money,
    pub fee: Money,
    /// IVA of fund, insurance and fee, each rounded by itself.
    pub charges_iva: Money,
    /// What is paid, the extra apart.
    pub payment: Money,
    /// An extra payment to principal, right after the payment.
    pub extra: Money,
    /// Owed after the payment and the extra.
    pub closing_balance: Money,
}

/// The rows of a level-payment loan, computed as they are asked for.
///
/// The last row pays all that is left, so it absorbs what rounding accumulated. When a balance with
/// its interest and IVA is not above the level payment, that row is the last, even before the
/// agreed number. An error is the last item.
#[derive(Debug, Clone)]
pub struct Rows<'a> {
    terms: std::marker::PhantomData<&'a ()>,
    level_payment: Money,
    interest: Fraction,
    iva: Fraction,
    rounding: Rounding,
    payments: u32,
    number: u32,
    balance: Money,
    finished: bool,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(loan: Loan<'a>) -> Self {
        let terms = loan.terms();
        Self {
            terms: std::marker::PhantomData,
            level_payment: loan.level_payment().unwrap_or_default(),
            interest: terms.annual_rate.per_period(terms.periods_per_year),
            iva: terms.iva.map(|iva| iva.rate).unwrap_or_default().share(),
            rounding: terms.rounding,
            payments: terms.payments,
            number: 1,
            balance: terms.amount,
            finished: false,
        }
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
        let none = Money::ZERO;
        Ok(Row {
            number,
            due: None,
            opening_balance,
            principal,
            interest,
            iva,
            fund: none,
            insurance: none,
            fee: none,
            charges_iva: none,
            payment,
            extra: none,
            closing_balance,
        })
    }
}

impl Iterator for Rows<'_> {
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

impl FusedIterator for Rows<'_> {}
