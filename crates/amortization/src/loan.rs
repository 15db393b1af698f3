use crate::{Error, Field, Money, Rate, Rows, Schedule, Terms, level, limits};

/// A loan whose [`Terms`] were checked: its level payment is known, its rows can be read.
///
/// ```
/// use amortization::{Field, Loan, Terms};
///
/// let loan = Loan::new(Terms::new("10000".parse()?, "13.67".parse()?, 24))?;
/// assert_eq!(loan.level_payment().map(|payment| payment.to_string()).as_deref(), Some("446.98"));
///
/// let refused = Loan::new(Terms::new("0".parse()?, "13.67".parse()?, 24)).unwrap_err();
/// assert_eq!((refused.field(), refused.code()), (Field::Amount, "not_positive"));
/// # Ok::<(), amortization::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loan<'a> {
    terms: Terms<'a>,
    level: Option<Money>,
}

/// A charge made once, with its IVA.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Charge {
    pub amount: Money,
    pub iva: Money,
}

impl<'a> Loan<'a> {
    /// # Errors
    /// The first field outside [`limits`], `unsupported_combination`, or `negative_amortization` when a
    /// payment multiple leaves the payment at or below the first interest.
    pub fn new(terms: Terms<'a>) -> Result<Self, Error> {
        check_amount(terms.amount)?;
        check_rate(terms.annual_rate, limits::MAX_ANNUAL_RATE_MILLIONTHS, Field::AnnualRate)?;
        check_payments(terms.payments)?;
        check_periods(terms.periods_per_year)?;
        let iva = terms.iva.map(|iva| iva.rate).unwrap_or_default();
        check_rate(iva, limits::MAX_IVA_MILLIONTHS, Field::Iva)?;
        let rate = terms.annual_rate.per_period_with_iva(terms.periods_per_year, iva);
        let level =
            level::level_payment(terms.amount, rate, terms.payments, terms.rounding).ok_or(TOO_LARGE)?;
        Ok(Self { terms, level: Some(level) })
    }

    pub const fn terms(&self) -> &Terms<'a> {
        &self.terms
    }

    /// What the schedule is over: the amount, with a financed commission and its IVA.
    pub const fn financed_amount(&self) -> Money {
        self.terms.amount
    }

    /// What is paid out: the amount less what is deducted from it.
    pub const fn net_disbursed(&self) -> Money {
        self.terms.amount
    }

    /// The opening commission; zero without one.
    pub fn commission(&self) -> Charge {
        Charge::default()
    }

    /// The fund's contribution when it is charged once, up front; zero otherwise.
    pub fn upfront_fund(&self) -> Charge {
        Charge::default()
    }

    /// The payment of every row but the last, charges apart; `None` for methods that have no such payment.
    pub const fn level_payment(&self) -> Option<Money> {
        self.level
    }

    /// The rows one by one, without allocating.
    ///
    /// ```
    /// # use amortization::{Loan, Terms};
    /// let loan = Loan::new(Terms::new("50000".parse()?, "12".parse()?, 48))?;
    /// let first = loan.rows().next().expect("a loan has a row")?;
    /// assert_eq!(first.interest.to_string(), "250.00");
    /// assert_eq!(first.principal.to_string(), "924.25");
    /// # Ok::<(), amortization::Error>(())
    /// ```
    ///
    /// Each row can be `negative_amortization`, which ends the rows.
    pub fn rows(&self) -> Rows<'a> {
        Rows::new(*self)
    }

    /// All rows and their totals.
    ///
    /// # Errors
    /// As [`Loan::rows`].
    pub fn schedule(&self) -> Result<Schedule, Error> {
        Schedule::collect(self.level, self.rows())
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
