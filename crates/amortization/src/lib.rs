#![forbid(unsafe_code)]
//! Exact loan schedules: integer centavos, exact rationals, no floats, no clock, no I/O.
//!
//! The same bytes come out natively and in WebAssembly: nothing depends on the width of a pointer
//! or on a platform's mathematics library. A level payment is rounded once, interest row by row, the
//! last row absorbs what rounding left, and IVA on interest is kept inside a constant total: so
//! computed, the projection in the institute's 2025 report comes out to the centavo.
//!
//! ```
//! use amortization::{Iva, Loan, Terms};
//!
//! let terms = Terms {
//!     iva: Some(Iva::level_total("16".parse()?)),
//!     ..Terms::new("60000".parse()?, "13.67".parse()?, 59)
//! };
//! let schedule = Loan::new(terms)?.schedule()?;
//! assert_eq!(schedule.level_payment.map(|payment| payment.to_string()).as_deref(), Some("1231.32"));
//! assert_eq!(schedule.totals.last_payment.to_string(), "1231.60");
//! assert_eq!(schedule.totals.interest.to_string(), "10903.56");
//! assert_eq!(schedule.totals.iva.to_string(), "1744.60");
//! # Ok::<(), amortization::Error>(())
//! ```
//!
//! When those payments fall due is [`PayCalendar`]'s to say; today's date is always an argument.

pub mod capacity;
mod cat;
mod dates;
mod decimal;
mod error;
mod exact;
pub mod late;
mod level;
pub mod limits;
mod loan;
mod money;
mod payoff;
mod rate;
mod renewal;
mod rounding;
mod rows;
mod schedule;
pub mod solve;
mod terms;

pub use cat::{Cat, CatTime};
pub use dates::{Date, DueDate, DueDates, FirstDue, MovedPayDate, PayCalendar};
pub use error::{Error, Field};
pub use loan::{Charge, Loan};
pub use money::Money;
pub use payoff::{Accrued, PayoffQuote};
pub use rate::{PerMille, Rate};
pub use renewal::{Renewal, renew};
pub use rounding::Rounding;
pub use rows::{Row, Rows};
pub use schedule::{Schedule, Totals};
pub use terms::{
    Base, Charges, Commission, CommissionPaid, DayBasis, Extra, ExtraEffect, Extras, FirstPeriod, FixedFee,
    Fund, FundCharged, Insurance, InterestBy, Iva, IvaMode, Method, Terms, Timing,
};
