use std::{fmt, str::FromStr};

use crate::{Error, Field, limits};

/// A day of the proleptic Gregorian calendar from 1900 to 2200, without time or zone.
///
/// ```
/// use amortization::Date;
///
/// let leap: Date = "2028-02-29".parse()?;
/// assert!("2027-02-29".parse::<Date>().is_err());
/// assert!("29/02/2028".parse::<Date>().is_err());
/// assert_eq!(Date::new(2028, 3, 1)?.days_since(leap), 1);
/// assert_eq!(leap.to_string(), "2028-02-29");
/// # Ok::<(), amortization::Error>(())
/// ```
// The order of the fields is the order of the calendar: `Ord` is derived from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// # Errors
    /// `not_a_date` for a day no calendar has, `outside_calendar` for a year outside
    /// [`limits::YEARS`]; both name [`Field::DisbursedOn`], see [`Error::in_field`].
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, Error> {
        let field = Field::DisbursedOn;
        if !limits::YEARS.contains(&year) {
            return Err(Error::OutsideCalendar { field });
        }
        if !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
            return Err(Error::NotADate { field });
        }
        Ok(Self { year, month, day })
    }

    pub const fn year(self) -> u16 {
        self.year
    }

    /// 1 is January.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, from 1.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// 28, 29, 30 or 31: the number, and so the last day, of this date's month.
    pub const fn days_in_month(self) -> u8 {
        days_in(self.year, self.month)
    }

    /// Calendar days from `earlier` to this date, the first excluded and the last included; negative
    /// when `earlier` is later.
    ///
    /// ```
    /// # use amortization::Date;
    /// let (december, january) = (Date::new(2026, 12, 31)?, Date::new(2027, 1, 15)?);
    /// assert_eq!((january.days_since(december), december.days_since(january)), (15, -15));
    /// # Ok::<(), amortization::Error>(())
    /// ```
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i32 {
        self.number() - earlier.number()
    }

    /// Days since the eve of 1 January of year 1. Below a million for every year of the range.
    fn number(self) -> i32 {
        let years = i32::from(self.year) - 1;
        let months = (1..self.month).map(|month| i32::from(days_in(self.year, month))).sum::<i32>();
        years * 365 + years / 4 - years / 100 + years / 400 + months + i32::from(self.day)
    }
}

const fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Strict `YYYY-MM-DD`: ten characters, no sign, space or time. Errors name [`Field::DisbursedOn`]; use
/// [`Error::in_field`] for another field.
impl FromStr for Date {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let field = Field::DisbursedOn;
        if text.is_empty() {
            return Err(Error::Empty { field });
        }
        let (year, month, day) = parts(text).ok_or(Error::NotADate { field })?;
        Self::new(year, month, day)
    }
}

fn parts(text: &str) -> Option<(u16, u8, u8)> {
    let is_shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_shaped {
        return None;
    }
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    Some((year, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// ISO: `2026-08-31`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
