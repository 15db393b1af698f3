use std::fmt;

use crate::Date;

/// The input an error is about. Its text is the field's name on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The amount lent.
    Amount,
    /// The nominal annual rate.
    AnnualRate,
    /// The number of payments.
    Payments,
    /// Payments per year.
    PeriodsPerYear,
    /// The IVA rate on interest.
    Iva,
    /// The day the money was paid out.
    DisbursedOn,
    /// Days between the disbursement and the first due date.
    CutoffLagDays,
    /// Which pay date after the disbursement is the first due date.
    FirstDueNth,
    /// The list of moved pay dates.
    PayDates,
    /// How principal is repaid.
    Method,
    /// What a period's interest counts.
    InterestBy,
    /// What the odd first period does.
    FirstPeriod,
    /// What extra payments do.
    ExtrasEffect,
    /// Commission, insurance, fund or fee.
    Charges,
    /// Rows of interest only.
    GracePayments,
    /// What the level payment is a multiple of.
    PaymentMultiple,
    /// The opening commission, in percent of the amount.
    CommissionRate,
    /// IVA on the commission, in percent.
    CommissionIva,
    /// The insurance of each row, in per mille of its base.
    InsuranceRate,
    /// IVA on the insurance, in percent.
    InsuranceIva,
    /// The fund's contribution, in percent of its base.
    FundRate,
    /// IVA on the fund's contribution, in percent.
    FundIva,
    /// The fee of each row, in pesos.
    FixedFee,
    /// IVA on the fee, in percent.
    FixedFeeIva,
    /// The list of extra payments.
    Extras,
    /// A payment something is solved for.
    Payment,
    /// Rows already paid.
    RowsPaid,
    /// Days since the last due date.
    Days,
    /// Days of the current period.
    PeriodDays,
    /// The nominal annual rate of late interest.
    LateRate,
    /// IVA on late interest.
    LateIva,
    /// Days late that cost nothing.
    GraceDays,
    /// The list of overdue instalments.
    Overdue,
    /// The base salary of a period, in pesos.
    Salary,
    /// What is deducted of it already, in pesos.
    ExistingDeductions,
    /// The share of a salary all deductions may take.
    AllShare,
    /// The share of a salary the new payment may take.
    NewShare,
    /// What has to be left of a salary after all deductions, in pesos.
    MinLiquidSalary,
    /// The most a product lends.
    Cap,
    /// The balance a renewal pays off.
    OldBalance,
    /// The smallest share of a renewal that has to be left.
    MinNetShare,
}

impl Field {
    /// The wire name, such as `amount` or `annual_rate_pct`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Amount => "amount",
            Self::AnnualRate => "annual_rate_pct",
            Self::Payments => "payments",
            Self::PeriodsPerYear => "periods_per_year",
            Self::Iva => "iva_pct",
            Self::DisbursedOn => "disbursed_on",
            Self::CutoffLagDays => "cutoff_lag_days",
            Self::FirstDueNth => "first_due_nth",
            Self::PayDates => "pay_dates",
            Self::Method => "method",
            Self::InterestBy => "interest_by",
            Self::FirstPeriod => "first_period",
            Self::ExtrasEffect => "extras_effect",
            Self::Charges => "charges",
            Self::GracePayments => "grace_payments",
            Self::PaymentMultiple => "payment_multiple",
            Self::CommissionRate => "commission.pct",
            Self::CommissionIva => "commission.iva_pct",
            Self::InsuranceRate => "insurance.per_mille",
            Self::InsuranceIva => "insurance.iva_pct",
            Self::FundRate => "fund.pct",
            Self::FundIva => "fund.iva_pct",
            Self::FixedFee => "fixed_fee.amount",
            Self::FixedFeeIva => "fixed_fee.iva_pct",
            Self::Extras => "extras",
            Self::Payment => "payment",
            Self::RowsPaid => "rows_paid",
            Self::Days => "days",
            Self::PeriodDays => "period_days",
            Self::LateRate => "moratory_rate_pct",
            Self::LateIva => "moratory_iva_pct",
            Self::GraceDays => "grace_days",
            Self::Overdue => "overdue",
            Self::Salary => "salary",
            Self::ExistingDeductions => "existing_deductions",
            Self::AllShare => "all_pct",
            Self::NewShare => "new_pct",
            Self::MinLiquidSalary => "min_liquid_salary",
            Self::Cap => "product_cap",
            Self::OldBalance => "old_balance",
            Self::MinNetShare => "min_net_pct",
        }
    }

    /// What the field accepts, for people.
    const fn accepts(self) -> &'static str {
        match self {
            Self::Amount | Self::Payment | Self::Salary | Self::Cap | Self::PaymentMultiple => {
                "more than 0 and at most 1000000000000.00"
            }
            Self::FixedFee | Self::ExistingDeductions | Self::MinLiquidSalary | Self::OldBalance => {
                "from 0 to 1000000000000.00"
            }
            Self::AnnualRate | Self::LateRate => "from 0 to 1000 percent",
            Self::Payments => "from 1 to 1200",
            Self::PeriodsPerYear => "one of 1, 2, 4, 6, 12, 24, 26, 52",
            Self::Iva
            | Self::CommissionRate
            | Self::CommissionIva
            | Self::InsuranceIva
            | Self::FundRate
            | Self::FundIva
            | Self::FixedFeeIva
            | Self::LateIva
            | Self::AllShare
            | Self::NewShare
            | Self::MinNetShare => "from 0 to 100 percent",
            Self::InsuranceRate => "from 0 to 1000 per mille",
            Self::Method | Self::InterestBy | Self::FirstPeriod | Self::ExtrasEffect | Self::Charges => {
                "one of the documented values"
            }
            Self::GracePayments => "from 1 to one less than the payments",
            Self::Extras => "after rows 1 to one before the last, in rising order, each of a valid amount",
            Self::RowsPaid => "fewer than the rows of the table",
            Self::Days => "at most the days of the period, or 761",
            Self::PeriodDays => "from 1 to 761",
            Self::GraceDays => "from 0 to 366",
            Self::Overdue => {
                "at most 1200 instalments, each at most 36600 days late and of parts from 0 to 1000000000000.00"
            }
            Self::DisbursedOn | Self::PayDates => "from 1900-01-01 to 2200-12-31",
            Self::CutoffLagDays => "from 1 to 366 days",
            Self::FirstDueNth => "from 1 to 24",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a loan cannot be computed. Each variant is one fact about one field.
///
/// ```
/// use amortization::{Error, Field, Rate};
///
/// let refused = "13,67".parse::<Rate>().unwrap_err().in_field(Field::Iva);
/// assert_eq!(refused, Error::NotANumber { field: Field::Iva });
/// assert_eq!((refused.field().as_str(), refused.code()), ("iva_pct", "not_a_number"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Error {
    /// The text is empty.
    Empty { field: Field },
    /// The text is not plain digits with at most one decimal point between digits.
    NotANumber { field: Field },
    /// More decimals than the unit has: two for money, six for a rate.
    TooManyDecimals { field: Field, allowed: u32 },
    /// Zero or less where a positive number is due.
    NotPositive { field: Field },
    /// Above the field's limit (see [`crate::limits`]).
    AboveLimit { field: Field },
    /// A number outside a closed list.
    Unsupported { field: Field },
    /// The row's interest and IVA exceed its payment, so the debt would grow.
    NegativeAmortization { row: u32 },
    /// Rounded to the payment multiple, the payment does not exceed the interest (and IVA inside) of its first
    /// row. The same code as [`Self::NegativeAmortization`]: a finer multiple, or none, is what to try.
    MultipleTooCoarse { row: u32 },
    /// The text is not an ISO date such as 2026-08-31, or no calendar has that day.
    NotADate { field: Field },
    /// A date outside the years of [`crate::limits::YEARS`], or one that leads outside them.
    OutsideCalendar { field: Field },
    /// A frequency without dates of its own: only 24 and 12 a year have them.
    NoPayDates,
    /// A moved pay date whose nominal date is not a pay date of the frequency.
    NotAPayDate { date: Date },
    /// The nominal date where the list of moved pay dates is repeated or unsorted, or whose date shown is not
    /// between its neighbours, nominal and shown.
    PayDatesOutOfOrder { date: Date },
    /// The first pay date shown is not after the disbursement.
    NotAfterDisbursement { date: Date },
    /// Two options that have no meaning together; the [front page](crate#what-does-not-go-together) lists them.
    UnsupportedCombination { one: Field, other: Field },
    /// An extra payment larger than what is owed after its row, or after the table's end.
    ExtraAboveBalance { row: u32 },
    /// The payment does not cover the first interest.
    PaymentTooLow,
    /// The debt is not repaid within [`crate::limits::MAX_PAYMENTS`].
    TermTooLong,
    /// The payments add up to less than the amount.
    NoNonnegativeRate,
    /// The rate that solves it is above 1000 %.
    RateAboveLimit,
    /// The CAT is above 1,000,000 %.
    CatAboveLimit,
    /// Opening charges leave nothing to pay out.
    NetNotPositive,
    /// The calculation needs dates and the loan has none.
    NeedsDates,
    /// Nothing of the salary is left for a payment.
    NoCapacity,
    /// The old balance and the commission take the whole new loan.
    RenewalNetNotPositive,
    /// What a renewal leaves is below the agreed share.
    RenewalNetBelowMinimum,
}

impl Error {
    /// The field to correct. Negative amortization points at the rate, which always cures it when low enough;
    /// where a payment multiple brought it about, at the multiple.
    pub const fn field(self) -> Field {
        match self {
            Self::Empty { field }
            | Self::NotANumber { field }
            | Self::TooManyDecimals { field, .. }
            | Self::NotPositive { field }
            | Self::AboveLimit { field }
            | Self::Unsupported { field }
            | Self::NotADate { field }
            | Self::OutsideCalendar { field } => field,
            Self::NegativeAmortization { .. } | Self::CatAboveLimit => Field::AnnualRate,
            Self::MultipleTooCoarse { .. } => Field::PaymentMultiple,
            Self::NoPayDates => Field::PeriodsPerYear,
            Self::NotAPayDate { .. } | Self::PayDatesOutOfOrder { .. } => Field::PayDates,
            Self::NotAfterDisbursement { .. } | Self::NeedsDates => Field::DisbursedOn,
            Self::UnsupportedCombination { one, .. } => one,
            Self::ExtraAboveBalance { .. } => Field::Extras,
            Self::PaymentTooLow | Self::TermTooLong | Self::NoNonnegativeRate | Self::RateAboveLimit => {
                Field::Payment
            }
            Self::NetNotPositive | Self::RenewalNetNotPositive => Field::Amount,
            Self::NoCapacity => Field::Salary,
            Self::RenewalNetBelowMinimum => Field::MinNetShare,
        }
    }

    /// A stable `snake_case` code, for machines and for looking up a translation.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty { .. } => "empty",
            Self::NotANumber { .. } => "not_a_number",
            Self::TooManyDecimals { .. } => "too_many_decimals",
            Self::NotPositive { .. } => "not_positive",
            Self::AboveLimit { .. } => "above_limit",
            Self::Unsupported { .. } => "unsupported_value",
            Self::NegativeAmortization { .. } | Self::MultipleTooCoarse { .. } => "negative_amortization",
            Self::NotADate { .. } => "not_a_date",
            Self::OutsideCalendar { .. } => "outside_calendar",
            Self::NoPayDates => "no_pay_dates",
            Self::NotAPayDate { .. } => "not_a_pay_date",
            Self::PayDatesOutOfOrder { .. } => "pay_dates_out_of_order",
            Self::NotAfterDisbursement { .. } => "not_after_disbursement",
            Self::UnsupportedCombination { .. } => "unsupported_combination",
            Self::ExtraAboveBalance { .. } => "extra_above_balance",
            Self::PaymentTooLow => "payment_too_low",
            Self::TermTooLong => "term_too_long",
            Self::NoNonnegativeRate => "no_nonnegative_rate",
            Self::RateAboveLimit => "rate_above_limit",
            Self::CatAboveLimit => "cat_above_limit",
            Self::NetNotPositive => "net_not_positive",
            Self::NeedsDates => "needs_dates",
            Self::NoCapacity => "no_capacity",
            Self::RenewalNetNotPositive => "renewal_net_not_positive",
            Self::RenewalNetBelowMinimum => "renewal_net_below_minimum",
        }
    }

    /// The row the error is about, if it is about one.
    pub const fn row(self) -> Option<u32> {
        match self {
            Self::NegativeAmortization { row }
            | Self::MultipleTooCoarse { row }
            | Self::ExtraAboveBalance { row } => Some(row),
            _ => None,
        }
    }

    /// The same fact about another field: parsing names `amount` for any [`crate::Money`],
    /// `annual_rate_pct` for any [`crate::Rate`] and `disbursed_on` for any [`Date`], and the caller
    /// knows better. A fact that can only be about one field stays as it is.
    #[must_use]
    pub const fn in_field(self, field: Field) -> Self {
        match self {
            Self::Empty { .. } => Self::Empty { field },
            Self::NotANumber { .. } => Self::NotANumber { field },
            Self::TooManyDecimals { allowed, .. } => Self::TooManyDecimals { field, allowed },
            Self::NotPositive { .. } => Self::NotPositive { field },
            Self::AboveLimit { .. } => Self::AboveLimit { field },
            Self::Unsupported { .. } => Self::Unsupported { field },
            Self::NotADate { .. } => Self::NotADate { field },
            Self::OutsideCalendar { .. } => Self::OutsideCalendar { field },
            fixed => fixed,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = self.field();
        match self {
            Self::Empty { .. } => write!(f, "{field} is empty"),
            Self::NotANumber { .. } => write!(f, "{field} is not a plain decimal number such as 1203.15"),
            Self::TooManyDecimals { allowed, .. } => write!(f, "{field} has more than {allowed} decimals"),
            Self::NotPositive { .. }
            | Self::AboveLimit { .. }
            | Self::Unsupported { .. }
            | Self::OutsideCalendar { .. } => write!(f, "{field} must be {}", field.accepts()),
            Self::NegativeAmortization { row } => {
                write!(
                    f,
                    "the interest and IVA of row {row} exceed its payment, so the debt would never fall"
                )
            }
            Self::MultipleTooCoarse { row } => {
                write!(f, "{field} leaves a payment that does not exceed the interest and IVA of row {row}")
            }
            Self::NotADate { .. } => write!(f, "{field} is not a calendar date such as 2026-08-31"),
            Self::NoPayDates => write!(f, "{field} must be 24 or 12 for payments to have dates"),
            Self::NotAPayDate { date } => write!(f, "{field}: {date} is not a pay date"),
            Self::PayDatesOutOfOrder { date } => {
                write!(f, "{field}: {date} is repeated, unsorted, or moved past its neighbours")
            }
            Self::NotAfterDisbursement { date } => {
                write!(f, "{field} must be before {date}, the first pay date")
            }
            Self::UnsupportedCombination { one, other } => write!(f, "{one} has no meaning with {other}"),
            Self::ExtraAboveBalance { row } => {
                write!(f, "the extra payment after row {row} is more than what is owed then")
            }
            Self::PaymentTooLow => write!(f, "{field} does not cover the first interest"),
            Self::TermTooLong => write!(f, "{field} would take more than 1200 payments"),
            Self::NoNonnegativeRate => write!(f, "the payments add up to less than the amount"),
            Self::RateAboveLimit => write!(f, "the rate would be above 1000 percent"),
            Self::CatAboveLimit => write!(f, "the CAT would be above 1000000 percent"),
            Self::NetNotPositive => write!(f, "the opening charges leave nothing to pay out"),
            Self::NeedsDates => write!(f, "{field} is needed for a calculation by dates"),
            Self::NoCapacity => write!(f, "{field} leaves nothing for a payment"),
            Self::RenewalNetNotPositive => {
                write!(f, "the old balance and the commission take the whole new loan")
            }
            Self::RenewalNetBelowMinimum => write!(f, "what is left is below {field}"),
        }
    }
}

impl std::error::Error for Error {}
