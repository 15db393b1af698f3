use std::cmp::Ordering;

use crate::Rounding;

/// A non-negative integer of any size: little-endian 32-bit limbs without leading zeros.
///
/// For ties only, so simple rather than fast; and our own because that takes five operations. 32-bit limbs because their
/// products are one native instruction in WebAssembly, where 64 by 64 bits is a library call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Natural {
    limbs: Vec<u32>,
}

const LIMB_BITS: u32 = 32;

impl Natural {
    pub(crate) fn new(value: u128) -> Self {
        let limbs = (0..4).map(|at| ((value >> (at * LIMB_BITS)) & 0xFFFF_FFFF) as u32).collect();
        Self::trimmed(limbs)
    }

    fn is_zero(&self) -> bool {
        self.limbs.is_empty()
    }

    fn is_odd(&self) -> bool {
        self.limbs.first().is_some_and(|limb| limb % 2 == 1)
    }

    /// The value, if it fits.
    fn to_i64(&self) -> Option<i64> {
        if self.limbs.len() > 2 {
            return None;
        }
        let value = self.limbs.iter().rev().fold(0, |sum, &limb| (sum << LIMB_BITS) | u64::from(limb));
        i64::try_from(value).ok()
    }

    pub(crate) fn plus(mut self, other: &Self) -> Self {
        let mut carry = 0_u64;
        self.limbs.resize(self.limbs.len().max(other.limbs.len()), 0);
        let others = other.limbs.iter().copied().chain(std::iter::repeat(0));
        for (limb, other) in self.limbs.iter_mut().zip(others) {
            let wide = u64::from(*limb) + u64::from(other) + carry;
            *limb = low_limb(wide);
            carry = wide >> LIMB_BITS;
        }
        self.limbs.push(low_limb(carry));
        self.trim();
        self
    }

    /// `self - other`, or `None` if that is negative.
    #[cfg(test)]
    pub(crate) fn minus(mut self, other: &Self) -> Option<Self> {
        if self.cmp_to(other).is_lt() {
            return None;
        }
        self.subtract(other);
        Some(self)
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        let mut limbs = vec![0_u32; self.limbs.len() + other.limbs.len()];
        for (at, &limb) in self.limbs.iter().enumerate() {
            add_product(&mut limbs[at..], u64::from(limb), &other.limbs);
        }
        Self::trimmed(limbs)
    }

    fn shifted_left(&self, bits: u32) -> Self {
        let mut limbs = vec![0; (bits / LIMB_BITS) as usize];
        let mut carry = 0_u64;
        for &limb in &self.limbs {
            let wide = (u64::from(limb) << (bits % LIMB_BITS)) | carry;
            limbs.push(low_limb(wide));
            carry = wide >> LIMB_BITS;
        }
        limbs.push(low_limb(carry));
        Self::trimmed(limbs)
    }

    /// `self / divisor` in whole units; `None` for a zero divisor or beyond `i64`.
    pub(crate) fn rounded_over(self, divisor: &Self, rounding: Rounding) -> Option<i64> {
        let (floor, rest) = self.divided_by(divisor)?;
        let to_half = rest.shifted_left(1).cmp_to(divisor);
        let extra = rounding.adds_one(floor.is_odd(), to_half, rest.is_zero());
        floor.to_i64()?.checked_add(i64::from(extra))
    }

    /// Quotient and remainder, or `None` for a zero divisor. Shift and subtract: one pass a
    /// quotient bit, and quotients here are money: 63 bits.
    fn divided_by(mut self, divisor: &Self) -> Option<(Self, Self)> {
        if divisor.is_zero() {
            return None;
        }
        let shift = self.bits().saturating_sub(divisor.bits());
        let mut step = divisor.shifted_left(shift);
        let mut quotient = vec![0_u32; (shift / LIMB_BITS) as usize + 1];
        for bit in (0..=shift).rev() {
            if self.cmp_to(&step).is_ge() {
                self.subtract(&step);
                quotient[(bit / LIMB_BITS) as usize] |= 1 << (bit % LIMB_BITS);
            }
            step.halve();
        }
        Some((Self::trimmed(quotient), self))
    }

    pub(crate) fn cmp_to(&self, other: &Self) -> Ordering {
        let by_length = self.limbs.len().cmp(&other.limbs.len());
        by_length.then_with(|| self.limbs.iter().rev().cmp(other.limbs.iter().rev()))
    }

    fn bits(&self) -> u32 {
        let whole: u32 = self.limbs.iter().map(|_| LIMB_BITS).sum();
        whole - self.limbs.last().map_or(0, |limb| limb.leading_zeros())
    }

    /// Only for `other <= self`.
    fn subtract(&mut self, other: &Self) {
        let mut borrow = false;
        let others = other.limbs.iter().copied().chain(std::iter::repeat(0));
        for (limb, other) in self.limbs.iter_mut().zip(others) {
            let (less, first) = limb.overflowing_sub(other);
            let (less, second) = less.overflowing_sub(u32::from(borrow));
            (*limb, borrow) = (less, first || second);
        }
        self.trim();
    }

    fn halve(&mut self) {
        let mut carry = 0;
        for limb in self.limbs.iter_mut().rev() {
            let next = *limb << (LIMB_BITS - 1);
            *limb = (*limb >> 1) | carry;
            carry = next;
        }
        self.trim();
    }

    fn trimmed(limbs: Vec<u32>) -> Self {
        let mut result = Self { limbs };
        result.trim();
        result
    }

    fn trim(&mut self) {
        while self.limbs.last() == Some(&0) {
            self.limbs.pop();
        }
    }
}

/// `target += factor * limbs`; `target` is long enough for the carry.
fn add_product(target: &mut [u32], factor: u64, limbs: &[u32]) {
    let mut carry = 0_u64;
    let others = limbs.iter().copied().chain(std::iter::once(0));
    for (limb, other) in target.iter_mut().zip(others) {
        let wide = factor * u64::from(other) + u64::from(*limb) + carry;
        *limb = low_limb(wide);
        carry = wide >> LIMB_BITS;
    }
}

const fn low_limb(wide: u64) -> u32 {
    (wide & 0xFFFF_FFFF) as u32
}

#[cfg(test)]
mod tests {
    use super::{Natural, Rounding};
    use proptest::prelude::*;

    fn power_of_two(exponent: u32) -> Natural {
        Natural::new(1).shifted_left(exponent)
    }

    #[test]
    fn carries_and_borrows_cross_limbs() {
        let (one, top) = (Natural::new(1), Natural::new(u128::MAX));
        assert_eq!(top.clone().plus(&one), power_of_two(128));
        assert_eq!(one.clone().plus(&top), power_of_two(128));
        assert_eq!(power_of_two(128).minus(&one), Some(top));
        assert_eq!(Natural::new(0).plus(&one), one);
        assert_eq!(Natural::new(1).minus(&Natural::new(2)), None);
    }

    #[test]
    fn only_what_fits_becomes_an_integer() {
        assert_eq!(Natural::new(0).to_i64(), Some(0));
        assert_eq!(Natural::new(i64::MAX.unsigned_abs().into()).to_i64(), Some(i64::MAX));
        assert_eq!(power_of_two(63).to_i64(), None);
        assert_eq!(power_of_two(200).to_i64(), None);
    }

    #[test]
    fn dividing_by_zero_has_no_result() {
        assert_eq!(Natural::new(7).divided_by(&Natural::new(0)), None);
    }

    #[test]
    fn a_quotient_rounds_in_its_mode() {
        let over = |n, d, mode| {
            power_of_two(200)
                .times(&Natural::new(n))
                .rounded_over(&power_of_two(200).times(&Natural::new(d)), mode)
        };
        let modes = [Rounding::HalfUp, Rounding::HalfEven, Rounding::Up];
        assert_eq!(modes.map(|mode| over(5, 2, mode)), [Some(3), Some(2), Some(3)]);
        assert_eq!(modes.map(|mode| over(7, 3, mode)), [Some(2), Some(2), Some(3)]);
        assert_eq!(modes.map(|mode| over(6, 3, mode)), [Some(2); 3]);
        assert_eq!(over(1 << 63, 1, Rounding::HalfUp), None);
    }

    proptest! {
        #[test]
        fn small_numbers_agree_with_u128(a in any::<u64>(), b in 1..=u64::MAX, bits in 0..64_u32) {
            let (a, b) = (u128::from(a), u128::from(b));
            prop_assert_eq!(Natural::new(a).times(&Natural::new(b)), Natural::new(a * b));
            prop_assert_eq!(Natural::new(a).divided_by(&Natural::new(b)), Some((Natural::new(a / b), Natural::new(a % b))));
            prop_assert_eq!(Natural::new(a).shifted_left(bits), Natural::new(a << bits));
            prop_assert_eq!(Natural::new(a).plus(&Natural::new(b)), Natural::new(a + b));
            prop_assert_eq!(Natural::new(a).cmp_to(&Natural::new(b)), a.cmp(&b));
        }

        #[test]
        fn quotient_times_divisor_plus_rest_is_the_number(a in any::<u128>(), b in any::<u128>(), c in 1..=u128::MAX, shift in 0..300_u32) {
            let number = Natural::new(a).times(&Natural::new(b)).shifted_left(shift);
            let (quotient, rest) = number.clone().divided_by(&Natural::new(c)).expect("a quotient");
            prop_assert!(rest.cmp_to(&Natural::new(c)).is_lt());
            prop_assert_eq!(number.minus(&rest), Some(quotient.times(&Natural::new(c))));
        }
    }
}
