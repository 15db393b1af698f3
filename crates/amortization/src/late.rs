//! What a late payment costs, and what a payment towards overdue instalments covers first.
//!
//! Late interest is simple: the overdue sum times the rate times the days since its own due date, instalment
//! by instalment, never interest on interest. A payment goes to accessories, then interest, then principal, as
//! the law and comparable institutes suggest. Base, rate, grace and order are policy.

use std::cmp::Reverse;

use crate::{Charge, Error, Field, Money, Rate, Rounding, checks, limits};

/// How late interest is charged. Base, rate and grace are policy: examples until the institute confirms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LatePolicy {
    pub base: LateBase,
    /// Nominal, per year of 360 days; simple, never compounded.
    pub annual_rate: Rate,
    /// Days late that cost nothing, at most [`limits::MAX_GRACE_DAYS`]; past them every day since the due date
    /// counts.
    pub grace_days: u32,
    /// On the late interest; zero for none.
    pub iva: Rate,
    /// Of late interest and its IVA; half-up is Mexican practice.
    pub rounding: Rounding,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum LateBase {
    /// The overdue principal.
    #[default]
    Principal,
    /// Principal, interest and IVA.
    Payment,
}

/// What is still owed of one instalment: each part from zero to [`limits::MAX_AMOUNT_CENTAVOS`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Overdue {
    pub principal: Money,
    pub interest: Money,
    pub iva: Money,
    /// Calendar days since its due date, at most [`limits::MAX_DAYS_LATE`].
    pub days_late: u32,
}

/// What a late instalment costs, in pesos.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct LateInterest {
    /// For all days since the due date, rounded once.
    pub interest: Money,
    /// On the rounded interest, rounded by itself.
    pub iva: Money,
}

/// How much of a payment, in pesos, went to each part of one instalment, in the order they are covered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Applied {
    /// To IVA of the late interest.
    pub late_iva: Money,
    /// To late interest.
    pub late_interest: Money,
    /// To the instalment's IVA.
    pub iva: Money,
    /// To its interest.
    pub interest: Money,
    /// To its principal.
    pub principal: Money,
}

impl LatePolicy {
    /// `base * rate * days / 360` and its IVA; zero within the grace days.
    ///
    /// ```
    /// use amortization::{Money, Rounding, late::{LateBase, LatePolicy, Overdue}};
    ///
    /// // 20.51 % a year on the principal, and IVA of 16 % on that.
    /// let policy = LatePolicy {
    ///     base: LateBase::Principal,
    ///     annual_rate: "20.51".parse()?,
    ///     grace_days: 3,
    ///     iva: "16".parse()?,
    ///     rounding: Rounding::HalfUp,
    /// };
    /// let overdue = Overdue { principal: "900".parse()?, days_late: 10, ..Overdue::default() };
    /// let late = policy.charge(&overdue)?;
    /// assert_eq!((late.interest.to_string().as_str(), late.iva.to_string().as_str()), ("5.13", "0.82"));
    ///
    /// let in_grace = policy.charge(&Overdue { days_late: 3, ..overdue })?;
    /// assert_eq!(in_grace.interest, Money::ZERO);
    /// # Ok::<(), amortization::Error>(())
    /// ```
    ///
    /// # Errors
    /// `above_limit` for a policy, days or a part of the instalment outside [`limits`]; `not_positive` for a negative
    /// part.
    pub fn charge(&self, overdue: &Overdue) -> Result<LateInterest, Error> {
        self.check()?;
        overdue.check()?;
        if overdue.days_late <= self.grace_days {
            return Ok(LateInterest::default());
        }
        let charge = self.beyond_grace(overdue).ok_or(TOO_MUCH_OVERDUE)?;
        Ok(LateInterest { interest: charge.amount, iva: charge.iva })
    }

    /// Applies `payment` to `overdue`, oldest first whatever the order given (instalments equally late in that
    /// order), and inside each instalment: IVA of the late interest, late interest, IVA, interest, principal.
    /// Writes one [`Applied`] an instalment, at the same place, and returns what is left over.
    ///
    /// ```
    /// use amortization::{Rounding, late::{Applied, LateBase, LatePolicy, Overdue}};
    ///
    /// let policy = LatePolicy {
    ///     base: LateBase::Principal,
    ///     annual_rate: "36".parse()?,
    ///     grace_days: 0,
    ///     iva: "16".parse()?,
    ///     rounding: Rounding::HalfUp,
    /// };
    /// // 900.00 for ten days at 0.1 % a day is 9.00, with IVA of 1.44.
    /// let overdue = [Overdue {
    ///     principal: "900".parse()?,
    ///     interest: "200".parse()?,
    ///     iva: "32".parse()?,
    ///     days_late: 10,
    /// }];
    /// let mut applied = [Applied::default()];
    /// let left = policy.allocate("500".parse()?, &overdue, &mut applied)?;
    /// assert_eq!(left.to_string(), "0.00");
    /// assert_eq!(applied[0].late_interest.to_string(), "9.00");
    /// assert_eq!(applied[0].principal.to_string(), "257.56");
    /// # Ok::<(), amortization::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`LatePolicy::charge`]; a `payment` outside [`limits`]; `above_limit` for more than
    /// [`limits::MAX_PAYMENTS`] instalments or an `applied` of another length. `applied` is then of no use.
    pub fn allocate(
        &self,
        payment: Money,
        overdue: &[Overdue],
        applied: &mut [Applied],
    ) -> Result<Money, Error> {
        checks::positive(payment, Field::Payment)?;
        let few = u32::try_from(overdue.len()).is_ok_and(|count| count <= limits::MAX_PAYMENTS);
        if !few || applied.len() != overdue.len() {
            return Err(TOO_MUCH_OVERDUE);
        }
        let mut oldest_first: Vec<(&Overdue, &mut Applied)> = overdue.iter().zip(applied).collect();
        oldest_first.sort_by_key(|(overdue, _)| Reverse(overdue.days_late));
        oldest_first.into_iter().try_fold(payment, |left, (overdue, applied)| {
            let (covered, left) = self.charge(overdue)?.cover(overdue, left)?;
            *applied = covered;
            Ok(left)
        })
    }

    fn beyond_grace(&self, overdue: &Overdue) -> Option<Charge> {
        let base = match self.base {
            LateBase::Principal => overdue.principal,
            LateBase::Payment => overdue.total()?,
        };
        let share = self.annual_rate.for_days(overdue.days_late, 360);
        Charge::of(base, share, self.iva.share(), self.rounding)
    }

    fn check(&self) -> Result<(), Error> {
        checks::rate(self.annual_rate, limits::MAX_ANNUAL_RATE_MILLIONTHS, Field::LateRate)?;
        if self.grace_days > limits::MAX_GRACE_DAYS {
            return Err(Error::AboveLimit { field: Field::GraceDays });
        }
        checks::rate(self.iva, limits::MAX_IVA_MILLIONTHS, Field::LateIva)
    }
}

impl LateInterest {
    /// What `payment` covers of one instalment with this late interest, and what is left of it.
    fn cover(self, overdue: &Overdue, payment: Money) -> Result<(Applied, Money), Error> {
        let mut left = payment;
        let mut take = |owed: Money| {
            let part = owed.min(left);
            left = left.checked_sub(part).ok_or(TOO_MUCH_OVERDUE)?;
            Ok(part)
        };
        let applied = Applied {
            late_iva: take(self.iva)?,
            late_interest: take(self.interest)?,
            iva: take(overdue.iva)?,
            interest: take(overdue.interest)?,
            principal: take(overdue.principal)?,
        };
        Ok((applied, left))
    }
}

impl Overdue {
    fn check(&self) -> Result<(), Error> {
        let field = Field::Overdue;
        for part in [self.principal, self.interest, self.iva] {
            checks::not_negative(part, field)?;
        }
        if self.days_late > limits::MAX_DAYS_LATE { Err(TOO_MUCH_OVERDUE) } else { Ok(()) }
    }

    fn total(&self) -> Option<Money> {
        self.principal.checked_add(self.interest)?.checked_add(self.iva)
    }
}

const TOO_MUCH_OVERDUE: Error = Error::AboveLimit { field: Field::Overdue };
