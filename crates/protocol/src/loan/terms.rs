use serde::{Deserialize, Serialize};

use super::{FirstDueRule, PayDate, quincenas};

/// What a loan is agreed on: every option of the engine. An option without what it needs is refused
/// (`needs_option`), never passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoanTerms {
    /// Pesos with at most two decimals, such as `"60000.00"`; 0 < amount <= 1,000,000,000,000.00. Needed
    /// everywhere but in `affordability`, which finds it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub amount: String,
    /// Nominal annual rate in percent, at most six decimals, such as `"13.67"`; 0 to 1000.
    pub annual_rate_pct: String,
    /// Number of payments, grace included, 1 to 1200.
    pub payments: u32,
    /// One of 1, 2, 4, 6, 12, 24, 26, 52. A quincena is 24.
    #[serde(default = "quincenas")]
    pub periods_per_year: u32,
    #[serde(default)]
    pub method: Method,
    /// Rows of interest only, 1 to `payments` - 1; with `method` `interest_only_grace` and only then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace_payments: Option<u32>,
    /// Of interest, level payment, IVA and charges alike.
    #[serde(default)]
    pub rounding: Rounding,
    /// The level payment is rounded to a multiple of these pesos instead of to the centavo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_multiple: Option<String>,
    /// IVA on interest in percent, 0 to 100, such as `"16"`; absent means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iva_pct: Option<String>,
    /// Needs `iva_pct`; absent means `level_total`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iva_mode: Option<IvaMode>,
    /// The day the money is paid out; with it, rows have dates. Needs 24 or 12 periods a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disbursed_on: Option<String>,
    /// Needs `disbursed_on`; absent means `{"nth": 1}`, the next pay date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_due: Option<FirstDueRule>,
    /// Pay dates that moved, in the order of their nominal dates; at most 1200. Needs `disbursed_on`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pay_dates: Vec<PayDate>,
    #[serde(default)]
    pub interest_by: InterestBy,
    /// With `interest_by` `odd_first_period` and only then; absent means `absorb`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_period: Option<FirstPeriod>,
    /// 360 (also when absent) or 365. Only where interest counts days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_basis: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commission: Option<Commission>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insurance: Option<Insurance>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fund: Option<Fund>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed_fee: Option<FixedFee>,
    /// Extra payments to principal, in rising order of `after`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<Extra>,
    /// Needs `extras`; absent means `reduce_term`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extras_effect: Option<ExtrasEffect>,
}

impl LoanTerms {
    /// A level loan in quincenas without IVA, dates, charges or extra payments.
    pub fn new(amount: &str, annual_rate_pct: &str, payments: u32) -> Self {
        Self {
            amount: amount.to_owned(),
            annual_rate_pct: annual_rate_pct.to_owned(),
            payments,
            periods_per_year: quincenas(),
            method: Method::default(),
            grace_payments: None,
            rounding: Rounding::default(),
            payment_multiple: None,
            iva_pct: None,
            iva_mode: None,
            disbursed_on: None,
            first_due: None,
            pay_dates: Vec::new(),
            interest_by: InterestBy::default(),
            first_period: None,
            day_basis: None,
            commission: None,
            insurance: None,
            fund: None,
            fixed_fee: None,
            extras: Vec::new(),
            extras_effect: None,
        }
    }
}

/// How principal is repaid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Method {
    /// French: equal payments.
    #[default]
    Level,
    /// Equal principal.
    German,
    /// Interest every row, the whole principal in the last one.
    Bullet,
    /// `grace_payments` rows of interest only, then level payments.
    InterestOnlyGrace,
    /// Interés global: interest of every row on the original amount.
    Flat,
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

/// Where IVA on interest stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum IvaMode {
    /// Inside a constant total.
    #[default]
    LevelTotal,
    /// Added to each payment of a schedule computed without it.
    OnTop,
}

/// What a period's interest counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum InterestBy {
    /// Every period alike.
    #[default]
    Periods,
    /// The first period by its days, the others alike. Needs `disbursed_on`.
    OddFirstPeriod,
    /// Every period by its days. Needs `disbursed_on`.
    RealDates,
}

/// What the interest of an odd first period does to the schedule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FirstPeriod {
    /// The regular level payment; the last row absorbs the difference.
    #[default]
    Absorb,
    /// The regular principal path; payment 1 carries the first period's interest.
    AddToFirst,
    /// The level payment is solved for with the odd period in it.
    Solve,
}

/// An opening commission, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Commission {
    /// Percent of the amount, 0 to 100.
    pub pct: String,
    /// IVA on it in percent; absent means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iva_pct: Option<String>,
    #[serde(default)]
    pub paid: CommissionPaid,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CommissionPaid {
    /// Out of the money paid out.
    #[default]
    Deducted,
    /// The schedule is over amount + commission + IVA.
    Financed,
    /// Paid apart; nothing else changes.
    Upfront,
}

/// Insurance with every row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Insurance {
    /// Thousandths of the base, 0 to 1000, at most six decimals.
    pub per_mille: String,
    /// IVA on it in percent; absent means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iva_pct: Option<String>,
    #[serde(default)]
    pub base: ChargeBase,
}

/// What a recurring charge is a share of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ChargeBase {
    /// The balance before the row.
    #[default]
    Balance,
    /// The financed amount.
    Original,
}

/// The yearly contribution to the Fondo Especial y Solidario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fund {
    /// Percent of the base, 0 to 100.
    pub pct: String,
    /// IVA on it in percent; absent means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iva_pct: Option<String>,
    /// Only with `charged` `yearly`; absent means `balance`. Up front it is on the financed amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<ChargeBase>,
    #[serde(default)]
    pub charged: FundCharged,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FundCharged {
    /// With the first payment of every year.
    #[default]
    Yearly,
    /// Once, out of the money paid out.
    Upfront,
}

/// A fixed sum with every row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FixedFee {
    /// Pesos, 0 to 1,000,000,000,000.00.
    pub amount: String,
    /// IVA on it in percent; absent means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iva_pct: Option<String>,
}

/// An extra payment to principal, right after the payment of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Extra {
    /// The row, 1 to `payments` - 1.
    pub after: u32,
    /// Pesos; more than 0, at most what is owed after that row's payment.
    pub amount: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ExtrasEffect {
    /// The payment stays and the table ends earlier.
    #[default]
    ReduceTerm,
    /// The number of rows stays and the payment is computed anew.
    ReducePayment,
}
