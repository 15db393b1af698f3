//! The level payment: an amount over the sum of its periods' discounts, rounded once and correctly.

use std::iter::repeat_n;

use crate::{
    Money, Rounding,
    exact::{Enclosure, Fraction, Natural},
};

/// Limbs of the first try: only true ties and near-ties of one in 2^90 are left to the big integers.
const WIDTH: usize = 4;

pub(crate) const CENTAVO: Money = Money::from_centavos(1);

/// The payment that repays `amount` in `payments` equal parts at `rate` a period, rounded to a multiple of
/// `unit`; `amount / payments` at rate zero. `None` if the amount is negative, there is no payment, or
/// the result leaves `i64`.
pub(crate) fn level_payment(
    amount: Money,
    rate: Fraction,
    payments: u32,
    unit: Money,
    rounding: Rounding,
) -> Option<Money> {
    let sum = annuity::<WIDTH>(rate, payments);
    sum.and_then(|sum| sum.divides(amount, unit, rounding))
        .or_else(|| perpetuity(amount, rate, payments, unit, rounding))
        .or_else(|| exact(amount, repeat_n(Some(rate), usize::try_from(payments).ok()?), unit, rounding))
}

/// A payment so near to the interest of the whole amount that only "and a little more" is left to say,
/// which decides what the ends of no enclosure do: 1,200 rows at a high rate, interest of whole centavos.
///
/// Under a discount of `2^-170` the little is below `2 * amount * rate * 2^-170 < 2^-116`, and the next
/// place where rounding turns is at least `1 / (2 * unit * q) > 2^-108` away.
fn perpetuity(
    amount: Money,
    rate: Fraction,
    payments: u32,
    unit: Money,
    rounding: Rounding,
) -> Option<Money> {
    let discount = Enclosure::<WIDTH>::of(rate.discount()?)?.power(payments)?;
    let limit = Enclosure::of(Fraction::new(1, 1 << 107))?;
    let vanishes = discount.times_whole(1 << 63)?.compare(&limit)?.is_lt();
    let share = rate.over(u128::try_from(unit.centavos()).ok()?)?;
    let units = if vanishes { share.of_and_more(amount, rounding) } else { None };
    units?.centavos().checked_mul(unit.centavos()).map(Money::from_centavos)
}

/// The level payment over periods that each have a rate: `amount / sum of prod 1 / (1 + rate_j)`,
/// rounded to a multiple of `unit`. `None` as [`level_payment`], or if a rate is `None`.
pub(crate) fn level_over(
    amount: Money,
    rates: impl Iterator<Item = Option<Fraction>> + Clone,
    unit: Money,
    rounding: Rounding,
) -> Option<Money> {
    let sum = discounts::<WIDTH>(rates.clone());
    sum.and_then(|sum| sum.divides(amount, unit, rounding)).or_else(|| exact(amount, rates, unit, rounding))
}

/// What one centavo a period is worth at the start: `(1 - (1 + rate)^-n) / rate`, or `n` at rate zero.
pub(crate) fn annuity<const N: usize>(rate: Fraction, payments: u32) -> Option<Enclosure<N>> {
    if rate.numerator() == 0 {
        return Some(Enclosure::whole(payments.into()));
    }
    let discount = Enclosure::of(rate.discount()?)?.power(payments)?;
    let denominator = u64::try_from(rate.denominator()).ok()?;
    let numerator = u64::try_from(rate.numerator()).ok()?;
    Enclosure::ONE.minus(&discount)?.times_whole(denominator)?.over_whole(numerator)
}

/// The same over periods that each have a rate.
pub(crate) fn discounts<const N: usize>(
    rates: impl Iterator<Item = Option<Fraction>>,
) -> Option<Enclosure<N>> {
    let mut known = (Fraction::new(0, 1), Enclosure::ONE);
    let (mut discount, mut sum) = (Enclosure::ONE, Enclosure::ZERO);
    for rate in rates {
        let rate = rate?;
        // Neighbouring periods are often alike, and a discount is a division.
        if known.0 != rate {
            known = (rate, Enclosure::of(rate.discount()?)?);
        }
        discount = discount.times(&known.1)?;
        sum = sum.plus(&discount)?;
    }
    Some(sum)
}

/// The same without any width: for ties, which have short fractions and cost microseconds. 1,200
/// periods of long ones cost some hundredths of a second, and one loan in 2^90 needs it.
fn exact(
    amount: Money,
    rates: impl Iterator<Item = Option<Fraction>>,
    unit: Money,
    rounding: Rounding,
) -> Option<Money> {
    let amount = u128::try_from(amount.centavos()).ok()?;
    let each = u128::try_from(unit.centavos()).ok()?;
    let (sum, grown) = exact_discounts(rates)?;
    let units = grown.times(&Natural::new(amount)).rounded_over(&sum.times(&Natural::new(each)), rounding)?;
    units.checked_mul(unit.centavos()).map(Money::from_centavos)
}

/// The sum of the discounts as a fraction. After the period with the rate `p / q` a discount `Q / G` is
/// `Q*q / (G*(q + p))`, and the sum `S / G` is `(S*(q + p) + Q*q) / (G*(q + p))`.
pub(crate) fn exact_discounts(rates: impl Iterator<Item = Option<Fraction>>) -> Option<(Natural, Natural)> {
    let (mut discount, mut grown, mut sum) = (Natural::new(1), Natural::new(1), Natural::new(0));
    for rate in rates {
        let period = rate?.discount()?;
        let growth = Natural::new(period.denominator());
        discount = discount.times(&Natural::new(period.numerator()));
        grown = grown.times(&growth);
        sum = sum.times(&growth).plus(&discount);
    }
    Some((sum, grown))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rate;

    const MODES: [Rounding; 3] = [Rounding::HalfUp, Rounding::HalfEven, Rounding::Up];

    fn rate(millionths: u64, periods_per_year: u32, iva: u64) -> Fraction {
        Rate::from_millionths(millionths).per_period_with_iva(periods_per_year, Rate::from_millionths(iva))
    }

    fn enclosed(amount: i64, rate: Fraction, payments: u32, rounding: Rounding) -> Option<i64> {
        let payment =
            annuity::<WIDTH>(rate, payments)?.divides(Money::from_centavos(amount), CENTAVO, rounding);
        payment.map(Money::centavos)
    }

    fn exactly(amount: i64, rate: Fraction, payments: usize, rounding: Rounding) -> Option<i64> {
        exact(Money::from_centavos(amount), repeat_n(Some(rate), payments), CENTAVO, rounding)
            .map(Money::centavos)
    }

    #[test]
    fn the_enclosure_decides_ordinary_loans_and_agrees_with_the_exact_ratio() {
        let rate = rate(13_670_000, 24, 16_000_000);
        for payments in 1..=120_u32 {
            let amount = 6_000_001 + i64::from(payments) * 997;
            for mode in MODES {
                let found = enclosed(amount, rate, payments, mode);
                assert_eq!(found, exactly(amount, rate, payments as usize, mode), "{payments}");
                assert!(found.is_some(), "{payments}");
            }
        }
    }

    #[test]
    fn periods_alike_are_the_annuity_and_a_unit_is_a_multiple() {
        let rate = rate(13_670_000, 24, 16_000_000);
        let amount = Money::from_centavos(6_000_000);
        for unit in [1, 100, 5_000].map(Money::from_centavos) {
            for mode in MODES {
                let alike = level_over(amount, repeat_n(Some(rate), 59), unit, mode);
                assert_eq!(alike, level_payment(amount, rate, 59, unit, mode));
                assert_eq!(alike, exact(amount, repeat_n(Some(rate), 59), unit, mode));
                assert_eq!(alike.map(|payment| payment.centavos() % unit.centavos()), Some(0));
            }
        }
    }

    #[test]
    fn unlike_periods_agree_with_the_exact_ratio() {
        let days = [13, 15, 16, 15, 14, 15, 16, 13];
        let rates = days.map(|days| Some(Fraction::new(1_367 * days, 100 * 100 * 360)));
        for amount in [1, 99_999, 6_000_000].map(Money::from_centavos) {
            for mode in MODES {
                let found = level_over(amount, rates.into_iter(), CENTAVO, mode);
                assert_eq!(found, exact(amount, rates.into_iter(), CENTAVO, mode));
            }
        }
    }

    #[test]
    fn a_missing_rate_is_no_shorter_loan() {
        let rate = Some(Fraction::new(1, 100));
        let level = |rates: [Option<Fraction>; 3]| {
            level_over(Money::from_centavos(100_000), rates.into_iter(), CENTAVO, Rounding::HalfUp)
        };
        assert_eq!(level([rate; 3]), Some(Money::from_centavos(34_002)));
        for rates in [[None, rate, rate], [rate, None, rate], [rate, rate, None]] {
            assert_eq!(level(rates), None);
        }
    }

    /// Without the big integers.
    fn decided(amount: i64, rate: Fraction, payments: u32, rounding: Rounding) -> Option<i64> {
        let payment = || perpetuity(Money::from_centavos(amount), rate, payments, CENTAVO, rounding);
        enclosed(amount, rate, payments, rounding).or_else(|| payment().map(Money::centavos))
    }

    #[test]
    fn long_loans_need_no_big_integers_at_the_limits() {
        let amount = 99_999_999_999_999;
        for (millionths, iva) in [(1, 0), (1_000_000_000, 0), (1_000_000_000, 100_000_000)] {
            for (payments, periods_per_year) in [(3, 52), (1_200, 52), (1_200, 1)] {
                let rate = rate(millionths, periods_per_year, iva);
                for mode in MODES {
                    let found = decided(amount, rate, payments, mode);
                    assert_eq!(found, exactly(amount, rate, payments as usize, mode), "{payments} {mode:?}");
                    assert!(found.is_some());
                }
            }
        }
    }

    #[test]
    fn a_tie_is_left_to_the_exact_ratio() {
        // 0.02 over two periods at 200 % is 0.02 * 2 * 9 / 8 = 0.045.
        let rate = rate(200_000_000, 1, 0);
        assert_eq!(enclosed(2, rate, 2, Rounding::HalfUp), None);
        let level =
            |mode| level_payment(Money::from_centavos(2), rate, 2, CENTAVO, mode).map(Money::centavos);
        assert_eq!(MODES.map(level), [Some(5), Some(4), Some(5)]);
        let even = |mode| level_payment(Money::from_centavos(4), rate, 2, CENTAVO, mode).map(Money::centavos);
        assert_eq!(MODES.map(even), [Some(9); 3]);
    }

    /// `amount * p * (q + p)^n` over `unit * q * ((q + p)^n - q^n)` in plain integers, and whether that is
    /// a tie.
    fn plainly(amount: i64, [p, q]: [u32; 2], n: u32, unit: i64, mode: Rounding) -> (i64, bool) {
        let [p, q] = [p, q].map(i64::from);
        let grown = (q + p).pow(n);
        let (above, below) = (amount * p * grown, unit * q * (grown - q.pow(n)));
        let (floor, twice_rest) = (above / below, 2 * (above % below));
        let up = match mode {
            Rounding::HalfUp => twice_rest >= below,
            Rounding::HalfEven => twice_rest > below || (twice_rest == below && floor % 2 == 1),
            Rounding::Up => twice_rest > 0,
        };
        ((floor + i64::from(up)) * unit, twice_rest == below)
    }

    /// Whether it is a tie, once it came out as it should.
    fn comes_out(amount: i64, share: [u32; 2], n: u32, unit: i64, mode: Rounding) -> bool {
        let (wanted, is_tie) = plainly(amount, share, n, unit, mode);
        let rate = Fraction::new(share[0].into(), share[1].into());
        let [money, each] = [amount, unit].map(Money::from_centavos);
        let found = level_payment(money, rate, n, each, mode).map(Money::centavos);
        assert_eq!(found, Some(wanted), "{amount} {share:?} {n} {unit} {mode:?}");
        is_tie
    }

    #[test]
    fn every_small_loan_and_its_ties_round_right_in_each_mode() {
        let shares =
            [[1, 1], [1, 2], [1, 3], [1, 4], [1, 10], [1, 24], [2, 1], [3, 1], [3, 2], [9, 1], [10, 3]];
        let ties = (1..=200)
            .flat_map(|amount| shares.map(|share| (amount, share)))
            .flat_map(|(amount, share)| (1..=6).map(move |n| (amount, share, n)))
            .flat_map(|(amount, share, n)| [1, 2, 5].map(|unit| (amount, share, n, unit)))
            .flat_map(|(amount, share, n, unit)| MODES.map(|mode| comes_out(amount, share, n, unit, mode)));
        let ties = ties.filter(|&is_tie| is_tie).count();
        assert!(ties > 1_000, "{ties} ties are too few to prove anything");
    }

    #[test]
    fn a_narrow_enclosure_is_undecided_rather_than_wrong() {
        let rate = rate(13_670_000, 24, 16_000_000);
        let amount = Money::from_centavos(6_000_000);
        let found = annuity::<2>(rate, 59).and_then(|sum| sum.divides(amount, CENTAVO, Rounding::HalfUp));
        assert!(found.is_none_or(|level| level.centavos() == 123_132), "{found:?}");
        assert_eq!(
            annuity::<3>(rate, 59).and_then(|sum| sum.divides(amount, CENTAVO, Rounding::HalfUp)),
            Some(Money::from_centavos(123_132))
        );
    }

    #[test]
    fn a_discount_that_vanishes_still_rounds_up() {
        // (1 + 1000 %)^-1200 is 1e-1250, and yet the payment is above 10 * amount.
        let rate = rate(1_000_000_000, 1, 0);
        assert_eq!(decided(100, rate, 1_200, Rounding::Up), Some(1_001));
        assert_eq!(decided(100, rate, 1_200, Rounding::HalfUp), Some(1_000));
        // And above a tie: half a centavo of interest is one and a little.
        for payments in [600, 700, 800, 1_200] {
            let rate = Fraction::new(3, 10);
            assert_eq!(decided(5, rate, payments, Rounding::HalfEven), Some(2), "{payments}");
            assert_eq!(exactly(15, rate, payments as usize, Rounding::HalfEven), Some(5), "{payments}");
            assert_eq!(decided(15, rate, payments, Rounding::HalfEven), Some(5), "{payments}");
        }
    }

    #[test]
    fn a_discount_that_does_not_vanish_is_no_perpetuity() {
        let amount = Money::from_centavos(6_000_000);
        assert_eq!(perpetuity(amount, rate(13_670_000, 24, 0), 59, CENTAVO, Rounding::HalfUp), None);
        assert_eq!(perpetuity(amount, Fraction::new(1, 1), 169, CENTAVO, Rounding::HalfUp), None);
        let units =
            perpetuity(amount, Fraction::new(1, 1), 171, Money::from_centavos(5_000_000), Rounding::Up);
        assert_eq!(units, Some(Money::from_centavos(10_000_000)));
    }

    #[test]
    fn rate_zero_is_a_plain_share() {
        let level =
            |amount, mode| level_payment(Money::from_centavos(amount), Fraction::new(0, 1), 2, CENTAVO, mode);
        assert_eq!(MODES.map(|mode| level(5, mode).map(Money::centavos)), [Some(3), Some(2), Some(3)]);
        assert_eq!(level_payment(CENTAVO, Fraction::new(0, 1), 0, CENTAVO, Rounding::HalfUp), None);
        assert_eq!(
            level_payment(Money::from_centavos(-1), Fraction::new(1, 2), 2, CENTAVO, Rounding::HalfUp),
            None
        );
    }

    /// (59 * L - amount) / 1.16 with L unrounded, in hundredths of a centavo, is the figure the
    /// institute published: 10,601,504.20 pesos.
    #[test]
    fn the_unrounded_payment_gives_the_published_interest() {
        let (sum, grown) =
            exact_discounts(repeat_n(Some(rate(13_670_000, 24, 16_000_000)), 59)).expect("a sum");
        let lent = Natural::new(5_833_801_484);
        let paid = lent.times(&grown).times(&Natural::new(59));
        let taxed = paid.minus(&lent.times(&sum)).expect("interest");
        let interest =
            taxed.times(&Natural::new(10_000)).rounded_over(&sum.times(&Natural::new(116)), Rounding::HalfUp);
        let off = interest.expect("a figure") - 106_015_042_000;
        assert!(off.abs() <= 100, "{off} hundredths of a centavo");
    }
}
