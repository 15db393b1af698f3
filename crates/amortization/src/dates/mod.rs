//! When payments fall due: the "Quincena dates" family of the conventions.
//!
//! Nominal pay dates are the 15th and the last calendar day of each month, or the last day alone for
//! twelve payments a year, with no shift for holidays or weekends. They drive interest; a list of moved
//! pay dates changes what a person is shown, and the days of interest by real dates.

mod calendar;
mod civil;
mod due;
mod first;
mod nominal;

pub use calendar::{MovedPayDate, PayCalendar};
pub use civil::Date;
pub(crate) use due::DueRule;
pub use due::{DueDate, DueDates};
pub use first::FirstDue;
