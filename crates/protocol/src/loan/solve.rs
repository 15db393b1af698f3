use serde::{Deserialize, Serialize};

use super::{IvaMode, Rounding, quincenas};

/// The one unknown of a level loan. Of `amount`, `payments` and `annual_rate_pct`, the one solved for stays out
/// and the other two are needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SolveRequest {
    pub solve_for: SolveFor,
    /// What is paid each period; with IVA `on_top`, before it.
    pub payment: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annual_rate_pct: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payments: Option<u32>,
    /// One of 1, 2, 4, 6, 12, 24, 26, 52. A quincena is 24.
    #[serde(default = "quincenas")]
    pub periods_per_year: u32,
    #[serde(default)]
    pub rounding: Rounding,
    /// IVA on interest in percent, 0 to 100; absent means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iva_pct: Option<String>,
    /// Needs `iva_pct`; absent means `level_total`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iva_mode: Option<IvaMode>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SolveFor {
    /// The largest amount whose level payment is not above `payment`.
    Amount,
    /// The number of payments of exactly `payment`, the last one less.
    Term,
    /// The nominal annual rate.
    Rate,
}

/// The figures found; the others are null.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SolveAnswer {
    pub solve_for: SolveFor,
    pub amount: Option<String>,
    pub payments: Option<u32>,
    /// Of the term found; at most `payment`.
    pub last_payment: Option<String>,
    /// Percent, six decimals, half-up.
    pub annual_rate_pct: Option<String>,
}
