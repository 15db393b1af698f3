//! Whether a CAT is a given number exactly, which no width can tell.
//!
//! At the yearly growth `H`, a fraction, the discount of a step is `H^(-1/steps)`. Its powers that are not
//! fractions themselves are linearly independent of those that are, and payments are not negative: so a
//! tie has payments only at steps that are multiples of some `e` dividing a year's steps, with `H^(e/steps)`
//! a fraction. The largest such `e` is then the common divisor of the year and all times of payment.

use super::Flows;
use crate::{
    exact::{Fraction, Natural},
    rate::HALVES,
};

/// Whether the payments are worth exactly what was received at a yearly rate of `halves` halves of a
/// millionth of a percent.
pub(super) fn is_exact(flows: &Flows, halves: u64) -> bool {
    let every = every(flows);
    growth(halves, flows.per_year / every).is_some_and(|growth| repays(flows, growth, every))
}

/// The largest number of steps that divides a year and every time at which something is paid.
fn every(flows: &Flows) -> u32 {
    let mut time = 0;
    flows.paid.iter().fold(flows.per_year, |every, flow| {
        time += flow.steps;
        if flow.centavos == 0 { every } else { gcd(every, time) }
    })
}

/// The growth whose `degree`-th power is the year's, if that is a fraction.
fn growth(halves: u64, degree: u32) -> Option<Fraction> {
    let unit = u128::from(HALVES);
    let yearly = Fraction::new(unit + u128::from(halves), unit);
    Some(Fraction::new(root(yearly.numerator(), degree)?, root(yearly.denominator(), degree)?))
}

/// Whether `received` grown to the last payment is what the payments grow to, at `p / q` every so many
/// steps; both sides are multiplied by `q` once a step, so that nothing is divided.
fn repays(flows: &Flows, growth: Fraction, every: u32) -> bool {
    let (p, q) = (Natural::new(growth.numerator()), Natural::new(growth.denominator()));
    let (mut received, mut paid) = (Natural::new(flows.received.into()), Natural::new(0));
    let (mut unit, mut waited) = (Natural::new(1), 0);
    for flow in &flows.paid {
        waited += flow.steps;
        if flow.centavos == 0 {
            continue;
        }
        for _ in 0..waited / every {
            (received, paid, unit) = (received.times(&p), paid.times(&p), unit.times(&q));
        }
        waited = 0;
        paid = paid.plus(&unit.times(&Natural::new(flow.centavos.into())));
    }
    received == paid
}

/// The `degree`-th root, if it is whole, by bisection.
fn root(number: u128, degree: u32) -> Option<u128> {
    let (mut low, mut high) = (0, number + 1);
    while high - low > 1 {
        let middle = u128::midpoint(low, high);
        let is_below = middle.checked_pow(degree).is_some_and(|power| power <= number);
        if is_below { low = middle } else { high = middle }
    }
    (low.checked_pow(degree) == Some(number)).then_some(low)
}

const fn gcd(a: u32, b: u32) -> u32 {
    if a == 0 { b } else { gcd(b % a, a) }
}
