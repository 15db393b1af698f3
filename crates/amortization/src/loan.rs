use crate::{
    Charge, Error, Field, Money, PayCalendar, Rows, Schedule, Terms, Totals, checks, combinations,
    dates::DueRule, opening::Opening, rows::Plan,
};

/// A loan whose [`Terms`] were checked: its level payment is known, its rows can be read. Plain data, to be
/// borrowed or copied; a copy is some hundreds of bytes.
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
    opening: Opening,
    plan: Plan<'a>,
    /// The first rows' level payment, or their share of principal.
    instalment: Money,
}

impl<'a> Loan<'a> {
    /// # Errors
    /// - the first field outside [`crate::limits`];
    /// - `unsupported_combination` for [two options without a meaning together](crate#what-does-not-go-together);
    /// - what [`PayCalendar`] refuses, for terms with [`crate::Timing`];
    /// - `net_not_positive` when opening charges take the whole amount;
    /// - `negative_amortization` of [`crate::Field::PaymentMultiple`] when a payment multiple leaves the payment at or below the first interest
    ///   (with its IVA, where the payment includes it).
    pub fn new(terms: Terms<'a>) -> Result<Self, Error> {
        let loan = Self::unproven(terms)?;
        if terms.payment_multiple.is_some() { loan.covers_first_interest() } else { Ok(loan) }
    }

    /// The same, whatever its payment multiple leaves of the payment.
    pub(crate) fn unproven(terms: Terms<'a>) -> Result<Self, Error> {
        checks::terms(&terms)?;
        combinations::check(&terms)?;
        let due = due_rule(&terms)?;
        let opening = Opening::of(&terms)?;
        let plan = Plan::new(&terms, due, opening.financed).ok_or(TOO_LARGE)?;
        let instalment = plan.instalment(opening.financed, 1).ok_or(TOO_LARGE)?;
        Ok(Self { terms, opening, plan, instalment })
    }

    /// Rounding to a multiple can leave a payment that never repays anything.
    fn covers_first_interest(self) -> Result<Self, Error> {
        let (row, covered) = self.plan.first_level_row().ok_or(TOO_LARGE)?;
        if self.instalment > covered { Ok(self) } else { Err(Error::MultipleTooCoarse { row }) }
    }

    pub const fn terms(&self) -> &Terms<'a> {
        &self.terms
    }

    /// What the schedule is over: the amount, with a financed commission and its IVA.
    pub const fn financed_amount(&self) -> Money {
        self.opening.financed
    }

    /// What is paid out: the amount less a deducted commission, an up-front fund and their IVA.
    pub const fn net_disbursed(&self) -> Money {
        self.opening.net
    }

    /// The opening commission; zero without one.
    pub const fn commission(&self) -> Charge {
        self.opening.commission
    }

    /// The fund's contribution when it is charged once, up front; zero otherwise.
    pub const fn upfront_fund(&self) -> Charge {
        self.opening.upfront_fund
    }

    /// The payment of every row but the last, charges apart (grace rows come before it, IVA on top is not in
    /// it, extra payments may change it later); `None` for methods that have no such payment.
    pub fn level_payment(&self) -> Option<Money> {
        self.terms.method.has_level_payment().then_some(self.instalment)
    }

    /// The first rows' level payment, or their share of principal; zero under [`crate::Method::Bullet`].
    pub(crate) const fn instalment(&self) -> Money {
        self.instalment
    }

    /// The same loan without its extra payments, which are voluntary: what they save is the difference.
    ///
    /// ```
    /// use amortization::{Extra, ExtraEffect, Extras, Loan, Terms};
    ///
    /// let list = [Extra { after: 6, amount: "2000".parse()? }];
    /// let extras = Extras { list: &list, effect: ExtraEffect::ReduceTerm };
    /// let loan = Loan::new(Terms { extras, ..Terms::new("10000".parse()?, "13.67".parse()?, 24) })?;
    /// let (with, without) = (loan.totals()?.interest, loan.without_extras().totals()?.interest);
    /// assert!(with < without);
    /// # Ok::<(), amortization::Error>(())
    /// ```
    #[must_use]
    pub const fn without_extras(self) -> Self {
        let terms = Terms { extras: crate::Extras::NONE, ..self.terms };
        Self { terms, plan: self.plan.without_extras(), ..self }
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
    /// # Errors
    /// As the last item: `negative_amortization` for a row whose interest and IVA exceed its payment,
    /// `extra_above_balance` for an extra payment larger than what is owed then.
    pub fn rows(&self) -> Rows<'a> {
        Rows::new(&self.plan, self.instalment)
    }

    /// The sums of the rows, without allocating.
    ///
    /// # Errors
    /// As [`Loan::rows`]; `above_limit` for sums beyond `i64` centavos.
    pub fn totals(&self) -> Result<Totals, Error> {
        Totals::each(self.rows(), |_| ())
    }

    /// All rows and their totals.
    ///
    /// # Errors
    /// As [`Loan::totals`].
    pub fn schedule(&self) -> Result<Schedule, Error> {
        Schedule::collect(self.level_payment(), self.rows())
    }
}

/// What checked arithmetic reports. [`crate::limits`] keep every row of a valid loan below it.
pub(crate) const TOO_LARGE: Error = Error::AboveLimit { field: Field::Amount };

fn due_rule<'a>(terms: &Terms<'a>) -> Result<Option<DueRule<'a>>, Error> {
    let Some(timing) = terms.timing else { return Ok(None) };
    let calendar = PayCalendar::new(terms.periods_per_year)?.with_moved(timing.moved)?;
    calendar.due_rule(timing.disbursed_on, timing.first_due, terms.payments).map(Some)
}
