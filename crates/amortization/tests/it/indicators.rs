//! The institute's published projection (2025 report on its online loan), reproduced to the centavo, and the
//! other readings of it, each of which misses. `docs/INDICATORS.md` tells the same in words.
//!
//! Exact: payments are fractions of integers of any size, and a figure is only ever compared, never divided.

use std::cmp::Ordering;

use amortization::{Iva, Loan, Method, Money, Rate, Terms};

/// Centavos placed, and the interest expected of them over 59 quincenas at a weighted 13.67 %.
const LENT: u64 = 5_833_801_484;
const INTEREST: u64 = 1_060_150_420;
const QUINCENAS: u32 = 59;
/// 13.67 % over 24: an exact fraction.
const PERIODIC: (u64, u64) = (1_367, 240_000);
/// 13.67 % and its IVA of 16 % over 24.
const TAXED: (u64, u64) = (1_367 * 116, 24_000_000);
const MILLION: u64 = 1_000_000;

/// A non-negative integer of any size, lowest 64 bits first, without leading zeros.
#[derive(Clone, PartialEq, Eq)]
struct Big(Vec<u64>);

impl Big {
    fn new(value: u64) -> Self {
        Self(if value == 0 { vec![] } else { vec![value] })
    }

    fn times(&self, factor: u64) -> Self {
        let mut carry = 0_u128;
        let mut limbs: Vec<u64> = Vec::new();
        for limb in &self.0 {
            carry += u128::from(*limb) * u128::from(factor);
            limbs.push(low(carry));
            carry >>= 64;
        }
        limbs.push(low(carry));
        Self::trimmed(limbs)
    }

    fn plus(&self, other: &Self) -> Self {
        let limb = |of: &Self, at: usize| u128::from(of.0.get(at).copied().unwrap_or(0));
        let mut carry = 0;
        let mut limbs = Vec::new();
        for at in 0..=self.0.len().max(other.0.len()) {
            carry += limb(self, at) + limb(other, at);
            limbs.push(low(carry));
            carry >>= 64;
        }
        Self::trimmed(limbs)
    }

    fn trimmed(mut limbs: Vec<u64>) -> Self {
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
        Self(limbs)
    }

    fn compare(&self, other: &Self) -> Ordering {
        let by_length = self.0.len().cmp(&other.0.len());
        by_length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

fn low(wide: u128) -> u64 {
    u64::try_from(wide & u128::from(u64::MAX)).expect("64 bits")
}

/// Everything paid on a loan, in centavos: an exact fraction.
struct Paid {
    numerator: Big,
    denominator: Big,
}

impl Paid {
    /// `n` unrounded level payments: `n * amount / (v + v^2 + ... + v^n)` with `v = q / (q + p)`.
    fn level(amount: u64, (p, q): (u64, u64), n: u32) -> Self {
        let (mut total, mut unit) = (Big::new(0), Big::new(1));
        for _ in 0..n {
            total = total.plus(&unit).times(q);
            unit = unit.times(p + q);
        }
        Self { numerator: unit.times(amount).times(n.into()), denominator: total }
    }

    /// The amount and `periods / parts` times its interest of one period.
    fn simple(amount: u64, (p, q): (u64, u64), periods: u64, parts: u64) -> Self {
        Self { numerator: Big::new(p * periods + q * parts).times(amount), denominator: Big::new(q * parts) }
    }

    /// Each payment one period earlier: less by `1 + p / q`.
    fn due(self, (p, q): (u64, u64)) -> Self {
        Self { numerator: self.numerator.times(q), denominator: self.denominator.times(p + q) }
    }

    fn is_above(&self, centavos: &Big, parts: u64) -> bool {
        self.numerator.times(parts).compare(&product(&self.denominator, centavos)).is_gt()
    }

    /// Whether the interest paid with its tax, `(1 + percent / 100)` times it, is the stated one within a centavo.
    fn is_taxed_interest(&self, lent: u64, interest: u64, percent: u64) -> bool {
        let with = |interest: u64| Big::new(lent).times(100).plus(&Big::new(interest).times(100 + percent));
        self.is_above(&with(interest - 1), 100) && !self.is_above(&with(interest + 1), 100)
    }

    /// Whether the interest paid misses the stated one by between these millionths of it.
    fn misses_by(&self, lent: u64, interest: u64, millionths: (i64, i64)) -> bool {
        let at = |miss: i64| {
            let kept = MILLION.checked_add_signed(miss).expect("less than the whole");
            Big::new(lent).times(MILLION).plus(&Big::new(interest).times(kept))
        };
        self.is_above(&at(millionths.0), MILLION) && !self.is_above(&at(millionths.1), MILLION)
    }
}

fn product(a: &Big, b: &Big) -> Big {
    // Limb by limb from the highest; 2^64 is two factors of 2^32.
    let shifted = |sum: Big| sum.times(1 << 32).times(1 << 32);
    b.0.iter().rev().fold(Big::new(0), |sum, limb| shifted(sum).plus(&a.times(*limb)))
}

/// The quincena's rate that compounds to 13.67 % a year, as the largest `p / 2^62` not above it.
fn effective() -> (u64, u64) {
    let scale = 1_u64 << 62;
    let power = |of: u64| (0..24).fold(Big::new(1), |power, _| power.times(of));
    let target = power(scale).times(11_367);
    let is_below = |growth: u64| power(growth).times(10_000).compare(&target).is_le();
    let (mut low, mut high) = (scale, 2 * scale);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if is_below(middle) { low = middle } else { high = middle }
    }
    (low - scale, scale)
}

fn terms() -> Terms<'static> {
    let rate = Rate::from_millionths(13_670_000);
    Terms::new(Money::from_centavos(LENT.cast_signed()), rate, QUINCENAS)
}

/// The engine's own table, rounded row by row: level payment, and interest without IVA.
fn table(terms: Terms) -> (Option<Money>, i64) {
    let schedule = Loan::new(terms).expect("valid terms").schedule().expect("a table");
    (schedule.level_payment, schedule.totals.interest.centavos())
}

const SIXTEEN: Rate = Rate::from_millionths(16_000_000);

#[test]
fn the_published_interest_comes_out_to_the_centavo() {
    let paid = Paid::level(LENT, TAXED, QUINCENAS);
    assert!(paid.is_taxed_interest(LENT, INTEREST, 16));
    // A centavo is the width of the gate: two centavos beside it fail.
    assert!(!paid.is_taxed_interest(LENT, INTEREST + 2, 16));
    assert!(!paid.is_taxed_interest(LENT, INTEREST - 2, 16));
}

#[test]
fn the_engines_rounded_table_stands_four_centavos_beside_it() {
    let (level, interest) = table(Terms { iva: Some(Iva::level_total(SIXTEEN)), ..terms() });
    assert_eq!(level, "1197216.27".parse().ok());
    assert_eq!(interest, 1_060_150_416);
}

/// Half the last digit printed, in millionths: of a percent with one decimal, or with three.
const ONE_DECIMAL: i64 = 500;
const THREE_DECIMALS: i64 = 5;

/// (name, everything paid under it without IVA, its printed miss in millionths, half the printed digit)
fn controls() -> [(&'static str, Paid, i64, i64); 6] {
    let fortnightly = (1_367, 260_000);
    let level = |rate| Paid::level(LENT, rate, QUINCENAS);
    let n = u64::from(QUINCENAS);
    [
        ("no IVA, or IVA on top", level(PERIODIC), -8_180, THREE_DECIMALS),
        ("flat", Paid::simple(LENT, PERIODIC, n, 1), 849_000, ONE_DECIMAL),
        // Interest on 59, 58 ... 1 equal parts of the amount: 60 halves of a period's.
        ("german", Paid::simple(LENT, PERIODIC, n + 1, 2), -60_000, ONE_DECIMAL),
        ("26ths", level(fortnightly), -88_000, ONE_DECIMAL),
        ("effective annual rate", level(effective()), -71_000, ONE_DECIMAL),
        ("annuity due", level(PERIODIC).due(PERIODIC), -45_000, ONE_DECIMAL),
    ]
}

#[test]
fn every_other_reading_misses_by_what_is_stated() {
    for (name, paid, miss, half_digit) in controls() {
        assert!(!paid.misses_by(LENT, INTEREST, (-1_000, 1_000)), "{name} comes within 0.1 %");
        assert!(paid.misses_by(LENT, INTEREST, (miss - half_digit, miss + half_digit)), "{name}");
    }
}

#[test]
fn without_iva_the_interest_is_10_514_792_50() {
    assert!(Paid::level(LENT, PERIODIC, QUINCENAS).is_taxed_interest(LENT, 1_051_479_250, 0));
}

/// Those the engine can be asked for, in its rounded tables.
#[test]
fn the_engines_other_readings_miss_by_the_same() {
    let on_top = Some(Iva::on_top(SIXTEEN));
    let plain = table(terms()).1;
    assert_eq!(table(Terms { iva: on_top, ..terms() }).1, plain);
    for (name, terms, miss, half_digit) in [
        ("no IVA", terms(), -8_180, THREE_DECIMALS),
        ("flat", Terms { method: Method::Flat, ..terms() }, 849_000, ONE_DECIMAL),
        ("german", Terms { method: Method::German, ..terms() }, -60_000, ONE_DECIMAL),
        ("26ths", Terms { periods_per_year: 26, ..terms() }, -88_000, ONE_DECIMAL),
    ] {
        let off = i128::from(table(terms).1) - i128::from(INTEREST);
        let distance = off * i128::from(MILLION) - i128::from(miss) * i128::from(INTEREST);
        assert!(distance.abs() <= i128::from(half_digit) * i128::from(INTEREST), "{name}: {off} centavos");
    }
}

/// The 456 loans already paid: neither rate nor term was published; at 55 quincenas they fit the same way.
#[test]
fn the_loans_already_paid_fit_at_55_quincenas() {
    let (lent, interest) = (2_742_624_375, 463_503_820);
    let paid = Paid::level(lent, TAXED, 55);
    // Stated as -0.05 %: with the tax on it, the interest lies between 1.16 * (1 - 0.00055) and (1 - 0.00045).
    let taxed = |millionths: u64| {
        Big::new(lent).times(100 * MILLION).plus(&Big::new(interest).times(116 * millionths))
    };
    assert!(paid.is_above(&taxed(999_450), 100 * MILLION) && !paid.is_above(&taxed(999_550), 100 * MILLION));
    for beside in [54, 56] {
        let paid = Paid::level(lent, TAXED, beside);
        let close =
            paid.is_above(&taxed(999_000), 100 * MILLION) && !paid.is_above(&taxed(1_001_000), 100 * MILLION);
        assert!(!close, "{beside} quincenas");
    }
}
