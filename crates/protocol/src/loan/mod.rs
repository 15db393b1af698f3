//! `POST /api/v1/loans/*` and the calculator's page. Amounts and rates are strings so that no reader turns
//! them into floats; dates are ISO, `"2026-08-31"`. `docs/API.md` tells defaults, errors and sources.

mod capacity;
mod dates;
mod product;
mod schedule;
mod servicing;
mod solve;
mod terms;

pub use capacity::{
    AffordabilityAnswer, AffordabilityRequest, RenewalAnswer, RenewalCommission, RenewalRequest,
};
pub use dates::{DueDate, DueDatesAnswer, DueDatesRequest, FirstDueRule, PayDate};
pub use product::{CalculatorForm, CalculatorPage, Conditions, Product};
pub use schedule::{CatAnswer, CatRequest, CatTime, ScheduleAnswer, ScheduleRow};
pub use servicing::{
    Accrual, Applied, LateBase, LateInterestAnswer, LateInterestRequest, LateInterestRow, Overdue,
    PayoffAnswer, PayoffRequest,
};
pub use solve::{SolveAnswer, SolveFor, SolveRequest};
pub use terms::{
    ChargeBase, Commission, CommissionPaid, Extra, ExtrasEffect, FirstPeriod, FixedFee, Fund, FundCharged,
    Insurance, InterestBy, IvaMode, LoanTerms, Method, Rounding,
};

/// A quincena is a twenty-fourth of a year.
fn quincenas() -> u32 {
    24
}
