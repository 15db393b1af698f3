//! What share of a balance each row's interest is.

use crate::{DueDate, FirstPeriod, InterestBy, Rate, Terms, dates::DueRule, exact::Fraction};

/// Rates per period and how the terms count periods. The fractions are exact: nothing is divided before a
/// balance is multiplied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Periods {
    /// Of a period like all others.
    pub(crate) regular: Fraction,
    pub(crate) counting: Counting,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counting {
    Alike,
    /// The first row by its days, the others alike.
    First {
        share: Fraction,
        mode: FirstPeriod,
    },
    /// Every row by its days; the share of one day.
    Days {
        daily: Fraction,
    },
}

impl Periods {
    /// Of the terms' interest with `iva` on it: zero for the interest alone. `None` beyond the integers.
    pub(crate) fn new(terms: &Terms, due: Option<DueRule>, iva: Rate) -> Option<Self> {
        let per = |periods| terms.annual_rate.per_period_with_iva(periods, iva);
        let regular = per(terms.periods_per_year);
        let counting = match terms.timing.map(|timing| timing.interest).unwrap_or_default() {
            InterestBy::Periods => Counting::Alike,
            InterestBy::OddFirstPeriod { basis, mode } => {
                let days = due?.due(1)?.days;
                Counting::First { share: per(basis.days()).times(days)?, mode }
            }
            InterestBy::RealDates { basis } => Counting::Days { daily: per(basis.days()) },
        };
        Some(Self { regular, counting })
    }

    /// What the interest of row `number` is of the balance before it.
    #[inline]
    pub(crate) fn share(&self, number: u32, due: Option<DueDate>) -> Option<Fraction> {
        match self.counting {
            Counting::First { share, .. } if number == 1 => Some(share),
            Counting::Alike | Counting::First { .. } => Some(self.regular),
            Counting::Days { daily } => daily.times(due?.shown_days),
        }
    }

    /// What row `number`'s principal is computed with where that is not its interest: the first row under
    /// [`FirstPeriod::AddToFirst`] keeps the regular path.
    #[inline]
    pub(crate) fn regular_path(&self, number: u32) -> Option<Fraction> {
        let adds = matches!(self.counting, Counting::First { mode: FirstPeriod::AddToFirst, .. });
        (number == 1 && adds).then_some(self.regular)
    }
}
