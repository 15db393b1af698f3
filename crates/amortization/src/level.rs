//! The level payment of an annuity: `amount * i / (1 - (1 + i)^-n)`, rounded once and correctly.

use crate::{
    Money, Rounding,
    exact::{Enclosure, Fraction, Natural},
};

/// Leaves 90 bits or more between the ends and a centavo's half at every limit, so that only true
/// ties and near-ties of one in 2^90 need the big integers.
const ENCLOSURE_BITS: u32 = 192;

/// The payment that repays `amount` in `payments` equal parts at `rate` a period; `amount / payments`
/// at rate zero. `None` if the amount is negative, there is no payment, or the result leaves `i64`.
pub(crate) fn level_payment(
    amount: Money,
    rate: Fraction,
    payments: u32,
    rounding: Rounding,
) -> Option<Money> {
    if rate.numerator() == 0 {
        return Fraction::new(1, u128::from(payments)).of(amount, rounding);
    }
    let annuity = Annuity::new(amount, rate, payments)?;
    annuity.enclosed(ENCLOSURE_BITS, rounding).or_else(|| annuity.exact(rounding))
}

/// `amount * p / q` and the growth `(q + p) / q`, for the rate `p / q`.
struct Annuity {
    /// `amount * p`
    interest: Natural,
    /// `q`
    unit: Natural,
    /// `q + p`
    grown: Natural,
    payments: u32,
}

impl Annuity {
    fn new(amount: Money, rate: Fraction, payments: u32) -> Option<Self> {
        let amount = u128::try_from(amount.centavos()).ok()?;
        Some(Self {
            interest: Natural::new(amount).times(&Natural::new(rate.numerator())),
            unit: Natural::new(rate.denominator()),
            grown: Natural::new(rate.numerator().checked_add(rate.denominator())?),
            payments,
        })
    }

    /// The payment, if both ends of the enclosure round to the same centavo. Rounding is monotone,
    /// so everything between them then rounds there too.
    fn enclosed(&self, bits: u32, rounding: Rounding) -> Option<Money> {
        let discount = Enclosure::of(&self.unit, &self.grown, bits)?.power(self.payments);
        let low = self.with_discount(&discount.low, bits, rounding)?;
        let high = self.with_discount(&discount.high, bits, rounding)?;
        (low == high).then_some(low)
    }

    /// `amount * p / (q * (1 - discount))`, the discount in units of `2^-bits`.
    fn with_discount(&self, discount: &Natural, bits: u32, rounding: Rounding) -> Option<Money> {
        let left = Natural::power_of_two(bits).minus(discount)?;
        rounded(self.interest.shifted_left(bits), &self.unit.times(&left), rounding)
    }

    fn exact(&self, rounding: Rounding) -> Option<Money> {
        let (numerator, denominator) = self.ratio()?;
        rounded(numerator, &denominator, rounding)
    }

    /// `amount * p * (q + p)^n` over `q * ((q + p)^n - q^n)`.
    fn ratio(&self) -> Option<(Natural, Natural)> {
        let grown = self.grown.power(self.payments);
        let numerator = self.interest.times(&grown);
        let growth = grown.minus(&self.unit.power(self.payments))?;
        Some((numerator, self.unit.times(&growth)))
    }
}

/// The quotient in whole centavos; `None` for a zero denominator or beyond `i64`.
fn rounded(numerator: Natural, denominator: &Natural, rounding: Rounding) -> Option<Money> {
    let (floor, rest) = numerator.divided_by(denominator)?;
    let to_half = rest.shifted_left(1).cmp_to(denominator);
    let extra = rounding.adds_one(floor.is_odd(), to_half, rest.is_zero());
    floor.to_i64()?.checked_add(i64::from(extra)).map(Money::from_centavos)
}

#[cfg(test)]
mod tests {
    use super::{Annuity, ENCLOSURE_BITS, Money, Natural, Rounding};
    use crate::Rate;

    const MODES: [Rounding; 3] = [Rounding::HalfUp, Rounding::HalfEven, Rounding::Up];

    fn annuity(centavos: i64, millionths: u64, payments: u32, periods_per_year: u32, iva: u64) -> Annuity {
        let iva = Rate::from_millionths(iva);
        let rate = Rate::from_millionths(millionths).per_period_with_iva(periods_per_year, iva);
        Annuity::new(Money::from_centavos(centavos), rate, payments).expect("an annuity")
    }

    #[test]
    fn the_enclosure_decides_ordinary_loans_and_agrees_with_the_exact_ratio() {
        for payments in 1..=120 {
            let annuity =
                annuity(6_000_001 + i64::from(payments) * 997, 13_670_000, payments, 24, 16_000_000);
            for mode in MODES {
                let enclosed = annuity.enclosed(ENCLOSURE_BITS, mode);
                assert_eq!(enclosed, annuity.exact(mode), "{payments}");
                assert!(enclosed.is_some(), "{payments}");
            }
        }
    }

    #[test]
    fn the_enclosure_decides_at_the_smallest_rate() {
        let annuity = annuity(100_000_000_000_000, 1, 3, 52, 0);
        assert!(annuity.enclosed(ENCLOSURE_BITS, Rounding::HalfUp).is_some());
    }

    #[test]
    fn a_tie_is_left_to_the_exact_ratio() {
        // 0.05 over two half-years at 100 % is 0.045 exactly.
        let annuity = annuity(5, 100_000_000, 2, 2, 0);
        assert_eq!(annuity.enclosed(ENCLOSURE_BITS, Rounding::HalfUp), None);
        assert_eq!(annuity.exact(Rounding::HalfUp), Some(Money::from_centavos(5)));
        assert_eq!(annuity.exact(Rounding::HalfEven), Some(Money::from_centavos(4)));
    }

    #[test]
    fn a_narrow_enclosure_is_undecided_rather_than_wrong() {
        for bits in 1..64 {
            let annuity = annuity(6_000_000, 13_670_000, 59, 24, 16_000_000);
            let found = annuity.enclosed(bits, Rounding::HalfUp);
            assert!(found.is_none_or(|level| level.centavos() == 123_132), "{bits} bits: {found:?}");
        }
    }

    #[test]
    fn a_discount_that_vanishes_still_rounds_up() {
        // (1 + 1000 %)^-1200 is 1e-1250, and yet the payment is above 10 * amount.
        let annuity = annuity(100, 1_000_000_000, 1_200, 1, 0);
        assert_eq!(annuity.exact(Rounding::Up), Some(Money::from_centavos(1_001)));
        assert_eq!(annuity.exact(Rounding::HalfUp), Some(Money::from_centavos(1_000)));
    }

    /// (59 * L - amount) / 1.16 with L unrounded, in hundredths of a centavo, is the figure the
    /// institute published: 10,601,504.20 pesos.
    #[test]
    fn the_unrounded_payment_gives_the_published_interest() {
        let annuity = annuity(5_833_801_484, 13_670_000, 59, 24, 16_000_000);
        let (payment, unit) = annuity.ratio().expect("a ratio");
        let lent = unit.times(&Natural::new(5_833_801_484));
        let taxed = payment.times(&Natural::new(59)).minus(&lent).expect("interest");
        let parts = unit.times(&Natural::new(116));
        let (interest, _) = taxed.times(&Natural::new(10_000)).divided_by(&parts).expect("a quotient");
        let off = interest.to_i64().expect("a figure") - 106_015_042_000;
        assert!(off.abs() <= 100, "{off} hundredths of a centavo");
    }
}
