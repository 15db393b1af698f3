use crate::{Money, Rounding};

/// A non-negative fraction in lowest terms. Rates, taxes and shares of a balance are all this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fraction {
    numerator: u128,
    denominator: u128,
}

impl Fraction {
    pub(crate) const fn new(numerator: u128, denominator: u128) -> Self {
        let divisor = gcd(numerator, denominator);
        Self { numerator: numerator / divisor, denominator: denominator / divisor }
    }

    pub(crate) const fn numerator(self) -> u128 {
        self.numerator
    }

    pub(crate) const fn denominator(self) -> u128 {
        self.denominator
    }

    /// This share of `money`, rounded once: `floor((2*money*rate + D) / (2*D))` under half-up.
    /// `None` if `money` is negative, the
    /// denominator is zero or the result leaves `i64`.
    pub(crate) fn of(self, money: Money, rounding: Rounding) -> Option<Money> {
        let product = u128::try_from(money.centavos()).ok()?.checked_mul(self.numerator)?;
        let floor = product.checked_div(self.denominator)?;
        let rest = product % self.denominator;
        let to_half = rest.cmp(&(self.denominator - rest));
        let extra = rounding.adds_one(floor % 2 == 1, to_half, rest == 0);
        i64::try_from(floor + u128::from(extra)).ok().map(Money::from_centavos)
    }
}

/// At least 1 for a non-zero `b`, so that dividing by it is always defined.
const fn gcd(a: u128, b: u128) -> u128 {
    if a == 0 { b } else { gcd(b % a, a) }
}
