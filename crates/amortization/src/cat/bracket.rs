use std::cmp::Ordering;

use super::Flows;
use crate::{
    exact::{Enclosure, Fraction},
    rate::HALVES,
};

/// Two discounts of one step, proven to lie around the one at which the payments are worth what was
/// received: worth less at `low`, at least as much at `high`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bracket<const N: usize> {
    low: Enclosure<N>,
    high: Enclosure<N>,
}

impl<const N: usize> Bracket<N> {
    /// A few units of `2^-64` around a discount found in as many bits.
    pub(super) fn around(near: u64, flows: &Flows) -> Option<Self> {
        let at = |units: u128| Enclosure::of(Fraction::new(units, 1 << 64));
        let mut reaches = (4..=64).map(|bits| 1_u128 << bits);
        let low = reaches.clone().find_map(|reach| {
            at(u128::from(near).saturating_sub(reach)).filter(|low| side(low, flows) == Some(Ordering::Less))
        })?;
        let high = reaches.find_map(|reach| {
            at(u128::from(near) + reach).filter(|high| side(high, flows).is_some_and(Ordering::is_ge))
        })?;
        Some(Self { low, high })
    }

    /// Halved as long as the width tells the sides apart.
    pub(super) fn narrowed(mut self, flows: &Flows) -> Option<Self> {
        for _ in 0..u64::BITS as usize * N {
            let middle = self.low.plus(&self.high)?.over_whole(2)?;
            match side(&middle, flows) {
                Some(Ordering::Less) => self.low = middle,
                Some(_) => self.high = middle,
                None => break,
            }
        }
        Some(self)
    }

    /// How the yearly rate compares with `halves` halves of a millionth of a percent.
    pub(super) fn compare(&self, halves: u64, per_year: u32) -> Option<Ordering> {
        let grown = HALVES.checked_add(halves)?;
        let against = |discount: &Enclosure<N>| {
            discount.power(per_year)?.times_whole(grown)?.compare(&Enclosure::whole(HALVES))
        };
        // The discount is above `low`, so the growth is below what `low` gives.
        if against(&self.low).is_some_and(Ordering::is_ge) {
            return Some(Ordering::Less);
        }
        against(&self.high).filter(|order| order.is_lt()).map(Ordering::reverse)
    }
}

/// How what the payments are worth compares with what was received.
fn side<const N: usize>(discount: &Enclosure<N>, flows: &Flows) -> Option<Ordering> {
    worth(discount, flows)?.compare(&Enclosure::whole(flows.received))
}

fn worth<const N: usize>(discount: &Enclosure<N>, flows: &Flows) -> Option<Enclosure<N>> {
    flows.paid.iter().rev().try_fold(Enclosure::ZERO, |rest, flow| {
        let due = rest.plus(&Enclosure::whole(flow.centavos))?;
        if flow.steps == 1 { due.times(discount) } else { due.times(&discount.power(flow.steps)?) }
    })
}
