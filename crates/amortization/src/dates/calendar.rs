use super::{Date, DueDates, DueRule, FirstDue, nominal::PayDays};
use crate::{Error, checks};

/// A pay date that is not paid on its nominal day: December paid early, a pay day that fell on a
/// Sunday moved to the Friday before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MovedPayDate {
    /// The 15th or the last day of a month, as the frequency has it.
    pub nominal: Date,
    /// The day people are paid instead, and are shown: between the nominal pay dates before and after.
    pub shown: Date,
}

/// The pay dates of a frequency, with those an institution moved.
///
/// ```
/// use amortization::{Date, FirstDue, MovedPayDate, PayCalendar};
///
/// let early = [MovedPayDate { nominal: "2026-12-31".parse()?, shown: "2026-12-18".parse()? }];
/// let calendar = PayCalendar::new(24)?.with_moved(&early)?;
///
/// // Paid out on a pay date: due on the next one.
/// let disbursed: Date = "2026-11-30".parse()?;
/// let dues = calendar.due_dates(disbursed, FirstDue::Lag { days: 1 }, 3)?;
/// let shown: Vec<String> = dues.map(|due| format!("{} in {} days", due.shown, due.days)).collect();
/// assert_eq!(shown, ["2026-12-15 in 15 days", "2026-12-18 in 16 days", "2027-01-15 in 15 days"]);
/// # Ok::<(), amortization::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayCalendar<'a> {
    days: PayDays,
    moved: &'a [MovedPayDate],
}

impl<'a> PayCalendar<'a> {
    /// Twenty-four a year: the 15th and the last calendar day of each month. Twelve: the last day.
    ///
    /// # Errors
    /// `no_pay_dates` for any other frequency.
    pub const fn new(periods_per_year: u32) -> Result<Self, Error> {
        match PayDays::of(periods_per_year) {
            Ok(days) => Ok(Self { days, moved: &[] }),
            Err(error) => Err(error),
        }
    }

    /// The same calendar with these dates moved, in the order of their nominal dates.
    ///
    /// # Errors
    /// `not_a_pay_date` for a nominal date this frequency does not have; `pay_dates_out_of_order` for
    /// a repeated or unsorted one, for a date shown that is not strictly between the nominal pay dates before and
    /// after its own, or when the dates shown would not follow each other any more.
    pub fn with_moved(self, moved: &[MovedPayDate]) -> Result<PayCalendar<'_>, Error> {
        let calendar = PayCalendar { days: self.days, moved };
        let mut last = None;
        for one in moved {
            let date = one.nominal;
            let number = self.days.number(date).ok_or(Error::NotAPayDate { date })?;
            let is_ordered = last < Some(number) && calendar.is_between_neighbours(number, one.shown);
            if !is_ordered {
                return Err(Error::PayDatesOutOfOrder { date });
            }
            last = Some(number);
        }
        Ok(calendar)
    }

    /// The due dates of a loan paid out on `disbursed`, one for each of `payments`.
    ///
    /// # Errors
    /// `payments`, `cutoff_lag_days` or `first_due_nth` outside [`crate::limits`]; `outside_calendar` when
    /// the last date would pass the calendar's years; `not_after_disbursement` when the first pay date
    /// was moved to the day of the disbursement or before it.
    pub fn due_dates(&self, disbursed: Date, first: FirstDue, payments: u32) -> Result<DueDates<'a>, Error> {
        self.due_rule(disbursed, first, payments).map(DueRule::dates)
    }

    /// As [`PayCalendar::due_dates`].
    pub(crate) fn due_rule(
        &self,
        disbursed: Date,
        first: FirstDue,
        payments: u32,
    ) -> Result<DueRule<'a>, Error> {
        checks::payments(payments)?;
        DueRule::new(*self, disbursed, first.number(self.days, disbursed)?, payments)
    }

    pub(super) fn nominal(&self, number: u32) -> Option<Date> {
        self.days.date(number)
    }

    /// The date people see for a pay date.
    pub(super) fn shown(&self, nominal: Date) -> Date {
        // Unsorted lists are searched only while `with_moved` is about to refuse them.
        let found = self.moved.binary_search_by_key(&nominal, |moved| moved.nominal);
        found.ok().and_then(|at| self.moved.get(at)).map_or(nominal, |moved| moved.shown)
    }

    fn is_between_neighbours(&self, number: u32, shown: Date) -> bool {
        let before = number.checked_sub(1).and_then(|number| self.nominal(number));
        let after = self.nominal(number + 1);
        // Nominal dates as well: each date may move past where the next one was before that moved too, and a
        // list could so drift without bound.
        before.is_none_or(|date| date.max(self.shown(date)) < shown)
            && after.is_none_or(|date| shown < date.min(self.shown(date)))
    }
}
