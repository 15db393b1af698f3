//! Any combination of terms, for the properties of the whole engine.

use amortization::{
    Base, Charges, Commission, CommissionPaid, Date, DayBasis, Extra, ExtraEffect, Extras, FirstDue,
    FirstPeriod, FixedFee, Fund, FundCharged, Insurance, InterestBy, Iva, IvaMode, Method, Money,
    MovedPayDate, PerMille, Rate, Rounding, Terms, Timing, limits,
};
use proptest::{option, prelude::*, sample::select};

/// Terms with the lists they borrow.
#[derive(Debug, Clone)]
pub struct AnyTerms {
    bare: Terms<'static>,
    timing: Option<(Date, FirstDue, InterestBy)>,
    moved: Vec<MovedPayDate>,
    extras: Vec<Extra>,
    effect: ExtraEffect,
}

impl AnyTerms {
    pub fn terms(&self) -> Terms<'_> {
        let timing = self.timing.map(|(disbursed_on, first_due, interest)| Timing {
            disbursed_on,
            first_due,
            moved: &self.moved,
            interest,
        });
        Terms { timing, extras: Extras { list: &self.extras, effect: self.effect }, ..self.bare }
    }
}

/// The numbers that one kind of terms draws from.
#[derive(Clone)]
struct Numbers {
    money: BoxedStrategy<Money>,
    rate: BoxedStrategy<Rate>,
    /// Of a charge.
    share: BoxedStrategy<Rate>,
    tax: BoxedStrategy<Rate>,
    per_mille: BoxedStrategy<PerMille>,
    payments: BoxedStrategy<u32>,
    periods: BoxedStrategy<u32>,
    date: BoxedStrategy<Date>,
    /// Numbers of a list's rows, of days and of pay dates.
    count: BoxedStrategy<u32>,
}

/// What somebody could mean: most of them have a table.
pub fn ordinary() -> BoxedStrategy<AnyTerms> {
    let rate = |limit: u64| (0..=limit).prop_map(Rate::from_millionths);
    any_terms(&Numbers {
        money: (10_000..=1_000_000_000_i64).prop_map(Money::from_centavos).boxed(),
        rate: prop_oneof![8 => rate(40_000_000), 1 => Just(Rate::ZERO)].boxed(),
        share: rate(4_000_000).boxed(),
        tax: prop_oneof![Just(Rate::from_millionths(16_000_000)), rate(30_000_000)].boxed(),
        per_mille: (0..=5_000_000_u64).prop_map(PerMille::from_millionths).boxed(),
        payments: (1..=90_u32).boxed(),
        periods: prop_oneof![5 => Just(24_u32), 2 => Just(12), 1 => select(&limits::PERIODS_PER_YEAR[..])]
            .boxed(),
        date: dates(2020..=2040).boxed(),
        count: (1..=20_u32).boxed(),
    })
}

/// Anything the types hold: each field is at its limits, beyond them or ordinary.
pub fn wild() -> BoxedStrategy<AnyTerms> {
    let share =
        |limit: u64| prop_oneof![6 => 0..=limit, 2 => Just(limit), 1 => Just(limit + 1), 1 => any::<u64>()];
    let rate = |limit| share(limit).prop_map(Rate::from_millionths).boxed();
    let most = limits::MAX_AMOUNT_CENTAVOS;
    let money = prop_oneof![8 => 1..=most, 2 => Just(most), 2 => 1..=100_i64, 1 => any::<i64>()];
    let payments = limits::MAX_PAYMENTS;
    any_terms(&Numbers {
        money: money.prop_map(Money::from_centavos).boxed(),
        rate: rate(limits::MAX_ANNUAL_RATE_MILLIONTHS),
        share: rate(limits::MAX_SHARE_MILLIONTHS),
        tax: rate(limits::MAX_IVA_MILLIONTHS),
        per_mille: share(limits::MAX_PER_MILLE_MILLIONTHS).prop_map(PerMille::from_millionths).boxed(),
        payments: prop_oneof![8 => 1..=60_u32, 2 => 1..=payments, 1 => Just(payments), 1 => any::<u32>()]
            .boxed(),
        periods: prop_oneof![9 => select(&[24_u32, 24, 12, 1, 52][..]), 1 => any::<u32>()].boxed(),
        date: dates(*limits::YEARS.start()..=*limits::YEARS.end()).boxed(),
        count: prop_oneof![8 => 1..=60_u32, 1 => any::<u32>()].boxed(),
    })
}

fn any_terms(of: &Numbers) -> BoxedStrategy<AnyTerms> {
    (bare(of), option::of(timing(of)), moved(of), extras(of), select(EFFECTS))
        .prop_map(|(bare, timing, moved, mut extras, effect)| {
            // Mostly terms whose lists fit: dates need 24 or 12 a year, extras rise and come before the end.
            let timing = timing.filter(|_| bare.periods_per_year == 24 || bare.periods_per_year == 12);
            extras.sort_by_key(|extra| extra.after);
            extras.dedup_by_key(|extra| extra.after);
            AnyTerms { bare, timing, moved, extras, effect }
        })
        .boxed()
}

fn bare(of: &Numbers) -> impl Strategy<Value = Terms<'static>> + use<> {
    let multiple = prop_oneof![4 => Just(None), 1 => select(MULTIPLES).prop_map(Some)];
    (
        of.money.clone(),
        of.rate.clone(),
        of.payments.clone(),
        of.periods.clone(),
        method(of),
        roundings(),
        multiple,
        option::of(iva(of)),
        charges(of),
    )
        .prop_map(
            |(amount, annual_rate, payments, periods_per_year, method, rounding, multiple, iva, charges)| {
                Terms {
                    periods_per_year,
                    method,
                    rounding,
                    payment_multiple: multiple.map(Money::from_centavos),
                    iva,
                    charges,
                    ..Terms::new(amount, annual_rate, payments)
                }
            },
        )
}

const EFFECTS: &[ExtraEffect] = &[ExtraEffect::ReduceTerm, ExtraEffect::ReducePayment];
const MULTIPLES: &[i64] = &[1, 5, 10, 50, 100, 1_000];

pub fn roundings() -> impl Strategy<Value = Rounding> {
    select(&[Rounding::HalfUp, Rounding::HalfEven, Rounding::Up][..])
}

fn method(of: &Numbers) -> impl Strategy<Value = Method> + use<> {
    let grace = of.count.clone().prop_map(|rows| Method::InterestOnlyGrace { rows });
    let others = select(&[Method::Level, Method::German, Method::Bullet, Method::Flat][..]);
    prop_oneof![2 => Just(Method::Level), 4 => others, 1 => grace]
}

fn iva(of: &Numbers) -> impl Strategy<Value = Iva> + use<> {
    let mode = select(&[IvaMode::LevelTotal, IvaMode::OnTop][..]);
    (of.tax.clone(), mode).prop_map(|(rate, mode)| Iva { rate, mode })
}

fn charges(of: &Numbers) -> impl Strategy<Value = Charges> + use<> {
    let base = || select(&[Base::Balance, Base::Original][..]);
    let paid = select(&[CommissionPaid::Deducted, CommissionPaid::Financed, CommissionPaid::Upfront][..]);
    let commission =
        (of.share.clone(), of.tax.clone(), paid).prop_map(|(rate, iva, paid)| Commission { rate, iva, paid });
    let insurance = (of.per_mille.clone(), of.tax.clone(), base()).prop_map(|(rate, iva, base)| Insurance {
        rate,
        iva,
        base,
    });
    let charged = select(&[FundCharged::Yearly, FundCharged::Upfront][..]);
    let fund = (of.share.clone(), of.tax.clone(), base(), charged)
        .prop_map(|(rate, iva, base, charged)| Fund { rate, iva, base, charged });
    let fixed_fee = (of.money.clone(), of.tax.clone()).prop_map(|(amount, iva)| FixedFee { amount, iva });
    (option::of(commission), option::of(insurance), option::of(fund), option::of(fixed_fee)).prop_map(
        |(commission, insurance, fund, fixed_fee)| Charges { commission, insurance, fund, fixed_fee },
    )
}

fn timing(of: &Numbers) -> impl Strategy<Value = (Date, FirstDue, InterestBy)> + use<> {
    let first = of
        .count
        .clone()
        .prop_flat_map(|count| select(vec![FirstDue::Nth { n: count }, FirstDue::Lag { days: count }]));
    let basis = || select(&[DayBasis::D360, DayBasis::D365][..]);
    let mode = select(&[FirstPeriod::Absorb, FirstPeriod::AddToFirst, FirstPeriod::Solve][..]);
    let odd = (basis(), mode).prop_map(|(basis, mode)| InterestBy::OddFirstPeriod { basis, mode });
    let real = basis().prop_map(|basis| InterestBy::RealDates { basis });
    (of.date.clone(), first, prop_oneof![2 => Just(InterestBy::Periods), 2 => odd, 1 => real])
}

fn dates(years: std::ops::RangeInclusive<u16>) -> impl Strategy<Value = Date> {
    (years, 1..=12_u8, 1..=28_u8).prop_map(|(year, month, day)| Date::new(year, month, day).expect("a date"))
}

/// Month ends paid up to four days early: pay dates of both frequencies, in order.
fn moved(of: &Numbers) -> impl Strategy<Value = Vec<MovedPayDate>> + use<> {
    let early = (of.date.clone(), 0..=4_u8).prop_map(|(date, days)| {
        let day = |day| Date::new(date.year(), date.month(), day).expect("a date");
        let last = date.days_in_month();
        MovedPayDate { nominal: day(last), shown: day(last - days) }
    });
    prop::collection::vec(early, 0..20).prop_map(|mut moved| {
        moved.sort_by_key(|one| one.nominal);
        moved.dedup_by_key(|one| one.nominal);
        moved
    })
}

/// Small beside the amounts, so that most fit into what is owed.
fn extras(of: &Numbers) -> impl Strategy<Value = Vec<Extra>> + use<> {
    let amount = (of.money.clone(), 1..=2_000_i64)
        .prop_map(|(money, part)| Money::from_centavos((money.centavos() / 1_000).max(part)));
    let extra = (of.count.clone(), amount).prop_map(|(after, amount)| Extra { after, amount });
    prop_oneof![3 => Just(vec![]), 2 => prop::collection::vec(extra, 1..4)]
}
