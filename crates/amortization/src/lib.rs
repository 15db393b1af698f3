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
//!     ..Terms::new("60000".parse()?, "13.67".parse()?, 59) // pesos, percent a year, quincenas
//! };
//! let schedule = Loan::new(terms)?.schedule()?;
//! assert_eq!(schedule.level_payment.map(|payment| payment.to_string()).as_deref(), Some("1231.32"));
//! assert_eq!(schedule.totals.last_payment.to_string(), "1231.60");
//! assert_eq!(schedule.totals.interest.to_string(), "10903.56");
//! assert_eq!(schedule.totals.iva.to_string(), "1744.60");
//! # Ok::<(), amortization::Error>(())
//! ```
//!
//! [`Terms`] say everything that was agreed, [`Loan::new`] checks it once, and then [`Loan::rows`] gives the
//! table row by row without allocating, [`Loan::totals`] its sums, [`Loan::schedule`] both. What "the
//! conventions" are is said option by option below; what an institution has not published (its calendar, which
//! first-period mode, percentages) is a field, never a constant.
//!
//! # Units, and what is refused
//!
//! [`Money`] is whole centavos of a peso, [`Rate`] whole millionths of a percent (nominal, a year),
//! [`PerMille`] whole millionths of a per mille, [`Date`] a civil day; today's date is always an argument. Text
//! has one meaning or none. Every wrong input is an [`Error`] that names its [`Field`]; [`limits`] has the numbers
//! and their reasons.
//!
//! ```
//! use amortization::{Error, Field, Loan, Money, Rate, Terms};
//!
//! assert_eq!("1203.15".parse::<Money>()?.centavos(), 120_315);
//! assert_eq!("13.67".parse::<Rate>()?.millionths(), 13_670_000);
//! assert!("13,67".parse::<Rate>().is_err() && "13.67%".parse::<Rate>().is_err());
//! let refused = Loan::new(Terms::new("1000".parse()?, "1000.000001".parse()?, 12));
//! assert_eq!(refused, Err(Error::AboveLimit { field: Field::AnnualRate }));
//! # Ok::<(), amortization::Error>(())
//! ```
//!
//! # How principal is repaid
//!
//! [`Method`]: level payments (French), equal principal (German), everything at the end (bullet), interest
//! only for a while, or flat ("interés global"). Here 1,000.00 at 1 % a month in three rows.
//!
//! ```
//! use amortization::{Loan, Method, Terms};
//!
//! let thousand = Terms { periods_per_year: 12, ..Terms::new("1000".parse()?, "12".parse()?, 3) };
//! let payments = |method| -> Result<Vec<String>, amortization::Error> {
//!     let loan = Loan::new(Terms { method, ..thousand })?;
//!     loan.rows().map(|row| Ok(row?.payment.to_string())).collect()
//! };
//! assert_eq!(payments(Method::Level)?, ["340.02", "340.02", "340.03"]);
//! assert_eq!(payments(Method::German)?, ["343.33", "340.00", "336.67"]);
//! assert_eq!(payments(Method::Bullet)?, ["10.00", "10.00", "1010.00"]);
//! assert_eq!(payments(Method::InterestOnlyGrace { rows: 1 })?, ["10.00", "507.51", "507.51"]);
//! assert_eq!(payments(Method::Flat)?, ["343.33", "343.33", "343.34"]);
//! # Ok::<(), amortization::Error>(())
//! ```
//!
//! # IVA, rounding and multiples
//!
//! IVA is computed from each row's interest, already rounded: inside a constant total, or on top
//! ([`IvaMode`]). [`Rounding`] is half-up in Mexican practice; the mode counts for interest, level payment, IVA and
//! charges alike. A level payment can be a multiple of more than a centavo; it is still rounded once.
//!
//! ```
//! use amortization::{Iva, Loan, Rounding, Terms};
//!
//! let thousand = Terms { periods_per_year: 12, ..Terms::new("1000".parse()?, "12".parse()?, 3) };
//! let first = |terms| -> Result<String, amortization::Error> {
//!     let row = Loan::new(terms)?.rows().next().expect("a loan has a row")?;
//!     Ok(format!("{} + {} + {} = {}", row.principal, row.interest, row.iva, row.payment))
//! };
//! let (inside, on_top) = (Iva::level_total("16".parse()?), Iva::on_top("16".parse()?));
//! assert_eq!(first(Terms { iva: Some(inside), ..thousand })?, "329.50 + 10.00 + 1.60 = 341.10");
//! assert_eq!(first(Terms { iva: Some(on_top), ..thousand })?, "330.02 + 10.00 + 1.60 = 341.62");
//!
//! let tens = Terms { payment_multiple: Some("10".parse()?), ..thousand };
//! assert_eq!(first(tens)?, "330.00 + 10.00 + 0.00 = 340.00");
//! assert_eq!(first(Terms { rounding: Rounding::Up, ..tens })?, "340.00 + 10.00 + 0.00 = 350.00");
//! # Ok::<(), amortization::Error>(())
//! ```
//!
//! # Dates
//!
//! [`PayCalendar`] says when payments fall due: the 15th and the last day of each month, or the last day
//! alone. With [`Timing`] rows carry their dates, and interest can count days: in the first period only
//! ([`FirstPeriod`]), or in all of them, over the dates people are shown.
//!
//! ```
//! use amortization::{DayBasis, FirstDue, FirstPeriod, InterestBy, Loan, Terms, Timing};
//!
//! // Paid out on 10 January and first due at the end of February: 49 days cost 16.33 instead of 10.00.
//! let basis = DayBasis::D360;
//! let first = |interest| -> Result<String, amortization::Error> {
//!     let first_due = FirstDue::Nth { n: 2 };
//!     let timing = Timing { disbursed_on: "2026-01-10".parse()?, first_due, moved: &[], interest };
//!     let terms = Terms { periods_per_year: 12, ..Terms::new("1000".parse()?, "12".parse()?, 3) };
//!     let row = Loan::new(Terms { timing: Some(timing), ..terms })?.rows().next().expect("a row")?;
//!     let due = row.due.expect("a date");
//!     Ok(format!("{}: {} + {} = {}", due.shown, row.principal, row.interest, row.payment))
//! };
//! let odd = |mode| first(InterestBy::OddFirstPeriod { basis, mode });
//! assert_eq!(first(InterestBy::Periods)?, "2026-02-28: 330.02 + 10.00 = 340.02");
//! assert_eq!(odd(FirstPeriod::Absorb)?, "2026-02-28: 323.69 + 16.33 = 340.02");
//! assert_eq!(odd(FirstPeriod::AddToFirst)?, "2026-02-28: 330.02 + 16.33 = 346.35");
//! assert_eq!(odd(FirstPeriod::Solve)?, "2026-02-28: 325.82 + 16.33 = 342.15");
//! assert_eq!(first(InterestBy::RealDates { basis })?, "2026-02-28: 325.90 + 16.33 = 342.23");
//! # Ok::<(), amortization::Error>(())
//! ```
//!
//! # Charges and CAT
//!
//! [`Charges`]: an opening commission (deducted, financed or paid apart), insurance, a fixed fee, and the yearly
//! contribution to the Fondo Especial y Solidario, which the law of Guanajuato's institute (Decreto 273, 2017)
//! asks of whoever borrows and which pays the debt on death or total permanent disability. Its percentage is
//! not published. Each has its own IVA, rounded by itself. [`Loan::cat`] is the Costo Anual Total as Banco de
//! México defines it: all of that without IVA.
//!
//! ```
//! use amortization::{
//!     Base, CatTime, Charges, Commission, CommissionPaid, Fund, FundCharged, Loan, Rate, Terms,
//! };
//!
//! let (commission, fund, iva): (Rate, Rate, Rate) = ("2".parse()?, "1".parse()?, "16".parse()?);
//! let charges = Charges {
//!     commission: Some(Commission { rate: commission, iva, paid: CommissionPaid::Deducted }),
//!     fund: Some(Fund { rate: fund, iva, base: Base::Balance, charged: FundCharged::Yearly }),
//!     ..Charges::NONE
//! };
//! let terms = Terms { periods_per_year: 12, charges, ..Terms::new("1000".parse()?, "12".parse()?, 3) };
//! let loan = Loan::new(terms)?;
//! assert_eq!(loan.net_disbursed().to_string(), "976.80"); // 1,000.00 - 20.00 - 3.20
//! let first = loan.rows().next().expect("a row")?;
//! assert_eq!([first.fund, first.charges_iva, first.payment].map(|money| money.to_string()), ["10.00", "1.60", "351.62"]);
//!
//! let bare = Loan::new(Terms { charges: Charges::NONE, ..terms })?;
//! assert_eq!(bare.cat(CatTime::Periods)?.shown.to_string(), "12.7");
//! assert!(loan.cat(CatTime::Periods)?.exact > bare.cat(CatTime::Periods)?.exact);
//! # Ok::<(), amortization::Error>(())
//! ```
//!
//! # Extra payments
//!
//! Paid to principal right after a row's payment; the table ends earlier, or the payment falls
//! ([`ExtraEffect`]).
//!
//! ```
//! use amortization::{Extra, ExtraEffect, Extras, Loan, Terms};
//!
//! let list = [Extra { after: 2, amount: "200".parse()? }];
//! let thousand = Terms { periods_per_year: 12, ..Terms::new("1000".parse()?, "12".parse()?, 5) };
//! let payments = |effect| -> Result<Vec<String>, amortization::Error> {
//!     let loan = Loan::new(Terms { extras: Extras { list: &list, effect }, ..thousand })?;
//!     loan.rows().map(|row| Ok(row?.payment.to_string())).collect()
//! };
//! assert_eq!(payments(ExtraEffect::ReduceTerm)?, ["206.04", "206.04", "206.04", "206.02"]);
//! assert_eq!(payments(ExtraEffect::ReducePayment)?, ["206.04", "206.04", "138.04", "138.04", "138.03"]);
//! # Ok::<(), amortization::Error>(())
//! ```
//!
//! # What does not go together
//!
//! All options compose, but for these pairs, which are [`Error::UnsupportedCombination`]:
//!
//! | one | with | why |
//! |---|---|---|
//! | interest by days (odd first period, real dates) | flat | its interest is a share of the amount, agreed beforehand |
//! | extra payments | flat | its interest does not depend on what is owed |
//! | extra payments that reduce the term | bullet | its one payment of principal stays where it is |
//! | payment multiple | German, bullet, flat | there is no level payment to round |
//! | solved odd first period | German, bullet, grace | the first row pays no level payment to solve for |
//!
//! # Around a schedule
//!
//! [`Loan::payoff`] settles a loan between two payments; [`late`] says what a late one costs and what a payment
//! covers first; [`renew`] pays an old loan off with a new one; [`solve`] finds amount, term or rate, and
//! [`capacity`] what a salary can carry. Each has its example.

pub mod capacity;
mod cat;
mod charge;
mod checks;
mod combinations;
mod dates;
mod decimal;
mod error;
mod exact;
mod instalment;
pub mod late;
mod level;
pub mod limits;
mod loan;
mod money;
mod opening;
mod payoff;
mod periods;
mod rate;
mod renewal;
mod rounding;
mod rows;
mod schedule;
pub mod solve;
mod terms;

pub use cat::{Cat, CatTime};
pub use charge::Charge;
pub use dates::{Date, DueDate, DueDates, FirstDue, MovedPayDate, PayCalendar};
pub use error::{Error, Field};
pub use loan::Loan;
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
