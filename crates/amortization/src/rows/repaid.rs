use super::{Rows, cost::Cost};
use crate::{DueDate, Error, Method, Money, loan::TOO_LARGE};

/// What a row pays, charges apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Repaid {
    pub(super) principal: Money,
    pub(super) cost: Cost,
}

impl Rows<'_> {
    #[inline]
    pub(super) fn repaid(&self, due: Option<DueDate>) -> Result<Repaid, Error> {
        let cost = self.cost(due).ok_or(TOO_LARGE)?;
        let principal = match self.plan.method {
            Method::Level => self.level_principal(cost)?,
            Method::InterestOnlyGrace { rows } if self.number > rows => self.level_principal(cost)?,
            Method::InterestOnlyGrace { .. } => Money::ZERO,
            Method::German | Method::Flat | Method::Bullet if self.is_last() => self.balance,
            Method::German | Method::Flat | Method::Bullet => self.instalment.min(self.balance),
        };
        Ok(Repaid { principal, cost })
    }

    #[inline]
    fn cost(&self, due: Option<DueDate>) -> Option<Cost> {
        let plan = &self.plan;
        let share = plan.periods.share(self.number, due)?;
        match self.flat_interest {
            None => plan.cost(share, self.balance),
            Some(left) if self.is_last() => plan.taxed(left),
            Some(left) => plan.taxed(share.of(plan.financed, plan.rounding)?.min(left)),
        }
    }

    /// Everything at the end, and before it what the level payment leaves over the row's cost.
    #[inline]
    fn level_principal(&self, cost: Cost) -> Result<Money, Error> {
        let regular = self.plan.periods.regular_path(self.number);
        let cost = regular.map_or(Some(cost), |share| self.plan.cost(share, self.balance));
        let covered = cost.and_then(|cost| self.plan.covered(cost)).ok_or(TOO_LARGE)?;
        let owed = self.balance.checked_add(covered).ok_or(TOO_LARGE)?;
        if self.is_last() || owed <= self.instalment {
            return Ok(self.balance);
        }
        let principal = self.instalment.checked_sub(covered).filter(|principal| *principal >= Money::ZERO);
        principal.ok_or(Error::NegativeAmortization { row: self.number })
    }

    const fn is_last(&self) -> bool {
        self.number == self.plan.payments
    }
}
