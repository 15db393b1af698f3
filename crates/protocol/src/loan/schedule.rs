use serde::{Deserialize, Serialize};

use super::LoanTerms;

/// The schedule, every figure in pesos with two decimals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScheduleAnswer {
    /// What the rows from the first (after a grace) to the last but one pay, charges apart; null for methods that
    /// have no such payment. IVA `on_top` comes on top of it, row 1 under `add_to_first` pays the first period's
    /// interest instead of a regular one, and after an extra payment that reduces the payment it is another.
    pub level_payment: Option<String>,
    /// The payment of the last row.
    pub last_payment: String,
    /// What the schedule is over: the amount, with a financed commission and its IVA.
    pub financed_amount: String,
    /// What is paid out.
    pub net_disbursed: String,
    pub commission: String,
    pub commission_iva: String,
    /// The fund's contribution when it is charged once, up front.
    pub upfront_fund: String,
    pub upfront_fund_iva: String,
    /// Interest without IVA.
    pub total_interest: String,
    /// IVA on interest.
    pub total_iva: String,
    pub total_fund: String,
    pub total_insurance: String,
    pub total_fees: String,
    /// IVA of fund, insurance and fees.
    pub total_charges_iva: String,
    /// Extra payments to principal.
    pub total_extras: String,
    /// Every payment; extras and what is paid up front are not in it.
    pub total_paid: String,
    /// Interest of the schedule without extras minus this one's; null without extras, and where without them the
    /// debt would grow and there is no schedule to compare with.
    pub interest_saved: Option<String>,
    /// Rows of the schedule without extras minus this one's; null where `interest_saved` is. Negative where a payment
    /// rounded up to a multiple ended that one early and the payment computed anew does not.
    pub payments_saved: Option<i64>,
    pub rows: Vec<ScheduleRow>,
}

/// One payment: the sum of `principal` to `charges_iva`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScheduleRow {
    /// 1, 2, 3 ...
    pub number: u32,
    /// The date people are shown, under terms with `disbursed_on`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_date: Option<String>,
    /// The 15th or the last day of a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nominal_date: Option<String>,
    /// Calendar days since the previous nominal date, or since the money was paid out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// Calendar days since the previous date shown: what interest by real dates counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_days: Option<u32>,
    pub opening_balance: String,
    pub principal: String,
    pub interest: String,
    pub iva: String,
    pub fund: String,
    pub insurance: String,
    pub fee: String,
    /// IVA of fund, insurance and fee.
    pub charges_iva: String,
    pub payment: String,
    /// An extra payment to principal, right after the payment.
    pub extra: String,
    pub closing_balance: String,
}

/// The CAT of terms. Extra payments are voluntary and do not count: terms whose debt grows without them
/// (`negative_amortization`) have no CAT.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatRequest {
    pub terms: LoanTerms,
    #[serde(default)]
    pub time: CatTime,
}

/// Which time payments are placed at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CatTime {
    /// Payment k at k / `periods_per_year` years exactly.
    #[default]
    Periods,
    /// At calendar days / 365 since the money was paid out; needs `disbursed_on`.
    Dates,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatAnswer {
    /// Percent, six decimals, half-up.
    pub cat_pct_exact: String,
    /// Percent, one decimal, half-up: what people are shown.
    pub cat_pct: String,
    /// To be shown with it.
    pub legend: String,
    /// To be shown with it.
    pub rate_legend: String,
    /// The institution's local day on which it was computed.
    pub calculated_on: String,
}
