use std::{fmt, str::FromStr};

use crate::{Error, Field, decimal, exact::Fraction};

/// A percentage as a whole number of millionths of a percent: 13.67 % is 13 670 000.
///
/// ```
/// use amortization::Rate;
///
/// let rate: Rate = "13.670".parse()?;
/// assert_eq!(rate.millionths(), 13_670_000);
/// assert_eq!(rate.to_string(), "13.67");
/// assert!("13.67%".parse::<Rate>().is_err());
/// # Ok::<(), amortization::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(u64);

/// Millionths of a percent in a whole (100 %).
pub(crate) const WHOLE: u64 = 100_000_000;
/// Halves of a millionth of a percent in a whole: half-way points are whole numbers of them.
pub(crate) const HALVES: u64 = 2 * WHOLE;
const PERCENT: u64 = 1_000_000;

impl Rate {
    pub const ZERO: Self = Self(0);

    pub const fn from_millionths(millionths: u64) -> Self {
        Self(millionths)
    }

    pub const fn millionths(self) -> u64 {
        self.0
    }

    /// The rate as a share of one.
    pub(crate) const fn share(self) -> Fraction {
        Fraction::new(self.0 as u128, WHOLE as u128)
    }

    /// The periodic rate of a nominal annual one. It stays a fraction: rounded to any number of
    /// decimals it would break half-centavo ties, which are common.
    pub(crate) const fn per_period(self, periods_per_year: u32) -> Fraction {
        self.per_period_with_iva(periods_per_year, Self::ZERO)
    }

    /// What `days` days cost at a nominal annual rate, in years of `days_a_year` days.
    pub(crate) const fn for_days(self, days: u32, days_a_year: u32) -> Fraction {
        Fraction::new(self.0 as u128 * days as u128, days_a_year as u128 * WHOLE as u128)
    }

    /// `per_period * (1 + iva)`: the rate whose annuity is the constant total with IVA inside.
    pub(crate) const fn per_period_with_iva(self, periods_per_year: u32, iva: Self) -> Fraction {
        let numerator = self.0 as u128 * (WHOLE + iva.0) as u128;
        Fraction::new(numerator, periods_per_year as u128 * WHOLE as u128 * WHOLE as u128)
    }
}

/// Strict: `12`, `13.67`, `0.000001`; never a sign, a space, a comma, a `%` or a seventh decimal.
/// Errors name [`Field::AnnualRate`]; use [`Error::in_field`] for another field.
impl FromStr for Rate {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        decimal::parse(text, 6, Field::AnnualRate).map(Self)
    }
}

/// Percent without trailing zeros and without the sign: `13.67`, `12`, `0.000001`.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0 / PERCENT, self.0 % PERCENT);
        if fraction == 0 {
            return write!(f, "{whole}");
        }
        let digits = format!("{fraction:06}");
        write!(f, "{whole}.{}", digits.trim_end_matches('0'))
    }
}

/// A share of a thousand as a whole number of millionths of a per mille: 0.35 per mille is 350 000.
///
/// ```
/// use amortization::PerMille;
///
/// assert_eq!("0.35".parse::<PerMille>()?.millionths(), 350_000);
/// # Ok::<(), amortization::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PerMille(u64);

impl PerMille {
    pub const fn from_millionths(millionths: u64) -> Self {
        Self(millionths)
    }

    pub const fn millionths(self) -> u64 {
        self.0
    }

    /// The rate as a share of one.
    pub(crate) const fn share(self) -> Fraction {
        Fraction::new(self.0 as u128, 10 * WHOLE as u128)
    }
}

/// As strict as [`Rate`]'s; errors name [`Field::InsuranceRate`].
impl FromStr for PerMille {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        decimal::parse(text, 6, Field::InsuranceRate).map(Self)
    }
}

/// Per mille without trailing zeros and without the sign: `0.35`.
impl fmt::Display for PerMille {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Rate(self.0).fmt(f)
    }
}
