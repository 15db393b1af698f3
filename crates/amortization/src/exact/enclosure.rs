use std::cmp::Ordering;

use super::{Fraction, wide::Wide};
use crate::{Money, Rounding};

/// A non-negative number known to `64 * (N - 1)` bits behind the point: either exactly (`low == high`),
/// or as lying strictly between its ends.
///
/// *Strictly* is what decides the cases where a discount vanishes: `1 - (1 + i)^-n` is below 1 however
/// near. Every operation keeps it: an end that was cut off moves by one unit of the last limb. `None` is
/// always "not in this width", never a wrong answer: the caller widens `N` or computes exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Enclosure<const N: usize> {
    low: Wide<N>,
    high: Wide<N>,
}

impl<const N: usize> Enclosure<N> {
    pub(crate) const ZERO: Self = Self::whole(0);
    pub(crate) const ONE: Self = Self::whole(1);

    pub(crate) const fn whole(value: u64) -> Self {
        Self { low: Wide::whole(value), high: Wide::whole(value) }
    }

    pub(crate) fn of(fraction: Fraction) -> Option<Self> {
        let (low, inexact) = Wide::ratio(fraction.numerator(), fraction.denominator())?;
        Some(Self { low, high: low.above(inexact)? })
    }

    pub(crate) fn plus(&self, other: &Self) -> Option<Self> {
        Some(Self { low: self.low.plus(&other.low)?, high: self.high.plus(&other.high)? })
    }

    /// `None` too when the difference may be negative.
    pub(crate) fn minus(&self, other: &Self) -> Option<Self> {
        Some(Self { low: self.low.minus(&other.high)?, high: self.high.minus(&other.low)? })
    }

    pub(crate) fn times(&self, other: &Self) -> Option<Self> {
        let (low, low_cut) = self.low.times(&other.low)?;
        if self.is_exact() && other.is_exact() {
            return Some(Self { low, high: low.above(low_cut)? });
        }
        let (high, cut) = self.high.times(&other.high)?;
        Some(Self { low, high: high.above(cut)? })
    }

    pub(crate) fn times_whole(&self, factor: u64) -> Option<Self> {
        Some(Self { low: self.low.times_whole(factor)?, high: self.high.times_whole(factor)? })
    }

    pub(crate) fn over_whole(&self, divisor: u64) -> Option<Self> {
        let (low, _) = self.low.over_whole(divisor)?;
        let (high, cut) = self.high.over_whole(divisor)?;
        Some(Self { low, high: high.above(cut)? })
    }

    pub(crate) fn power(&self, exponent: u32) -> Option<Self> {
        let mut result = Self::ONE;
        for bit in (0..u32::BITS - exponent.leading_zeros()).rev() {
            result = result.times(&result)?;
            if exponent >> bit & 1 == 1 {
                result = result.times(self)?;
            }
        }
        Some(result)
    }

    /// How the two numbers compare, if their ends tell.
    pub(crate) fn compare(&self, other: &Self) -> Option<Ordering> {
        if self.is_exact() && other.is_exact() {
            return Some(self.low.cmp(&other.low));
        }
        if self.high <= other.low {
            return Some(Ordering::Less);
        }
        (self.low >= other.high).then_some(Ordering::Greater)
    }

    /// The whole part, if both ends tell the same.
    pub(crate) fn floor(&self) -> Option<u64> {
        let (low, _) = self.low.parts();
        match self.high.parts() {
            // The number is below its upper end, unless it is its upper end.
            (high, false) if !self.is_exact() => (low.checked_add(1)? == high).then_some(low),
            (high, _) => (low == high).then_some(low),
        }
    }

    /// `amount / self`, rounded once to a multiple of `unit`; `None` if the ends round apart, a negative
    /// amount or a `unit` that is not positive.
    pub(crate) fn divides(&self, amount: Money, unit: Money, rounding: Rounding) -> Option<Money> {
        let amount = u64::try_from(amount.centavos()).ok()?;
        let unit = u64::try_from(unit.centavos()).ok().filter(|&unit| unit > 0)?;
        if amount == 0 {
            return Some(Money::ZERO);
        }
        // The first 128 bits of `self` place the quotient to within one; products decide it.
        let near = (u128::from(amount) << 64).checked_div(self.low.top())? / u128::from(unit);
        let near = u64::try_from(near).ok()?;
        let mut candidates = [near, near.checked_add(1)?, near.saturating_sub(1)].into_iter();
        let units = candidates.find(|&units| self.rounds_to(units, amount, unit, rounding) == Some(true))?;
        i64::try_from(units.checked_mul(unit)?).ok().map(Money::from_centavos)
    }

    /// Whether `amount / (self * unit)` lies where everything rounds to `units`.
    fn rounds_to(&self, units: u64, amount: u64, unit: u64, rounding: Rounding) -> Option<bool> {
        let twice = Self::whole(amount.checked_mul(2)?);
        let against = |halves: u64| twice.compare(&self.times_whole(halves.checked_mul(unit)?)?);
        let (low, high) = rounding.ends_in_halves(units)?;
        Some(rounding.reaches(units % 2 == 1, against(low)?, against(high)?))
    }

    fn is_exact(&self) -> bool {
        self.low == self.high
    }
}

#[cfg(test)]
mod tests {
    use super::{Enclosure, Fraction, Money, Ordering, Rounding};
    use proptest::prelude::*;

    const CENTAVO: Money = Money::from_centavos(1);

    fn of(numerator: u128, denominator: u128) -> Enclosure<3> {
        Enclosure::of(Fraction::new(numerator, denominator)).expect("a small fraction")
    }

    #[test]
    fn what_is_exact_stays_exact() {
        let quarter = of(1, 2).power(2).expect("a quarter");
        assert_eq!(quarter, of(1, 4));
        assert_eq!(Enclosure::ONE.minus(&quarter), Some(of(3, 4)));
        assert_eq!(quarter.times_whole(12).and_then(|three| three.over_whole(3)), Some(Enclosure::ONE));
        assert_eq!(quarter.compare(&of(1, 4)), Some(Ordering::Equal));
    }

    #[test]
    fn a_whole_number_is_its_own_floor() {
        assert_eq!(Enclosure::<3>::whole(5).floor(), Some(5));
        assert_eq!(of(11, 2).floor(), Some(5));
        assert_eq!(of(1, 3).times_whole(3).and_then(|nearly| nearly.floor()), None);
    }

    #[test]
    fn nothing_is_a_multiple_of_zero() {
        assert_eq!(of(1, 2).divides(CENTAVO, Money::ZERO, Rounding::HalfUp), None);
    }

    #[test]
    fn a_third_three_times_is_not_known_to_be_one() {
        let nearly = of(1, 3).times_whole(3).expect("about one");
        assert_eq!(nearly.compare(&Enclosure::ONE), None);
        assert_eq!(nearly.floor(), None);
        assert_eq!(of(2, 3).compare(&of(1, 3)), Some(Ordering::Greater));
        assert_eq!(of(1, 3).compare(&of(2, 3)), Some(Ordering::Less));
    }

    #[test]
    fn a_number_under_a_whole_end_is_below_it() {
        let speck = of(1, 1 << 127).times(&of(1, 3)).expect("a speck");
        let below_one = Enclosure::ONE.minus(&speck).expect("just below one");
        assert_eq!(below_one.floor(), Some(0));
        assert_eq!(below_one.compare(&Enclosure::ONE), Some(Ordering::Less));
        let above_ten = below_one.divides(Money::from_centavos(10), CENTAVO, Rounding::Up);
        assert_eq!(above_ten, Some(Money::from_centavos(11)));
    }

    #[test]
    fn a_tie_on_an_inexact_number_is_undecided() {
        let three = of(1, 3).times_whole(9).expect("about three");
        assert_eq!(
            three.divides(Money::from_centavos(15), CENTAVO, Rounding::HalfUp),
            Some(Money::from_centavos(5))
        );
        let half = of(1, 3).times_whole(6).expect("about two");
        assert_eq!(half.divides(Money::from_centavos(5), CENTAVO, Rounding::HalfUp), None);
        assert_eq!(
            of(2, 1).divides(Money::from_centavos(5), CENTAVO, Rounding::HalfEven),
            Some(Money::from_centavos(2))
        );
    }

    proptest! {
        #[test]
        fn division_rounds_as_the_fraction_does(
            amount in 0..100_000_000_000_000_i64, n in 1..1_000_u128, d in 1..1_000_u128, unit in 1..1_000_i64,
        ) {
            for rounding in [Rounding::HalfUp, Rounding::HalfEven, Rounding::Up] {
                let units = Fraction::new(d, n * u128::from(unit.unsigned_abs())).of(Money::from_centavos(amount), rounding);
                let wanted = units.map(|units| Money::from_centavos(units.centavos() * unit));
                let found = of(n, d).divides(Money::from_centavos(amount), Money::from_centavos(unit), rounding);
                prop_assert!(found.is_none() || found == wanted, "{:?} {:?}", found, wanted);
                // An exact number always decides.
                if of(n, d).is_exact() { prop_assert!(found.is_some()); }
            }
        }

        #[test]
        fn both_ends_of_a_power_hold_the_fraction(p in 1..40_u128, q in 1..40_u128, n in 0..8_u32) {
            let power = of(p, p + q).power(n).expect("at most one");
            let exact = Fraction::new(p.pow(n), (p + q).pow(n));
            let scale = u64::try_from(exact.denominator()).expect("small");
            let scaled = power.times_whole(scale).expect("small");
            let numerator = u64::try_from(exact.numerator()).expect("small");
            prop_assert!(scaled.compare(&Enclosure::whole(numerator)).is_none_or(Ordering::is_eq));
        }
    }
}
