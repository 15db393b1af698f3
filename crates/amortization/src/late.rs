//! What a late payment costs, and what a payment towards overdue instalments covers first.

use crate::{Error, Field, Money, Rate, Rounding};

/// How late interest is charged. Base, rate and grace are policy: examples until the institute confirms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LatePolicy {
    pub base: LateBase,
    /// Nominal, per year of 360 days; simple, never compounded.
    pub annual_rate: Rate,
    /// Days late that cost nothing; past them every day since the due date counts.
    pub grace_days: u32,
    /// On the late interest; zero for none.
    pub iva: Rate,
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

/// What is still owed of one instalment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Overdue {
    pub principal: Money,
    pub interest: Money,
    pub iva: Money,
    /// Calendar days since its due date.
    pub days_late: u32,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct LateInterest {
    pub interest: Money,
    pub iva: Money,
}

/// How much of a payment went to each part of one instalment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Applied {
    pub late_iva: Money,
    pub late_interest: Money,
    pub iva: Money,
    pub interest: Money,
    pub principal: Money,
}

impl LatePolicy {
    /// `base * rate * days / 360` and its IVA; zero within the grace days.
    ///
    /// # Errors
    /// A field outside [`crate::limits`].
    pub fn charge(&self, _overdue: &Overdue) -> Result<LateInterest, Error> {
        Err(Error::Unsupported { field: Field::Amount })
    }

    /// Applies `payment` to `overdue`, oldest first, and inside each instalment: IVA of the late interest, late
    /// interest, IVA, interest, principal. Writes one [`Applied`] an instalment and returns what is left over.
    ///
    /// # Errors
    /// As [`LatePolicy::charge`].
    pub fn allocate(
        &self,
        _payment: Money,
        _overdue: &[Overdue],
        _applied: &mut [Applied],
    ) -> Result<Money, Error> {
        Err(Error::Unsupported { field: Field::Amount })
    }
}
