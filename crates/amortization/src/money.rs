use std::{fmt, str::FromStr};

use crate::{Error, Field, decimal};

/// Pesos as a whole number of centavos.
///
/// ```
/// use amortization::Money;
///
/// let payment: Money = "1203.15".parse()?;
/// assert_eq!(payment.centavos(), 120_315);
/// assert_eq!(Money::from_centavos(5).to_string(), "0.05");
/// assert!("1,203.15".parse::<Money>().is_err());
/// # Ok::<(), amortization::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

impl Money {
    pub const ZERO: Self = Self(0);

    pub const fn from_centavos(centavos: i64) -> Self {
        Self(centavos)
    }

    pub const fn centavos(self) -> i64 {
        self.0
    }

    /// The sum, or `None` outside `i64` centavos.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(centavos) => Some(Self(centavos)),
            None => None,
        }
    }

    /// The difference, or `None` outside `i64` centavos.
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(centavos) => Some(Self(centavos)),
            None => None,
        }
    }
}

/// Strict: `60000`, `1203.1` and `1203.15`; never a sign, a space, a comma or a third decimal.
/// Errors name [`Field::Amount`]; use [`Error::in_field`] for another field.
impl FromStr for Money {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let centavos = decimal::parse(text, 2, Field::Amount)?;
        i64::try_from(centavos).map(Self).map_err(|_| Error::AboveLimit { field: Field::Amount })
    }
}

/// Pesos with two decimals and no thousands separator: `1203.15`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let centavos = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", centavos / 100, centavos % 100)
    }
}
