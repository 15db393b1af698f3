//! `POST /api/v1/loans/schedule`.

use serde::{Deserialize, Serialize};

/// A simulation's terms. Amounts and rates are strings so that no reader turns them into floats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScheduleRequest {
    /// Pesos with at most two decimals, such as `"60000.00"`; 0 < amount <= 1,000,000,000,000.00.
    pub amount: String,
    /// Nominal annual rate in percent, at most six decimals, such as `"13.67"`; 0 to 1000.
    pub annual_rate_pct: String,
    /// Number of payments, 1 to 1200.
    pub payments: u32,
    /// One of 1, 2, 4, 6, 12, 24, 26, 52. A quincena is 24.
    #[serde(default = "quincenas")]
    pub periods_per_year: u32,
    /// IVA on interest in percent, such as `"16"`; absent means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iva_pct: Option<String>,
    #[serde(default)]
    pub rounding: Rounding,
}

fn quincenas() -> u32 {
    24
}

/// How a half centavo is rounded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Rounding {
    /// Ties away from zero: Mexican practice.
    #[default]
    HalfUp,
    /// Ties to the even centavo.
    HalfEven,
    /// Always up to the next centavo.
    Up,
}

/// The schedule, every figure in pesos with two decimals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScheduleAnswer {
    pub level_payment: String,
    pub last_payment: String,
    pub total_interest: String,
    pub total_iva: String,
    pub total_paid: String,
    pub rows: Vec<ScheduleRow>,
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScheduleRow {
    /// 1, 2, 3 ...
    pub number: u32,
    pub opening_balance: String,
    pub principal: String,
    pub interest: String,
    pub iva: String,
    pub payment: String,
    pub closing_balance: String,
}

/// A loan product as the calculator offers it; an example until the institute confirms it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Configuration key, such as `personal`.
    pub id: String,
    /// Version of its terms, such as `2026-01`; a link carries it.
    pub version: String,
    pub name: String,
    pub annual_rate_pct: String,
    pub iva_pct: String,
    pub min_amount: String,
    pub max_amount: String,
    /// Usual terms in quincenas, offered as chips.
    pub terms: Vec<u32>,
    pub max_term: u32,
    /// ISO date from which these terms are shown.
    pub valid_from: String,
    /// Where the terms come from: "valor de ejemplo", "inferido de ...".
    pub source: String,
    /// A later version replaced it; it still calculates so that old links stay true.
    pub superseded: bool,
}

/// What the server puts into the calculator's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalculatorPage {
    pub institution: String,
    /// Superseded versions come after the current ones.
    pub products: Vec<Product>,
    /// The GET form's fields exactly as received; empty strings where absent.
    pub product: String,
    pub version: String,
    pub amount: String,
    pub term: String,
    /// Rate a link carries; when it differs from the product's, the page says so.
    pub rate: String,
    /// ISO date of the simulation.
    pub today: String,
    pub demo_clock: Option<String>,
}
