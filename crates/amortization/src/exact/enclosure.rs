use super::Natural;

/// Two ends, in units of `2^-bits`, between which a number of [0, 1] lies for certain.
#[derive(Debug, Clone)]
pub(crate) struct Enclosure {
    pub(crate) low: Natural,
    pub(crate) high: Natural,
    bits: u32,
}

impl Enclosure {
    /// The fraction `numerator / denominator <= 1`, or `None` for a zero denominator.
    pub(crate) fn of(numerator: &Natural, denominator: &Natural, bits: u32) -> Option<Self> {
        let (low, rest) = numerator.shifted_left(bits).divided_by(denominator)?;
        let high = above(low.clone(), !rest.is_zero());
        Some(Self { low, high, bits })
    }

    pub(crate) fn power(&self, exponent: u32) -> Self {
        let one = Natural::power_of_two(self.bits);
        let mut result = Self { low: one.clone(), high: one, bits: self.bits };
        for bit in (0..u32::BITS - exponent.leading_zeros()).rev() {
            result = result.times(&result);
            if exponent >> bit & 1 == 1 {
                result = result.times(self);
            }
        }
        result
    }

    fn times(&self, other: &Self) -> Self {
        let (low, _) = self.low.times(&other.low).shifted_right(self.bits);
        let (high, inexact) = self.high.times(&other.high).shifted_right(self.bits);
        Self { low, high: above(high, inexact), bits: self.bits }
    }
}

fn above(floor: Natural, inexact: bool) -> Natural {
    if inexact { floor.plus_one() } else { floor }
}
