use crate::{Error, Field, Money, Rate, checks, limits, loan::TOO_LARGE, rate::WHOLE};

/// A pay slip and the rules over it. A rule left out does not limit. Percentages and minimum are policy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Salary {
    /// A period's base salary, in the same period as the loan's payments.
    pub salary: Money,
    /// What is deducted already, in the same period.
    pub existing_deductions: Money,
    /// All deductions together may take this share of the salary.
    pub all: Option<Rate>,
    /// The new payment may take this share of the salary.
    pub new: Option<Rate>,
    /// What has to be left after all deductions.
    pub min_liquid: Option<Money>,
}

impl Salary {
    /// The smallest of the limits, each rounded down; what is left of the salary when no rule is given.
    ///
    /// ```
    /// use amortization::capacity::Salary;
    ///
    /// let slip = Salary {
    ///     salary: "9000".parse()?, // pesos a quincena
    ///     existing_deductions: "1500".parse()?,
    ///     all: Some("30".parse()?), // percent
    ///     ..Salary::default()
    /// };
    /// assert_eq!(slip.max_payment()?.to_string(), "1200.00");
    /// # Ok::<(), amortization::Error>(())
    /// ```
    ///
    /// # Errors
    /// `no_capacity` when nothing is left; a field outside [`crate::limits`].
    pub fn max_payment(&self) -> Result<Money, Error> {
        self.check()?;
        let smallest = self.smallest_limit().ok_or(TOO_LARGE)?;
        if smallest > Money::ZERO { Ok(smallest) } else { Err(Error::NoCapacity) }
    }

    fn check(&self) -> Result<(), Error> {
        checks::positive(self.salary, Field::Salary)?;
        checks::not_negative(self.existing_deductions, Field::ExistingDeductions)?;
        for (share, field) in [(self.all, Field::AllShare), (self.new, Field::NewShare)] {
            checks::rate(share.unwrap_or_default(), limits::MAX_SHARE_MILLIONTHS, field)?;
        }
        checks::not_negative(self.min_liquid.unwrap_or_default(), Field::MinLiquidSalary)
    }

    fn smallest_limit(&self) -> Option<Money> {
        let left = self.salary.checked_sub(self.existing_deductions)?;
        let mut smallest = left;
        if let Some(all) = self.all {
            smallest = smallest.min(self.share(all)?.checked_sub(self.existing_deductions)?);
        }
        if let Some(new) = self.new {
            smallest = smallest.min(self.share(new)?);
        }
        if let Some(min_liquid) = self.min_liquid {
            smallest = smallest.min(left.checked_sub(min_liquid)?);
        }
        Some(smallest)
    }

    /// Of the salary, rounded down.
    fn share(&self, rate: Rate) -> Option<Money> {
        let centavos = i128::from(self.salary.centavos()) * i128::from(rate.millionths()) / i128::from(WHOLE);
        i64::try_from(centavos).ok().map(Money::from_centavos)
    }
}
