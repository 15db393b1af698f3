use serde::{Deserialize, Serialize};

use super::{LoanTerms, Rounding};

/// What settles a loan between two payments, all earlier ones paid on time. Either `on`, a day of a loan with
/// dates, or `rows_paid` with `days` (and `period_days` for `pro_rata`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PayoffRequest {
    pub terms: LoanTerms,
    /// How interest since the last due date is counted.
    #[serde(default)]
    pub accrual: Accrual,
    /// The day of the payoff: the due dates shown on or before it are paid, and days count from the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// Rows already paid, fewer than the table has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows_paid: Option<u32>,
    /// Calendar days since the last due date, or since the money was paid out; absent means 0. At most
    /// `period_days` for `pro_rata`, 761 for `act360`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// Calendar days of the current period, 1 to 761; with `rows_paid` and `pro_rata`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period_days: Option<u32>,
}

/// Interest since the last due date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Accrual {
    /// `balance * rate / periods a year * days / period_days`, also where the rows' own interest counts days (an odd
    /// first period, real dates).
    #[default]
    ProRata,
    /// `balance * rate * days / 360`.
    Act360,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PayoffAnswer {
    pub rows_paid: u32,
    /// Calendar days since the last due date, or since the money was paid out, that `accrued` counts.
    pub days: u32,
    /// Calendar days of the current period; null for `act360`.
    pub period_days: Option<u32>,
    /// After the rows paid.
    pub balance: String,
    /// Interest since the last due date.
    pub accrued: String,
    /// IVA on it.
    pub iva: String,
    /// The sum of the three.
    pub payoff: String,
    /// Interest of the remaining rows minus `accrued`; can be negative.
    pub interest_saved: String,
}

/// What overdue instalments cost, and what a payment towards them covers. Simple interest over 360 days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LateInterestRequest {
    /// Nominal percent a year, 0 to 1000.
    pub moratory_rate_pct: String,
    /// IVA on late interest in percent; absent means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moratory_iva_pct: Option<String>,
    #[serde(default)]
    pub base: LateBase,
    /// Days late that cost nothing, 0 to 366; past them every day since the due date counts.
    #[serde(default)]
    pub grace_days: u32,
    #[serde(default)]
    pub rounding: Rounding,
    /// The day it is computed for; with instalments that give a `due_date`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// 1 to 1200 (as many as fit into 64 KiB), in any order: a payment goes to the oldest first.
    pub overdue: Vec<Overdue>,
    /// Pesos paid towards them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<String>,
}

/// What late interest is a share of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LateBase {
    /// The overdue principal.
    #[default]
    Principal,
    /// Principal, interest and IVA.
    Payment,
}

/// What is still owed of one instalment, and for how long: `days_late` or `due_date`, one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Overdue {
    /// Pesos, 0 to 1,000,000,000,000.00, as the two below.
    pub principal: String,
    /// Absent means nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest: Option<String>,
    /// Absent means nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iva: Option<String>,
    /// 0 to 36600.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_late: Option<u32>,
    /// Needs `on`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_date: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LateInterestAnswer {
    pub total_late_interest: String,
    pub total_late_iva: String,
    /// All instalments with their late interest and its IVA, before the payment.
    pub total_owed: String,
    /// What the payment left over; null without a payment.
    pub leftover: Option<String>,
    /// In the order of the request.
    pub rows: Vec<LateInterestRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LateInterestRow {
    pub days_late: u32,
    pub late_interest: String,
    pub late_iva: String,
    /// The instalment with both.
    pub owed: String,
    /// What the payment covered of it; null without a payment.
    pub applied: Option<Applied>,
}

/// In the order in which a payment covers an instalment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Applied {
    pub late_iva: String,
    pub late_interest: String,
    pub iva: String,
    pub interest: String,
    pub principal: String,
}
