use std::cmp::Ordering;

/// A non-negative integer of any size: little-endian 32-bit limbs without leading zeros.
///
/// Our own because a schedule needs six operations of one type, and 32-bit limbs because their
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

    pub(crate) fn power_of_two(exponent: u32) -> Self {
        Self::new(1).shifted_left(exponent)
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.limbs.is_empty()
    }

    pub(crate) fn is_odd(&self) -> bool {
        self.limbs.first().is_some_and(|limb| limb % 2 == 1)
    }

    /// The value, if it fits.
    pub(crate) fn to_i64(&self) -> Option<i64> {
        if self.limbs.len() > 2 {
            return None;
        }
        let value = self.limbs.iter().rev().fold(0, |sum, &limb| (sum << LIMB_BITS) | u64::from(limb));
        i64::try_from(value).ok()
    }

    pub(crate) fn plus_one(mut self) -> Self {
        for limb in &mut self.limbs {
            let (sum, carried) = limb.overflowing_add(1);
            *limb = sum;
            if !carried {
                return self;
            }
        }
        self.limbs.push(1);
        self
    }

    /// `self - other`, or `None` if that is negative.
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

    pub(crate) fn power(&self, exponent: u32) -> Self {
        let mut result = Self::new(1);
        for bit in (0..u32::BITS - exponent.leading_zeros()).rev() {
            result = result.times(&result);
            if exponent >> bit & 1 == 1 {
                result = result.times(self);
            }
        }
        result
    }

    pub(crate) fn shifted_left(&self, bits: u32) -> Self {
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

    /// `floor(self / 2^bits)`, and whether anything was cut off.
    pub(crate) fn shifted_right(&self, bits: u32) -> (Self, bool) {
        let whole = ((bits / LIMB_BITS) as usize).min(self.limbs.len());
        let (cut, kept) = self.limbs.split_at(whole);
        let mut result = Self { limbs: kept.to_vec() };
        let mut inexact = cut.iter().any(|&limb| limb != 0);
        for _ in 0..bits % LIMB_BITS {
            inexact |= result.is_odd();
            result.halve();
        }
        (result, inexact)
    }

    /// Quotient and remainder, or `None` for a zero divisor. Shift and subtract: one pass a
    /// quotient bit, and quotients here have at most a few hundred.
    pub(crate) fn divided_by(mut self, divisor: &Self) -> Option<(Self, Self)> {
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
    use super::Natural;
    use proptest::prelude::*;

    #[test]
    fn carries_and_borrows_cross_limbs() {
        let top = Natural::new(u128::MAX);
        assert_eq!(top.clone().plus_one(), Natural::power_of_two(128));
        assert_eq!(Natural::power_of_two(128).minus(&Natural::new(1)), Some(top));
        assert_eq!(Natural::new(0).plus_one(), Natural::new(1));
        assert_eq!(Natural::new(1).minus(&Natural::new(2)), None);
    }

    #[test]
    fn only_what_fits_becomes_an_integer() {
        assert_eq!(Natural::new(0).to_i64(), Some(0));
        assert_eq!(Natural::new(i64::MAX.unsigned_abs().into()).to_i64(), Some(i64::MAX));
        assert_eq!(Natural::power_of_two(63).to_i64(), None);
        assert_eq!(Natural::power_of_two(200).to_i64(), None);
    }

    #[test]
    fn dividing_by_zero_has_no_result() {
        assert_eq!(Natural::new(7).divided_by(&Natural::new(0)), None);
    }

    #[test]
    fn powers_multiply() {
        let three = Natural::new(3);
        assert_eq!(three.power(0), Natural::new(1));
        assert_eq!(three.power(81).times(&three.power(19)), three.power(100));
    }

    proptest! {
        #[test]
        fn small_numbers_agree_with_u128(a in any::<u64>(), b in 1..=u64::MAX, bits in 0..64_u32) {
            let (a, b) = (u128::from(a), u128::from(b));
            prop_assert_eq!(Natural::new(a).times(&Natural::new(b)), Natural::new(a * b));
            prop_assert_eq!(Natural::new(a).divided_by(&Natural::new(b)), Some((Natural::new(a / b), Natural::new(a % b))));
            prop_assert_eq!(Natural::new(a).shifted_left(bits), Natural::new(a << bits));
            prop_assert_eq!(Natural::new(a).shifted_right(bits), (Natural::new(a >> bits), a % (1 << bits) != 0));
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
