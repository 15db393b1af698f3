use std::fmt;

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
}

impl Field {
    /// The wire name: `amount`, `annual_rate_pct`, `payments`, `periods_per_year`, `iva_pct`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Amount => "amount",
            Self::AnnualRate => "annual_rate_pct",
            Self::Payments => "payments",
            Self::PeriodsPerYear => "periods_per_year",
            Self::Iva => "iva_pct",
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
            | Self::Unsupported { field } => field,
            Self::NegativeAmortization { .. } => Field::AnnualRate,
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
        }
    }

    /// The row the error is about, if it is about one.
    pub const fn row(self) -> Option<u32> {
        match self {
            Self::NegativeAmortization { row } => Some(row),
            _ => None,
        }
    }

    /// The same fact about another field: parsing names `amount` for any [`crate::Money`] and
    /// `annual_rate_pct` for any [`crate::Rate`], and the caller knows better.
    #[must_use]
    pub const fn in_field(self, field: Field) -> Self {
        match self {
            Self::Empty { .. } => Self::Empty { field },
            Self::NotANumber { .. } => Self::NotANumber { field },
            Self::TooManyDecimals { allowed, .. } => Self::TooManyDecimals { field, allowed },
            Self::NotPositive { .. } => Self::NotPositive { field },
            Self::AboveLimit { .. } => Self::AboveLimit { field },
            Self::Unsupported { .. } => Self::Unsupported { field },
            Self::NegativeAmortization { row } => Self::NegativeAmortization { row },
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
            Self::NotPositive { .. } | Self::AboveLimit { .. } | Self::Unsupported { .. } => {
                write!(f, "{field} must be {}", field.accepts())
            }
            Self::NegativeAmortization { row } => {
                write!(
                    f,
                    "the interest and IVA of row {row} exceed its payment, so the debt would never fall"
                )
            }
        }
    }
}

impl std::error::Error for Error {}
