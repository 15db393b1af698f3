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
        }
    }

    /// What the field accepts, for people.
    const fn accepts(self) -> &'static str {
        match self {
            Self::Amount => "more than 0 and at most 1000000000000.00",
            Self::AnnualRate => "from 0 to 1000 percent",
            Self::Payments => "from 1 to 1200",
            Self::PeriodsPerYear => "one of 1, 2, 4, 6, 12, 24, 26, 52",
            Self::Iva => "from 0 to 100 percent",
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
    /// The text is not an ISO date such as 2026-08-31, or no calendar has that day.
    NotADate { field: Field },
    /// A date outside the years of [`crate::limits::YEARS`], or one that leads outside them.
    OutsideCalendar { field: Field },
    /// A frequency without dates of its own: only 24 and 12 a year have them.
    NoPayDates,
    /// A moved pay date whose nominal date is not a pay date of the frequency.
    NotAPayDate { date: Date },
    /// The nominal date where the list of moved pay dates is repeated or unsorted, or where the dates
    /// shown stop following each other.
    PayDatesOutOfOrder { date: Date },
    /// The first pay date shown is not after the disbursement.
    NotAfterDisbursement { date: Date },
}

impl Error {
    /// The field to correct. Negative amortization points at the rate: a lower one always cures it.
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
            Self::NegativeAmortization { .. } => Field::AnnualRate,
            Self::NoPayDates => Field::PeriodsPerYear,
            Self::NotAPayDate { .. } | Self::PayDatesOutOfOrder { .. } => Field::PayDates,
            Self::NotAfterDisbursement { .. } => Field::DisbursedOn,
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
            Self::NegativeAmortization { .. } => "negative_amortization",
            Self::NotADate { .. } => "not_a_date",
            Self::OutsideCalendar { .. } => "outside_calendar",
            Self::NoPayDates => "no_pay_dates",
            Self::NotAPayDate { .. } => "not_a_pay_date",
            Self::PayDatesOutOfOrder { .. } => "pay_dates_out_of_order",
            Self::NotAfterDisbursement { .. } => "not_after_disbursement",
        }
    }

    /// The row the error is about, if it is about one.
    pub const fn row(self) -> Option<u32> {
        match self {
            Self::NegativeAmortization { row } => Some(row),
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
            Self::NotADate { .. } => write!(f, "{field} is not a calendar date such as 2026-08-31"),
            Self::NoPayDates => write!(f, "{field} must be 24 or 12 for payments to have dates"),
            Self::NotAPayDate { date } => write!(f, "{field}: {date} is not a pay date"),
            Self::PayDatesOutOfOrder { date } => {
                write!(f, "{field}: {date} is repeated, unsorted, or moved past its neighbours")
            }
            Self::NotAfterDisbursement { date } => {
                write!(f, "{field} must be before {date}, the first pay date")
            }
        }
    }
}

impl std::error::Error for Error {}
