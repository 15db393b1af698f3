use std::cmp::Ordering;

use crate::{Money, Rounding};

/// A non-negative fraction, in lowest terms unless [`Fraction::times`] made it. Rates, taxes and shares of a balance are all this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fraction {
    numerator: u128,
    denominator: u128,
}

impl Fraction {
    /// A zero denominator makes a fraction of nothing: [`Self::of`] is `None`.
    pub(crate) const fn new(numerator: u128, denominator: u128) -> Self {
        let divisor = gcd(numerator, denominator);
        if divisor <= 1 {
            return Self { numerator, denominator };
        }
        Self { numerator: numerator / divisor, denominator: denominator / divisor }
    }

    pub(crate) const fn numerator(self) -> u128 {
        self.numerator
    }

    pub(crate) const fn denominator(self) -> u128 {
        self.denominator
    }

    /// `1 / (1 + self)`: what a centavo due one period of this rate later is worth.
    pub(crate) fn discount(self) -> Option<Self> {
        // What divides both `q` and `q + p` divides `p`: lowest terms stay lowest.
        let denominator = self.denominator.checked_add(self.numerator)?;
        Some(Self { numerator: self.denominator, denominator })
    }

    /// So many times the fraction; not reduced again, since a row has no time for it.
    #[inline]
    pub(crate) fn times(self, factor: u32) -> Option<Self> {
        let numerator = self.numerator.checked_mul(u128::from(factor))?;
        Some(Self { numerator, denominator: self.denominator })
    }

    /// This share of `money`, rounded once: `floor((2*money*rate + D) / (2*D))` under half-up.
    /// `None` if `money` is negative, the denominator is zero or the result leaves `i64`.
    #[inline]
    pub(crate) fn of(self, money: Money, rounding: Rounding) -> Option<Money> {
        self.of_short(money, rounding).or_else(|| self.of_long(money, rounding))
    }

    /// This share of `money` and too little more to reach the next place where rounding turns.
    pub(crate) fn of_and_more(self, money: Money, rounding: Rounding) -> Option<Money> {
        let (floor, rest) = self.divided(money)?;
        let above_half = if rest < self.denominator - rest { Ordering::Less } else { Ordering::Greater };
        rounded(floor, rounding.adds_one(floor % 2 == 1, above_half, false))
    }

    /// One `parts`th of it.
    pub(crate) fn over(self, parts: u128) -> Option<Self> {
        Some(Self::new(self.numerator, self.denominator.checked_mul(parts)?))
    }

    /// In 64 bits, which hold ordinary loans: a division there costs a quarter of the long one.
    #[inline]
    fn of_short(self, money: Money, rounding: Rounding) -> Option<Money> {
        let denominator = u64::try_from(self.denominator).ok()?;
        let numerator = u64::try_from(self.numerator).ok()?;
        let product = u64::try_from(money.centavos()).ok()?.checked_mul(numerator)?;
        let floor = product.checked_div(denominator)?;
        let rest = product % denominator;
        let extra = rounding.adds_one(floor % 2 == 1, rest.cmp(&(denominator - rest)), rest == 0);
        i64::try_from(floor.checked_add(u64::from(extra))?).ok().map(Money::from_centavos)
    }

    #[cold]
    fn of_long(self, money: Money, rounding: Rounding) -> Option<Money> {
        let (floor, rest) = self.divided(money)?;
        let to_half = rest.cmp(&(self.denominator - rest));
        rounded(floor, rounding.adds_one(floor % 2 == 1, to_half, rest == 0))
    }

    fn divided(self, money: Money) -> Option<(u128, u128)> {
        let product = u128::try_from(money.centavos()).ok()?.checked_mul(self.numerator)?;
        let floor = product.checked_div(self.denominator)?;
        Some((floor, product - floor * self.denominator))
    }
}

fn rounded(floor: u128, adds_one: bool) -> Option<Money> {
    i64::try_from(floor.checked_add(u128::from(adds_one))?).ok().map(Money::from_centavos)
}

/// By halving and subtracting (Stein): a long division a step costs several times as much.
const fn gcd(a: u128, b: u128) -> u128 {
    if a == 0 || b == 0 {
        return a | b;
    }
    let twos = (a | b).trailing_zeros();
    let (mut a, mut b) = (a >> a.trailing_zeros(), b >> b.trailing_zeros());
    while a != b {
        if a < b {
            (a, b) = (b, a);
        }
        a -= b;
        a >>= a.trailing_zeros();
    }
    a << twos
}

#[cfg(test)]
mod tests {
    use super::{Fraction, Money, Rounding, gcd};
    use proptest::prelude::*;

    const MODES: [Rounding; 3] = [Rounding::HalfUp, Rounding::HalfEven, Rounding::Up];

    #[test]
    fn ties_follow_the_mode_in_both_widths() {
        // 2.5 and 3.5 centavos, plainly and over a denominator beyond 64 bits.
        for (share, long) in
            [(Fraction::new(1, 2), false), (Fraction { numerator: 1 << 69, denominator: 1 << 70 }, true)]
        {
            let round = |centavos, mode| share.of(Money::from_centavos(centavos), mode).map(Money::centavos);
            assert_eq!(MODES.map(|mode| round(5, mode)), [Some(3), Some(2), Some(3)], "{long}");
            assert_eq!(MODES.map(|mode| round(7, mode)), [Some(4), Some(4), Some(4)], "{long}");
            assert_eq!(MODES.map(|mode| round(6, mode)), [Some(3), Some(3), Some(3)], "{long}");
        }
    }

    #[test]
    fn what_has_no_share_is_none() {
        assert_eq!(Fraction::new(1, 0).of(Money::from_centavos(5), Rounding::HalfUp), None);
        assert_eq!(Fraction::new(1, 2).of(Money::from_centavos(-5), Rounding::HalfUp), None);
        assert_eq!(Fraction::new(2, 1).of(Money::from_centavos(i64::MAX), Rounding::HalfUp), None);
    }

    #[test]
    fn a_tie_and_more_is_above_it() {
        let of_and_more = |centavos, mode| {
            Fraction::new(1, 4).of_and_more(Money::from_centavos(centavos), mode).map(Money::centavos)
        };
        assert_eq!(
            [0, 1, 2, 3].map(|centavos| of_and_more(centavos, Rounding::HalfEven)),
            [Some(0), Some(0), Some(1), Some(1)]
        );
        assert_eq!([0, 1, 2, 3].map(|centavos| of_and_more(centavos, Rounding::Up)), [Some(1); 4]);
    }

    #[test]
    fn multiples_and_parts() {
        assert_eq!(Fraction::new(7, 360).times(13), Some(Fraction::new(91, 360)));
        assert_eq!(Fraction::new(u128::MAX, 7).times(3), None);
        assert_eq!(Fraction::new(6, 7).over(4), Some(Fraction::new(3, 14)));
    }

    #[test]
    fn a_discount_is_in_lowest_terms() {
        assert_eq!(Fraction::new(1, 10).discount(), Some(Fraction::new(10, 11)));
        assert_eq!(Fraction::new(u128::MAX, 2).discount(), None);
    }

    proptest! {
        #[test]
        fn the_short_way_is_the_long_way(money in 0..=i64::MAX, numerator in any::<u32>(), denominator in 1..=u64::MAX) {
            let share = Fraction::new(numerator.into(), denominator.into());
            for mode in MODES {
                let money = Money::from_centavos(money);
                let short = share.of_short(money, mode);
                prop_assert!(short.is_none() || short == share.of_long(money, mode));
            }
        }

        #[test]
        fn lowest_terms_are_the_same_fraction(a in any::<u64>(), b in 1..=u64::MAX, c in 1..=u64::MAX) {
            let (a, b, c) = (u128::from(a), u128::from(b), u128::from(c));
            let lowest = Fraction::new(a * c, b * c);
            prop_assert_eq!(lowest, Fraction::new(a, b));
            prop_assert_eq!(gcd(lowest.numerator(), lowest.denominator()), 1);
            prop_assert_eq!(lowest.numerator() * b, a * lowest.denominator());
        }
    }
}
