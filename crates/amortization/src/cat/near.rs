//! A first look in 64 bits: fast, and never trusted.

use super::Flows;
use crate::rate::HALVES;

/// About the discount of one step at which the payments are worth what was received, in units of `2^-64`.
pub(super) fn discount(flows: &Flows) -> u64 {
    let received = u128::from(flows.received) << 64;
    (0..u64::BITS).rev().fold(0, |found, bit| {
        let tried = found | 1 << bit;
        if worth(flows, tried) <= received { tried } else { found }
    })
}

/// About the yearly rate of a discount, in millionths of a percent.
pub(super) fn millionths(discount: u64, per_year: u32) -> u64 {
    let yearly = u128::from(power(discount, per_year)).max(1);
    let doubled = ((u128::from(HALVES) << 64) / yearly).saturating_sub(u128::from(HALVES));
    u64::try_from(doubled.div_ceil(2)).unwrap_or(u64::MAX)
}

/// Backwards, because what the rest is worth one flow earlier is `(flow + rest) * discount`.
fn worth(flows: &Flows, discount: u64) -> u128 {
    flows.paid.iter().rev().fold(0, |rest, flow| {
        let due = rest + (u128::from(flow.centavos) << 64);
        times(due, power(discount, flow.steps))
    })
}

fn times(number: u128, discount: u64) -> u128 {
    let fraction = number & u128::from(u64::MAX);
    (number >> 64) * u128::from(discount) + ((fraction * u128::from(discount)) >> 64)
}

/// For exponents from one: a whole one has no place in 64 bits.
fn power(discount: u64, exponent: u32) -> u64 {
    let product = |a: u64, b: u64| u64::try_from((u128::from(a) * u128::from(b)) >> 64).unwrap_or(u64::MAX);
    let (mut result, mut square, mut exponent) = (discount, discount, exponent.saturating_sub(1));
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = product(result, square);
        }
        square = product(square, square);
        exponent /= 2;
    }
    result
}
