//! What payments are worth at the start, compared and cut to whole centavos without error.

use std::{cmp::Ordering, iter::repeat_n};

use crate::{
    Money, Rounding,
    exact::{Enclosure, Fraction, Natural},
    level,
};

/// Limbs of the enclosure; what it cannot tell apart is a true tie, or a near-tie of one in 2^90.
const WIDTH: usize = 4;

/// How the present value of `payments` of `payment` at `rate` a period compares with `amount`. `None` for
/// negative money.
pub(super) fn compare(payment: Money, rate: Fraction, payments: u32, amount: Money) -> Option<Ordering> {
    let amount = u64::try_from(amount.centavos()).ok()?;
    let told = enclosed(payment, rate, payments).and_then(|worth| worth.compare(&Enclosure::whole(amount)));
    told.or_else(|| {
        let (worth, unit) = exact(payment, rate, payments)?;
        Some(worth.cmp_to(&unit.times(&Natural::new(amount.into()))))
    })
}

/// The present value in whole centavos, rounded down. `None` for a negative payment or beyond `i64`.
pub(crate) fn floor(payment: Money, rate: Fraction, payments: u32) -> Option<Money> {
    let told = enclosed(payment, rate, payments).and_then(|worth| worth.floor());
    let centavos = match told {
        Some(centavos) => i64::try_from(centavos).ok()?,
        None => exact_floor(payment, rate, payments)?,
    };
    Some(Money::from_centavos(centavos))
}

fn enclosed(payment: Money, rate: Fraction, payments: u32) -> Option<Enclosure<WIDTH>> {
    level::annuity(rate, payments)?.times_whole(u64::try_from(payment.centavos()).ok()?)
}

fn exact_floor(payment: Money, rate: Fraction, payments: u32) -> Option<i64> {
    let (worth, unit) = exact(payment, rate, payments)?;
    let nearest = worth.clone().rounded_over(&unit, Rounding::HalfUp)?;
    let at_nearest = unit.times(&Natural::new(u128::try_from(nearest).ok()?));
    Some(nearest - i64::from(worth.cmp_to(&at_nearest).is_lt()))
}

/// The present value as a fraction.
fn exact(payment: Money, rate: Fraction, payments: u32) -> Option<(Natural, Natural)> {
    let payment = u128::try_from(payment.centavos()).ok()?;
    let (sum, unit) = level::exact_discounts(repeat_n(Some(rate), usize::try_from(payments).ok()?))?;
    Some((sum.times(&Natural::new(payment)), unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(centavos: i64) -> Money {
        Money::from_centavos(centavos)
    }

    #[test]
    fn an_exact_worth_is_found_by_big_integers() {
        // 1.21 in two years at 10 % is 1.00; 1.20 is less, and the enclosure of 10/11 tells neither 1.21.
        let tenth = Fraction::new(1, 10);
        let worth = |payment| exact_floor(money(payment), tenth, 1);
        assert_eq!((worth(11), worth(12), worth(10)), (Some(10), Some(10), Some(9)));
        assert_eq!(enclosed(money(11), tenth, 1).and_then(|worth| worth.floor()), None);
        assert_eq!(floor(money(11), tenth, 1), Some(money(10)));
        assert_eq!(compare(money(11), tenth, 1, money(10)), Some(Ordering::Equal));
        assert_eq!(compare(money(21 * 11), tenth, 2, money(21 * 11)), Some(Ordering::Greater));
        assert_eq!(compare(money(121), tenth, 2, money(210)), Some(Ordering::Equal));
    }

    #[test]
    fn both_ways_agree() {
        for payments in [1, 2, 7, 59, 360] {
            for payment in [1, 100, 120_315, 99_999_999] {
                let rate = Fraction::new(1_367, 240_000);
                let exact = exact_floor(money(payment), rate, payments).map(money);
                assert_eq!(floor(money(payment), rate, payments), exact, "{payment} x {payments}");
            }
        }
    }
}
