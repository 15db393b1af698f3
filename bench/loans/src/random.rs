//! Loans nobody would think of: the same ones on both sides, from their number alone. No floats, no clock.

use amortization::{
    Base, CatTime, Charges, Commission, CommissionPaid, Date, DayBasis, Extra, ExtraEffect, Extras, FirstDue,
    FirstPeriod, FixedFee, Fund, FundCharged, Insurance, InterestBy, Iva, IvaMode, Method, Money,
    MovedPayDate, PerMille, Rate, Rounding, Terms, Timing,
};

/// Loans that are compared, in chunks of [`CHUNK`].
pub const LOANS: u32 = 10_000;
pub const CHUNK: u32 = 100;

/// What a loan has for certain; everything else it has by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    Level,
    German,
    Bullet,
    Grace,
    Flat,
    Multiple,
    OddFirst,
    RealDates,
    Charges,
    Extras,
}

pub const FAMILIES: [Family; 10] = [
    Family::Level,
    Family::German,
    Family::Bullet,
    Family::Grace,
    Family::Flat,
    Family::Multiple,
    Family::OddFirst,
    Family::RealDates,
    Family::Charges,
    Family::Extras,
];

/// A loan that owns its lists.
pub struct Random {
    pub number: u32,
    pub family: Family,
    terms: Terms<'static>,
    timing: Option<(Date, FirstDue, InterestBy)>,
    moved: Vec<MovedPayDate>,
    extras: Vec<Extra>,
    effect: ExtraEffect,
    pub cat_time: CatTime,
    /// For what needs one more number: rows paid, days, a payment to solve for.
    pub spare: [u32; 4],
}

impl Random {
    pub fn terms(&self) -> Terms<'_> {
        let timing = self.timing.map(|(disbursed_on, first_due, interest)| Timing {
            disbursed_on,
            first_due,
            moved: &self.moved,
            interest,
        });
        Terms { timing, extras: Extras { list: &self.extras, effect: self.effect }, ..self.terms }
    }
}

pub fn loan(number: u32) -> Random {
    let family = FAMILIES[number as usize % FAMILIES.len()];
    let mut dice = Dice(u64::from(number) << 32 | 0x1A6C_5BF8);
    let payments = payments(&mut dice);
    let timing = timing(&mut dice, family);
    let periods_per_year =
        if timing.is_some() { dice.one([24, 24, 12]) } else { dice.one([24, 24, 12, 26, 52, 4, 1]) };
    let terms = Terms {
        periods_per_year,
        method: method(&mut dice, family, payments),
        rounding: dice.one([Rounding::HalfUp, Rounding::HalfUp, Rounding::HalfEven, Rounding::Up]),
        payment_multiple: multiple(&mut dice, family),
        iva: iva(&mut dice),
        charges: charges(&mut dice, family),
        ..Terms::new(amount(&mut dice), rate(&mut dice), payments)
    };
    let extras = extras(&mut dice, &terms, family);
    Random {
        number,
        family,
        terms,
        moved: moved(&mut dice, timing.is_some()),
        timing,
        extras,
        effect: dice.one([ExtraEffect::ReduceTerm, ExtraEffect::ReducePayment]),
        cat_time: if timing.is_some() {
            dice.one([CatTime::Periods, CatTime::Dates])
        } else {
            CatTime::Periods
        },
        spare: [(); 4].map(|()| dice.below(1 << 30)),
    }
}

/// `SplitMix64`: one multiplication more than a counter, and good enough to find what differs.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u32) -> u32 {
        u32::try_from(self.next() % u64::from(limit.max(1))).unwrap_or_default()
    }

    fn one<T: Copy, const N: usize>(&mut self, of: [T; N]) -> T {
        of[self.below(u32::try_from(N).unwrap_or(1)) as usize]
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    fn percent(&mut self, most: u32) -> Rate {
        let whole = self.one([1, 10, 1_000, 10_000, 1_000_000]);
        Rate::from_millionths(u64::from(self.below(most * (1_000_000 / whole) + 1) * whole))
    }
}

/// Mostly ordinary, sometimes a table of fifty years.
fn payments(dice: &mut Dice) -> u32 {
    let most = dice.one([3, 24, 60, 60, 60, 60, 60, 120, 120, 150]);
    let most = if dice.chance(3) { dice.one([480, 1_200]) } else { most };
    1 + dice.below(most)
}

fn amount(dice: &mut Dice) -> Money {
    let digits = dice.one([3, 5, 7, 7, 7, 7, 8, 8, 9, 14]);
    let centavos = dice.next() % 10_u64.pow(digits) + 1;
    let round = dice.one([1, 1, 100, 100_000]);
    let centavos = centavos.div_ceil(round) * round;
    Money::from_centavos(i64::try_from(centavos).unwrap_or(1))
}

fn rate(dice: &mut Dice) -> Rate {
    match dice.below(100) {
        0..5 => Rate::ZERO,
        5..25 => Rate::from_millionths(13_670_000),
        25..90 => dice.percent(60),
        _ => dice.percent(1_000),
    }
}

fn iva(dice: &mut Dice) -> Option<Iva> {
    let mode = dice.one([IvaMode::LevelTotal, IvaMode::LevelTotal, IvaMode::OnTop]);
    let rate = dice.one([Rate::from_millionths(16_000_000), Rate::from_millionths(8_000_000), Rate::ZERO]);
    dice.chance(70).then_some(Iva { rate, mode })
}

fn method(dice: &mut Dice, family: Family, payments: u32) -> Method {
    match family {
        Family::German => Method::German,
        Family::Bullet => Method::Bullet,
        Family::Grace => Method::InterestOnlyGrace { rows: 1 + dice.below(payments) },
        Family::Flat => Method::Flat,
        _ => Method::Level,
    }
}

fn multiple(dice: &mut Dice, family: Family) -> Option<Money> {
    let wanted = family == Family::Multiple || (family == Family::Extras && dice.chance(20));
    wanted.then(|| Money::from_centavos(dice.one([10, 50, 100, 500, 1_000])))
}

fn timing(dice: &mut Dice, family: Family) -> Option<(Date, FirstDue, InterestBy)> {
    let basis = dice.one([DayBasis::D360, DayBasis::D365]);
    let mode = dice.one([FirstPeriod::Absorb, FirstPeriod::AddToFirst, FirstPeriod::Solve]);
    let interest = match family {
        Family::OddFirst => InterestBy::OddFirstPeriod { basis, mode },
        Family::RealDates => InterestBy::RealDates { basis },
        Family::Flat => InterestBy::Periods,
        _ => dice.one([InterestBy::Periods, InterestBy::RealDates { basis }]),
    };
    let first = dice.one([FirstDue::Lag { days: 1 }, FirstDue::Lag { days: 8 }, FirstDue::Nth { n: 2 }]);
    let by_days = matches!(family, Family::OddFirst | Family::RealDates);
    let date = date(dice);
    if by_days || dice.chance(30) { date.map(|date| (date, first, interest)) } else { None }
}

fn date(dice: &mut Dice) -> Option<Date> {
    let year = 2000 + u16::try_from(dice.below(60)).unwrap_or_default();
    let (month, day) = (1 + dice.below(12), 1 + dice.below(28));
    Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}

/// Decembers paid early, where there are dates at all.
fn moved(dice: &mut Dice, dated: bool) -> Vec<MovedPayDate> {
    if !dated || dice.chance(60) {
        return Vec::new();
    }
    let december = |year: u16| {
        let (nominal, shown) = (Date::new(year, 12, 31).ok()?, Date::new(year, 12, 19).ok()?);
        Some(MovedPayDate { nominal, shown })
    };
    (2000..2070).filter_map(december).collect()
}

fn charges(dice: &mut Dice, family: Family) -> Charges {
    let percent = if family == Family::Charges { 70 } else { 12 };
    let iva = dice.one([Rate::ZERO, Rate::from_millionths(16_000_000)]);
    let base = dice.one([Base::Balance, Base::Original]);
    let paid = dice.one([CommissionPaid::Deducted, CommissionPaid::Financed, CommissionPaid::Upfront]);
    let charged = dice.one([FundCharged::Yearly, FundCharged::Yearly, FundCharged::Upfront]);
    let fee = Money::from_centavos(i64::from(1 + dice.below(5_000)));
    let per_mille = PerMille::from_millionths(u64::from(dice.below(2_000_000)));
    let (commission, fund) = (dice.percent(5), dice.percent(3));
    Charges {
        commission: dice.chance(percent).then_some(Commission { rate: commission, iva, paid }),
        insurance: dice.chance(percent).then_some(Insurance { rate: per_mille, iva, base }),
        fund: dice.chance(percent).then_some(Fund { rate: fund, iva, base, charged }),
        fixed_fee: dice.chance(percent).then_some(FixedFee { amount: fee, iva }),
    }
}

/// Small enough that most fit, now and then too large.
fn extras(dice: &mut Dice, terms: &Terms, family: Family) -> Vec<Extra> {
    let wanted = family == Family::Extras || (family != Family::Flat && dice.chance(10));
    if !wanted {
        return Vec::new();
    }
    let share = dice.one([4, 40, 400]);
    let amount = Money::from_centavos((terms.amount.centavos() / share).max(1));
    let mut after = 0;
    let mut rows = || {
        after += 1 + dice.below(terms.payments.div_ceil(3));
        after
    };
    let rows = [rows(), rows(), rows()];
    rows.into_iter().filter(|&after| after < terms.payments).map(|after| Extra { after, amount }).collect()
}
