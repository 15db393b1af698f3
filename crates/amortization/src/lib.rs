#![forbid(unsafe_code)]
//! Exact loan schedules: integer centavos, exact rationals, no floats, no clock, no I/O.
//!
//! The same bytes come out natively and in WebAssembly: nothing depends on the width of a pointer
//! or on a platform's mathematics library. A level payment is rounded once, interest row by row, the
//! last row absorbs what rounding left, and IVA on interest is kept inside a constant total: so
//! computed, the projection in the institute's 2025 report comes out to the centavo.
//!
//! ```
//! use amortization::{Loan, Rounding};
//!
//! let loan = Loan::new("60000".parse()?, "13.67".parse()?, 59, 24, Some("16".parse()?), Rounding::HalfUp)?;
//! let schedule = loan.schedule()?;
//! assert_eq!(schedule.level_payment.to_string(), "1231.32");
//! assert_eq!(schedule.totals.last_payment.to_string(), "1231.60");
//! assert_eq!(schedule.totals.interest.to_string(), "10903.56");
//! assert_eq!(schedule.totals.iva.to_string(), "1744.60");
//! # Ok::<(), amortization::Error>(())
//! ```
//!
//! When those payments fall due is [`PayCalendar`]'s to say; today's date is always an argument.

mod dates;
mod decimal;
mod error;
mod exact;
mod level;
pub mod limits;
mod loan;
mod money;
mod rate;
mod rounding;
mod rows;
mod schedule;

pub use dates::{Date, DueDate, DueDates, FirstDue, MovedPayDate, PayCalendar};
pub use error::{Error, Field};
pub use loan::Loan;
pub use money::Money;
pub use rate::Rate;
pub use rounding::Rounding;
pub use rows::{Row, Rows};
pub use schedule::{Schedule, Totals};
