use super::{Date, nominal::PayDays};
use crate::{Error, Field, checks, limits};

/// No more pay dates than these fit in [`limits::MAX_CUTOFF_LAG_DAYS`].
const MOST_PASSED: u32 = 26;

/// How the first due date follows from the day the money was paid out. Which of the two the institute
/// uses, and its payroll cut-off, are configuration it has not confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FirstDue {
    /// The earliest pay date at least `days` calendar days after the disbursement: from 1, the next
    /// pay date (never the same day), to [`limits::MAX_CUTOFF_LAG_DAYS`].
    Lag { days: u32 },
    /// The `n`-th pay date after the disbursement: from 1 to [`limits::MAX_FIRST_DUE_NTH`].
    Nth { n: u32 },
}

impl FirstDue {
    /// The number of the first pay date, counted as [`PayDays`] counts.
    pub(super) fn number(self, days: PayDays, disbursed: Date) -> Result<u32, Error> {
        let (lag, further) = self.checked()?;
        let earliest = days.on_or_after(disbursed);
        let is_late_enough = |number: &u32| {
            let date = days.date(*number);
            // A number past the calendar's last year ends the search; building the dates refuses it.
            date.is_none_or(|date| i64::from(date.days_since(disbursed)) >= i64::from(lag))
        };
        let found = (earliest..=earliest + MOST_PASSED).find(is_late_enough);
        found
            .and_then(|number| number.checked_add(further))
            .ok_or(Error::OutsideCalendar { field: Field::DisbursedOn })
    }

    /// (days to wait, pay dates to skip after that wait)
    fn checked(self) -> Result<(u32, u32), Error> {
        match self {
            Self::Lag { days } => {
                checks::count(days, limits::MAX_CUTOFF_LAG_DAYS, Field::CutoffLagDays).map(|()| (days, 0))
            }
            Self::Nth { n } => {
                checks::count(n, limits::MAX_FIRST_DUE_NTH, Field::FirstDueNth).map(|()| (1, n - 1))
            }
        }
    }
}
