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
    calendar: PayCalendar<'a>,
    disbursed: Date,
    /// Pay dates by their number: the first, the next to give, and the one past the last.
    first: u32,
    next: u32,
    end: u32,
}

impl<'a> DueDates<'a> {
    /// All that could go wrong with a date goes wrong here, so that no item is an error.
    pub(super) fn new(
        calendar: PayCalendar<'a>,
        disbursed: Date,
        first: u32,
        payments: u32,
    ) -> Result<Self, Error> {
        let outside = Error::OutsideCalendar { field: Field::DisbursedOn };
        let end = first.checked_add(payments).ok_or(outside)?;
        let nominal = calendar.nominal(first).ok_or(outside)?;
        end.checked_sub(1).and_then(|last| calendar.nominal(last)).ok_or(outside)?;
        let shown = calendar.shown(nominal);
        if shown <= disbursed {
            return Err(Error::NotAfterDisbursement { date: shown });
        }
        Ok(Self { calendar, disbursed, first, next: first, end })
    }

    fn due(&self, number: u32) -> Option<DueDate> {
        let nominal = self.calendar.nominal(number)?;
        let shown = self.calendar.shown(nominal);
        let (before, shown_before) = self.before(number)?;
        Some(DueDate {
            number: number - self.first + 1,
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
        let number = self.next + skipped;
        if number == self.end {
            self.next = self.end;
            return None;
        }
        self.next = number + 1;
        self.due(number)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left(), Some(self.left()))
    }
}

impl ExactSizeIterator for DueDates<'_> {}
impl FusedIterator for DueDates<'_> {}
