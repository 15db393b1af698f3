use std::iter::FusedIterator;

use super::{Date, PayCalendar};
use crate::{Error, Field};

/// When one payment is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DueDate {
    /// 1, 2, 3 ...: the row of the schedule.
    pub number: u32,
    /// The 15th or the last day of a month; it drives interest.
    pub nominal: Date,
    /// Calendar days since the previous nominal date, or since the disbursement. At least 1.
    pub days: u32,
    /// The date a person reads: the nominal one unless it was moved.
    pub shown: Date,
    /// Calendar days since the previous date shown, or since the disbursement: what interest by real
    /// dates counts. At least 1.
    pub shown_days: u32,
}

/// The due dates of a loan, computed as they are asked for; any of them in constant time by `nth`.
///
/// ```
/// use amortization::{FirstDue, PayCalendar};
///
/// let calendar = PayCalendar::new(24)?;
/// let mut dues = calendar.due_dates("2028-01-31".parse()?, FirstDue::Nth { n: 1 }, 59)?;
/// let fourth = dues.nth(3).expect("59 payments have a fourth");
/// assert_eq!((fourth.number, fourth.nominal.to_string().as_str()), (4, "2028-03-31"));
/// assert_eq!(dues.len(), 55);
/// # Ok::<(), amortization::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct DueDates<'a> {
    rule: DueRule<'a>,
    /// The next row to give, and the one past the last.
    next: u32,
    end: u32,
}

/// What the due dates of a loan follow from, checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DueRule<'a> {
    calendar: PayCalendar<'a>,
    disbursed: Date,
    /// The number of the first pay date.
    first: u32,
    payments: u32,
}

impl<'a> DueRule<'a> {
    /// All that could go wrong with a date goes wrong here, so that no due date is an error.
    pub(super) fn new(
        calendar: PayCalendar<'a>,
        disbursed: Date,
        first: u32,
        payments: u32,
    ) -> Result<Self, Error> {
        let outside = Error::OutsideCalendar { field: Field::DisbursedOn };
        let nominal = calendar.nominal(first).ok_or(outside)?;
        let last = first.checked_add(payments - 1);
        last.and_then(|last| calendar.nominal(last)).ok_or(outside)?;
        let shown = calendar.shown(nominal);
        if shown <= disbursed {
            return Err(Error::NotAfterDisbursement { date: shown });
        }
        Ok(Self { calendar, disbursed, first, payments })
    }

    /// The dates of every row.
    pub(crate) const fn dates(self) -> DueDates<'a> {
        DueDates { rule: self, next: 1, end: self.payments + 1 }
    }

    /// The date of row `row`, for 1 to the number of payments.
    pub(crate) fn due(&self, row: u32) -> Option<DueDate> {
        let number = self.first + row.checked_sub(1)?;
        let nominal = self.calendar.nominal(number)?;
        let shown = self.calendar.shown(nominal);
        let (before, shown_before) = self.before(number)?;
        Some(DueDate {
            number: row,
            nominal,
            days: u32::try_from(nominal.days_since(before)).ok()?,
            shown,
            shown_days: u32::try_from(shown.days_since(shown_before)).ok()?,
        })
    }

    /// The previous date, nominal and shown.
    fn before(&self, number: u32) -> Option<(Date, Date)> {
        if number == self.first {
            return Some((self.disbursed, self.disbursed));
        }
        let nominal = self.calendar.nominal(number - 1)?;
        Some((nominal, self.calendar.shown(nominal)))
    }
}

impl DueDates<'_> {
    fn left(&self) -> usize {
        (self.end - self.next) as usize
    }
}

impl Iterator for DueDates<'_> {
    type Item = DueDate;

    fn next(&mut self) -> Option<DueDate> {
        self.nth(0)
    }

    fn nth(&mut self, skipped: usize) -> Option<DueDate> {
        let skipped = u32::try_from(skipped.min(self.left())).unwrap_or(u32::MAX);
        let row = self.next + skipped;
        if row == self.end {
            self.next = self.end;
            return None;
        }
        self.next = row + 1;
        self.rule.due(row)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left(), Some(self.left()))
    }
}

impl ExactSizeIterator for DueDates<'_> {}
impl FusedIterator for DueDates<'_> {}
