//! Nominal pay dates as consecutive numbers, so that the k-th one is an addition away.

use super::Date;
use crate::Error;

/// Which days of a month are pay days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PayDays {
    /// The 15th and the last calendar day.
    Quincenas,
    /// The last calendar day.
    MonthEnds,
}

impl PayDays {
    /// Other frequencies have no dates of their own in the conventions.
    pub(super) const fn of(periods_per_year: u32) -> Result<Self, Error> {
        match periods_per_year {
            24 => Ok(Self::Quincenas),
            12 => Ok(Self::MonthEnds),
            _ => Err(Error::NoPayDates),
        }
    }

    /// The number of the first pay date on or after `date`: the month's last day is never before it.
    pub(super) fn on_or_after(self, date: Date) -> u32 {
        let month = u32::from(date.year()) * 12 + u32::from(date.month()) - 1;
        match self {
            Self::Quincenas => month * 2 + u32::from(date.day() > 15),
            Self::MonthEnds => month,
        }
    }

    /// The pay date with that number, or `None` outside the calendar's years.
    pub(super) fn date(self, number: u32) -> Option<Date> {
        let (month, is_fifteenth) = match self {
            Self::Quincenas => (number / 2, number.is_multiple_of(2)),
            Self::MonthEnds => (number, false),
        };
        let year = u16::try_from(month / 12).ok()?;
        let month = u8::try_from(month % 12 + 1).ok()?;
        let first = Date::new(year, month, 1).ok()?;
        let day = if is_fifteenth { 15 } else { first.days_in_month() };
        Date::new(year, month, day).ok()
    }

    /// The number of `date` if it is a pay date.
    pub(super) fn number(self, date: Date) -> Option<u32> {
        let number = self.on_or_after(date);
        (self.date(number) == Some(date)).then_some(number)
    }
}
