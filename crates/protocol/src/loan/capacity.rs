use serde::{Deserialize, Serialize};

use super::LoanTerms;

/// The largest loan that a salary, or a payment, can carry. Give `salary` with its rules, or `payment`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AffordabilityRequest {
    /// The loan's terms without `amount`. Charges, IVA and dates count; extras are voluntary and do not.
    pub terms: LoanTerms,
    /// Base salary of one period of the loan, such as a quincena.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salary: Option<String>,
    /// What is deducted from it already; absent means nothing. Needs `salary`, as the three rules do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub existing_deductions: Option<String>,
    /// Percent of the salary that all deductions together may take; absent means no such rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all_pct: Option<String>,
    /// Percent of the salary that the new payment may take; absent means no such rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_pct: Option<String>,
    /// Pesos that have to be left; absent means no such rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_liquid_salary: Option<String>,
    /// The most that can be paid each period, instead of a salary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<String>,
    /// The most the product lends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_cap: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AffordabilityAnswer {
    pub max_payment: String,
    /// The largest whose every payment, charges included, stays within `max_payment`. The last one absorbs what the
    /// others left and may be higher, most of all under `absorb` or a payment multiple, unless it repays the whole
    /// principal.
    pub max_amount: String,
    /// Its level payment, charges apart; under methods without one, the dearest of the payments held within
    /// `max_payment`, with its charges.
    pub payment_at_max_amount: String,
}

/// A new loan that pays off the old one on a due date, so without accrued interest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenewalRequest {
    /// The new loan.
    pub amount: String,
    pub old_balance: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commission: Option<RenewalCommission>,
    /// Percent of the new loan that has to be left; absent means no such rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_net_pct: Option<String>,
}

/// Deducted from the new loan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenewalCommission {
    /// Percent of the new loan, 0 to 100.
    pub pct: String,
    /// IVA on it in percent; absent means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iva_pct: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenewalAnswer {
    pub commission: String,
    pub commission_iva: String,
    /// New loan - old balance - commission - its IVA.
    pub net: String,
}
