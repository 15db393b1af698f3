/// A non-negative fixed-point number on the stack: a whole part of 64 bits and `N - 1` limbs of 64
/// bits behind the point.
///
/// The most significant limb comes first, so that the derived order of arrays is the order of numbers.
/// Every operation says whether it cut something off below the last limb; none wraps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wide<const N: usize>([u64; N]);

impl<const N: usize> Wide<N> {
    pub(crate) const fn whole(value: u64) -> Self {
        let mut limbs = [0; N];
        limbs[0] = value;
        Self(limbs)
    }

    /// `floor(numerator / denominator)` in units of the last limb, and whether that is inexact. `None`
    /// for a zero denominator or a whole part beyond 64 bits.
    pub(crate) fn ratio(numerator: u128, denominator: u128) -> Option<(Self, bool)> {
        let mut limbs = [0; N];
        limbs[0] = u64::try_from(numerator.checked_div(denominator)?).ok()?;
        let mut rest = numerator % denominator;
        for limb in &mut limbs[1..] {
            (*limb, rest) = next_limb(rest, denominator);
        }
        Some((Self(limbs), rest != 0))
    }

    /// The part before the point, and whether there is any behind it.
    pub(crate) fn parts(&self) -> (u64, bool) {
        (self.0[0], self.0[1..].iter().any(|&limb| limb != 0))
    }

    /// The whole part and the first 64 bits behind the point, in units of `2^-64`.
    pub(crate) fn top(&self) -> u128 {
        (u128::from(self.0[0]) << 64) | u128::from(self.0[1])
    }

    pub(crate) fn plus(&self, other: &Self) -> Option<Self> {
        let mut limbs = self.0;
        let mut carry = false;
        for (limb, other) in limbs.iter_mut().zip(&other.0).rev() {
            let (sum, first) = limb.overflowing_add(*other);
            let (sum, second) = sum.overflowing_add(u64::from(carry));
            (*limb, carry) = (sum, first || second);
        }
        (!carry).then_some(Self(limbs))
    }

    pub(crate) fn minus(&self, other: &Self) -> Option<Self> {
        let mut limbs = self.0;
        let mut borrow = false;
        for (limb, other) in limbs.iter_mut().zip(&other.0).rev() {
            let (rest, first) = limb.overflowing_sub(*other);
            let (rest, second) = rest.overflowing_sub(u64::from(borrow));
            (*limb, borrow) = (rest, first || second);
        }
        (!borrow).then_some(Self(limbs))
    }

    /// The product, row by row: what falls below the last limb is dropped as soon as it is complete.
    pub(crate) fn times(&self, other: &Self) -> Option<(Self, bool)> {
        let mut product = [0; N];
        let (mut last, mut dropped) = (0, 0);
        for &limb in self.0.iter().rev() {
            dropped |= last;
            last = add_row(&mut product, limb, &other.0);
        }
        let [overflow, kept @ ..] = &product[..] else { return None };
        let mut limbs = [last; N];
        limbs[..N - 1].copy_from_slice(kept);
        (*overflow == 0).then_some((Self(limbs), dropped != 0))
    }

    pub(crate) fn times_whole(&self, factor: u64) -> Option<Self> {
        let mut limbs = self.0;
        let mut carry = 0;
        for limb in limbs.iter_mut().rev() {
            (*limb, carry) = split(u128::from(*limb) * u128::from(factor) + u128::from(carry));
        }
        (carry == 0).then_some(Self(limbs))
    }

    /// `floor(self / divisor)`, and whether that is inexact. `None` for zero.
    pub(crate) fn over_whole(&self, divisor: u64) -> Option<(Self, bool)> {
        let mut limbs = self.0;
        let mut rest = 0_u128;
        for limb in &mut limbs {
            let wide = (rest << 64) | u128::from(*limb);
            let quotient = wide.checked_div(u128::from(divisor))?;
            (*limb, _) = split(quotient);
            rest = wide - quotient * u128::from(divisor);
        }
        Some((Self(limbs), rest != 0))
    }

    /// One unit of the last limb more, if something was cut off.
    pub(crate) fn above(mut self, inexact: bool) -> Option<Self> {
        if !inexact {
            return Some(self);
        }
        for limb in self.0.iter_mut().rev() {
            let (sum, carried) = limb.overflowing_add(1);
            *limb = sum;
            if !carried {
                return Some(self);
            }
        }
        None
    }
}

/// The next 64 bits of `rest / denominator`, and what is left; `rest < denominator`.
fn next_limb(rest: u128, denominator: u128) -> (u64, u128) {
    if denominator <= u128::from(u64::MAX) {
        let wide = rest << 64;
        let quotient = wide / denominator;
        return (split(quotient).0, wide - quotient * denominator);
    }
    (0..64).fold((0, rest), |(limb, rest), _| {
        let overflows = rest >> 127 == 1;
        let twice = rest << 1;
        if overflows || twice >= denominator {
            (limb << 1 | 1, twice.wrapping_sub(denominator))
        } else {
            (limb << 1, twice)
        }
    })
}

/// `sums = (sums + factor * limbs) / 2^64`, and the limb that fell off.
fn add_row<const N: usize>(sums: &mut [u64; N], factor: u64, limbs: &[u64; N]) -> u64 {
    let (mut carry, mut fallen) = (0, 0);
    for at in (0..N).rev() {
        let wide = u128::from(factor) * u128::from(limbs[at]) + u128::from(sums[at]) + u128::from(carry);
        let low;
        (low, carry) = split(wide);
        if at == N - 1 {
            fallen = low;
        } else {
            sums[at + 1] = low;
        }
    }
    sums[0] = carry;
    fallen
}

/// The low and the high half.
#[expect(clippy::cast_possible_truncation, reason = "halves are what it is for")]
const fn split(wide: u128) -> (u64, u64) {
    (wide as u64, (wide >> 64) as u64)
}

#[cfg(test)]
mod tests {
    use super::{Wide, split};
    use proptest::prelude::*;

    type Narrow = Wide<2>;

    fn narrow(value: u128) -> Narrow {
        let (low, high) = split(value);
        Wide([high, low])
    }

    fn value(number: &Narrow) -> u128 {
        number.top()
    }

    #[test]
    fn what_does_not_fit_is_no_number() {
        let top = narrow(u128::MAX);
        assert_eq!(top.plus(&narrow(1)), None);
        assert_eq!(top.above(true), None);
        assert_eq!(top.above(false), Some(top));
        assert_eq!(narrow(1).minus(&narrow(2)), None);
        assert_eq!(Narrow::whole(1 << 32).times(&Wide::whole(1 << 32)), None);
        assert_eq!(Narrow::whole(1 << 32).times_whole(1 << 32), None);
        assert_eq!(Narrow::whole(7).over_whole(0), None);
        assert_eq!(Narrow::ratio(1, 0), None);
        assert_eq!(Narrow::ratio(1 << 64, 1), None);
    }

    #[test]
    fn a_third_repeats_in_every_limb() {
        let third = 0x5555_5555_5555_5555;
        assert_eq!(Wide::<4>::ratio(1, 3), Some((Wide([0, third, third, third]), true)));
        assert_eq!(Wide::<3>::ratio(7, 2), Some((Wide([3, 1 << 63, 0]), false)));
        let wide = u128::MAX / 3; // beyond 64 bits, and still a third
        assert_eq!(Wide::<4>::ratio(wide, u128::MAX), Some((Wide([0, third, third, third]), true)));
    }

    proptest! {
        #[test]
        fn sums_and_products_agree_with_u128(a in any::<u128>(), b in any::<u128>(), c in 1..=u64::MAX) {
            prop_assert_eq!(narrow(a).plus(&narrow(b)).map(|n| value(&n)), a.checked_add(b));
            prop_assert_eq!(narrow(a).minus(&narrow(b)).map(|n| value(&n)), a.checked_sub(b));
            prop_assert_eq!(narrow(a).times_whole(c).map(|n| value(&n)), a.checked_mul(u128::from(c)));
            let (quotient, inexact) = narrow(a).over_whole(c).expect("a quotient");
            prop_assert_eq!(value(&quotient), a / u128::from(c));
            prop_assert_eq!(inexact, a % u128::from(c) != 0);
            prop_assert_eq!(narrow(a).cmp(&narrow(b)), a.cmp(&b));
        }

        #[test]
        fn a_product_of_short_numbers_is_exact(a in any::<u64>(), b in any::<u64>()) {
            let product = u128::from(a) * u128::from(b);
            let halves = narrow(u128::from(a) << 32).times(&narrow(u128::from(b) << 32));
            prop_assert_eq!(halves, Some((narrow(product), false)));
            let floor = narrow(u128::from(a)).times(&narrow(u128::from(b)));
            prop_assert_eq!(floor, Some((narrow(product >> 64), product << 64 != 0)));
        }

        #[test]
        fn a_ratio_times_its_denominator_is_the_numerator(a in any::<u64>(), b in 1..=u64::MAX) {
            let (floor, inexact) = Wide::<4>::ratio(a.into(), b.into()).expect("a ratio");
            let back = floor.times_whole(b).expect("at most a");
            prop_assert!(back <= Wide::whole(a));
            prop_assert_eq!(back == Wide::whole(a), !inexact);
        }
    }
}
