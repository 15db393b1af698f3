use serde::{Deserialize, Serialize};

use super::quincenas;

/// Which pay date takes the first payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FirstDueRule {
    /// The n-th pay date after the money was paid out, 1 to 24.
    Nth(u32),
    /// The first pay date at least so many calendar days after it, 1 to 366.
    LagDays(u32),
}

/// A pay date that moved. ISO dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PayDate {
    /// The 15th or the last day of a month.
    pub nominal: String,
    /// The day people are paid instead.
    pub shown: String,
}

/// When the payments of a loan fall due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DueDatesRequest {
    /// The day the money is paid out.
    pub disbursed_on: String,
    /// 1 to 1200.
    pub payments: u32,
    /// 24: the 15th and the last day of each month. 12: the last day.
    #[serde(default = "quincenas")]
    pub periods_per_year: u32,
    /// Absent means `{"nth": 1}`, the next pay date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_due: Option<FirstDueRule>,
    /// Pay dates that moved, in the order of their nominal dates; at most 1200.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pay_dates: Vec<PayDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DueDatesAnswer {
    pub dates: Vec<DueDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DueDate {
    /// 1, 2, 3 ...: the row of the schedule.
    pub number: u32,
    /// The date people are shown.
    pub due_date: String,
    /// The 15th or the last day of a month.
    pub nominal_date: String,
    /// Calendar days since the previous nominal date, or since the money was paid out.
    pub days: u32,
    /// Calendar days since the previous date shown: what interest by real dates counts.
    pub shown_days: u32,
}
