//! What settles a loan on a day between two payments.

use crate::{Error, Field, Loan, Money, Terms, checks, exact::Fraction, limits, loan::TOO_LARGE};

/// Interest since the last due date. Which rule the institute uses is configuration it has not confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Accrued {
    /// `balance * i * days / period_days`: calendar days since the last due date, from 0 to all of the current
    /// period's, which are from 1 to [`limits::MAX_ACCRUED_DAYS`].
    ProRata { days: u32, period_days: u32 },
    /// `balance * rate * days / 360`: calendar days since the last due date, from 0 to
    /// [`limits::MAX_ACCRUED_DAYS`].
    Act360 { days: u32 },
}

/// What is owed once `rows_paid` rows were paid on time and interest accrued since. There is no
/// prepayment fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayoffQuote {
    /// After `rows_paid` rows.
    pub balance: Money,
    /// Interest since the last due date, rounded once as the terms say.
    pub accrued: Money,
    /// IVA on the rounded `accrued`, at the rate of the terms.
    pub iva: Money,
    /// `balance + accrued + iva`.
    pub payoff: Money,
    /// Interest of the remaining rows - `accrued`; negative when a payoff late in the last period costs more.
    pub interest_saved: Money,
}

impl Loan<'_> {
    /// The quote after `rows_paid` payments, 0 for none yet, and the days that `accrued` counts.
    ///
    /// ```
    /// use amortization::{Accrued, Iva, Loan, Terms};
    ///
    /// let terms = Terms {
    ///     iva: Some(Iva::level_total("16".parse()?)),
    ///     ..Terms::new("60000".parse()?, "13.67".parse()?, 59)
    /// };
    /// // Twelve quincenas paid, seven days into a quincena of fifteen.
    /// let quote = Loan::new(terms)?.payoff(12, Accrued::ProRata { days: 7, period_days: 15 })?;
    /// assert_eq!(quote.balance.to_string(), "49609.13");
    /// assert_eq!(quote.accrued.to_string(), "131.86");
    /// assert_eq!(quote.iva.to_string(), "21.10");
    /// assert_eq!(quote.payoff.to_string(), "49762.09");
    /// assert_eq!(quote.interest_saved.to_string(), "6991.56");
    /// # Ok::<(), amortization::Error>(())
    /// ```
    ///
    /// # Errors
    /// `above_limit` when `rows_paid` is not below the table's number of rows or `days` passes the period;
    /// `not_positive` or `above_limit` for the period itself; as [`Loan::schedule`].
    pub fn payoff(&self, rows_paid: u32, accrued: Accrued) -> Result<PayoffQuote, Error> {
        let share = accrued.share(self.terms())?;
        let (balance, remaining) = self.left_after(rows_paid)?;
        self.quote(balance, remaining, share).ok_or(TOO_LARGE)
    }

    /// The balance after `rows_paid` rows and the interest of those that follow.
    fn left_after(&self, rows_paid: u32) -> Result<(Money, Money), Error> {
        let mut left = None;
        for row in self.rows() {
            let row = row?;
            if row.number > rows_paid {
                let (balance, interest) = left.unwrap_or((row.opening_balance, Money::ZERO));
                left = Some((balance, interest.checked_add(row.interest).ok_or(TOO_LARGE)?));
            }
        }
        left.ok_or(Error::AboveLimit { field: Field::RowsPaid })
    }

    fn quote(&self, balance: Money, remaining: Money, share: Fraction) -> Option<PayoffQuote> {
        let terms = self.terms();
        let accrued = share.of(balance, terms.rounding)?;
        let taxed = terms.iva.map(|iva| iva.rate).unwrap_or_default();
        let iva = taxed.share().of(accrued, terms.rounding)?;
        Some(PayoffQuote {
            balance,
            accrued,
            iva,
            payoff: balance.checked_add(accrued)?.checked_add(iva)?,
            interest_saved: remaining.checked_sub(accrued)?,
        })
    }
}

impl Accrued {
    /// What the interest is of the balance.
    fn share(self, terms: &Terms) -> Result<Fraction, Error> {
        let (days, most, days_a_year) = match self {
            Self::ProRata { days, period_days } => {
                checks::count(period_days, limits::MAX_ACCRUED_DAYS, Field::PeriodDays)?;
                (days, period_days, terms.periods_per_year * period_days)
            }
            Self::Act360 { days } => (days, limits::MAX_ACCRUED_DAYS, 360),
        };
        if days > most {
            return Err(Error::AboveLimit { field: Field::Days });
        }
        Ok(terms.annual_rate.for_days(days, days_a_year))
    }
}
