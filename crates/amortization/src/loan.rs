use crate::{Error, Field, Money, Rate, Rounding, Rows, Schedule, level, limits};

/// The terms of a level-payment loan, already validated: whatever is in here can be computed.
///
/// The periodic rate is `annual_rate / periods_per_year`, kept as an exact fraction. With `iva`,
/// the total of each payment is constant and IVA on the row's interest is inside it
/// (`level_total`); without, payments are principal and interest only.
///
/// ```
/// use amortization::{Field, Loan, Rounding};
///
/// let loan = Loan::new("10000".parse()?, "13.67".parse()?, 24, 24, None, Rounding::HalfUp)?;
/// assert_eq!(loan.level_payment()?.to_string(), "446.98");
///
/// let refused = Loan::new("0".parse()?, "13.67".parse()?, 24, 24, None, Rounding::HalfUp).unwrap_err();
/// assert_eq!((refused.field(), refused.code()), (Field::Amount, "not_positive"));
/// # Ok::<(), amortization::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loan {
    amount: Money,
    annual_rate: Rate,
    payments: u32,
    periods_per_year: u32,
    iva: Option<Rate>,
    rounding: Rounding,
}

impl Loan {
    /// # Errors
    /// The first field outside [`limits`], in the order of the parameters.
    pub fn new(
        amount: Money,
        annual_rate: Rate,
        payments: u32,
        periods_per_year: u32,
        iva: Option<Rate>,
        rounding: Rounding,
    ) -> Result<Self, Error> {
        check_amount(amount)?;
        check_rate(annual_rate, limits::MAX_ANNUAL_RATE_MILLIONTHS, Field::AnnualRate)?;
        check_payments(payments)?;
        check_periods(periods_per_year)?;
        check_rate(iva.unwrap_or_default(), limits::MAX_IVA_MILLIONTHS, Field::Iva)?;
        Ok(Self { amount, annual_rate, payments, periods_per_year, iva, rounding })
    }

    pub const fn amount(&self) -> Money {
        self.amount
    }

    /// Nominal, per year.
    pub const fn annual_rate(&self) -> Rate {
        self.annual_rate
    }

    /// The agreed number of payments; rounding can end the table earlier.
    pub const fn payments(&self) -> u32 {
        self.payments
    }

    pub const fn periods_per_year(&self) -> u32 {
        self.periods_per_year
    }

    /// IVA on interest, inside the constant total.
    pub const fn iva(&self) -> Option<Rate> {
        self.iva
    }

    pub const fn rounding(&self) -> Rounding {
        self.rounding
    }

    /// The payment of every row but the last: `amount * i / (1 - (1 + i)^-n)` with
    /// `i = rate / periods_per_year * (1 + iva)`, rounded once, exactly, ties included.
    ///
    /// # Errors
    /// `above_limit` if the payment leaves `i64` centavos, which [`limits`] rule out.
    pub fn level_payment(&self) -> Result<Money, Error> {
        let iva = self.iva.unwrap_or_default();
        let rate = self.annual_rate.per_period_with_iva(self.periods_per_year, iva);
        level::level_payment(self.amount, rate, self.payments, self.rounding).ok_or(TOO_LARGE)
    }

    /// The rows one by one, without allocating.
    ///
    /// ```
    /// # use amortization::{Loan, Rounding};
    /// let loan = Loan::new("50000".parse()?, "12".parse()?, 48, 24, None, Rounding::HalfUp)?;
    /// let first = loan.rows()?.next().expect("a loan has a row")?;
    /// assert_eq!(first.interest.to_string(), "250.00");
    /// assert_eq!(first.principal.to_string(), "924.25");
    /// # Ok::<(), amortization::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Loan::level_payment`]. Each row can be `negative_amortization`, which ends the rows.
    pub fn rows(&self) -> Result<Rows, Error> {
        Ok(Rows::new(*self, self.level_payment()?))
    }

    /// All rows and their totals.
    ///
    /// # Errors
    /// As [`Loan::rows`].
    pub fn schedule(&self) -> Result<Schedule, Error> {
        Schedule::collect(self.rows()?)
    }
}

/// What checked arithmetic reports. [`limits`] keep every figure of a valid loan below it.
pub(crate) const TOO_LARGE: Error = Error::AboveLimit { field: Field::Amount };

fn check_amount(amount: Money) -> Result<(), Error> {
    match amount.centavos() {
        ..=0 => Err(Error::NotPositive { field: Field::Amount }),
        1..=limits::MAX_AMOUNT_CENTAVOS => Ok(()),
        _ => Err(Error::AboveLimit { field: Field::Amount }),
    }
}

fn check_rate(rate: Rate, limit: u64, field: Field) -> Result<(), Error> {
    if rate.millionths() > limit { Err(Error::AboveLimit { field }) } else { Ok(()) }
}

pub(crate) fn check_payments(payments: u32) -> Result<(), Error> {
    match payments {
        0 => Err(Error::NotPositive { field: Field::Payments }),
        1..=limits::MAX_PAYMENTS => Ok(()),
        _ => Err(Error::AboveLimit { field: Field::Payments }),
    }
}

fn check_periods(periods_per_year: u32) -> Result<(), Error> {
    let known = limits::PERIODS_PER_YEAR.contains(&periods_per_year);
    if known { Ok(()) } else { Err(Error::Unsupported { field: Field::PeriodsPerYear }) }
}
