//! Late interest and the order a payment covers, by hand from the conventions.

use amortization::{
    Error, Field, Money, Rate, Rounding,
    late::{Applied, LateBase, LatePolicy, Overdue},
};

/// 0.1 % a day and IVA of 16 %.
const POLICY: LatePolicy = LatePolicy {
    base: LateBase::Principal,
    annual_rate: Rate::from_millionths(36_000_000),
    grace_days: 0,
    iva: Rate::from_millionths(16_000_000),
    rounding: Rounding::HalfUp,
};

const fn late(days_late: u32) -> Overdue {
    Overdue {
        principal: Money::from_centavos(90_000),
        interest: Money::from_centavos(20_000),
        iva: Money::from_centavos(3_200),
        days_late,
    }
}

fn charged(policy: &LatePolicy, overdue: &Overdue) -> [i64; 2] {
    let late = policy.charge(overdue).expect("a charge");
    [late.interest, late.iva].map(Money::centavos)
}

#[test]
fn both_bases_and_the_grace() {
    for (base, grace_days, days, stated) in [
        (LateBase::Principal, 0, 0, [0, 0]),
        (LateBase::Principal, 0, 1, [90, 14]),
        (LateBase::Principal, 0, 10, [900, 144]),
        (LateBase::Payment, 0, 10, [1_132, 181]),
        (LateBase::Principal, 5, 5, [0, 0]),
        (LateBase::Principal, 5, 6, [540, 86]),
        (LateBase::Payment, 5, 5, [0, 0]),
        (LateBase::Payment, 5, 6, [679, 109]),
        (LateBase::Principal, 366, 366, [0, 0]),
        (LateBase::Principal, 366, 367, [33_030, 5_285]),
        (LateBase::Principal, 0, 36_600, [3_294_000, 527_040]),
    ] {
        let policy = LatePolicy { base, grace_days, ..POLICY };
        assert_eq!(charged(&policy, &late(days)), stated, "{base:?} {grace_days} {days}");
    }
}

/// One day of 5.00, 15.00 and 1.00 is 0.5, 1.5 and 0.1 centavos; IVA of 50 % on what that rounds to.
#[test]
fn late_interest_and_its_iva_follow_the_rounding_mode() {
    for (rounding, centavos, stated) in [
        (Rounding::HalfUp, 500, [1, 1]),
        (Rounding::HalfEven, 500, [0, 0]),
        (Rounding::Up, 500, [1, 1]),
        (Rounding::HalfUp, 1_500, [2, 1]),
        (Rounding::HalfEven, 1_500, [2, 1]),
        (Rounding::HalfEven, 1_100, [1, 0]),
        (Rounding::HalfUp, 100, [0, 0]),
        (Rounding::Up, 100, [1, 1]),
    ] {
        let policy = LatePolicy { iva: Rate::from_millionths(50_000_000), rounding, ..POLICY };
        let overdue =
            Overdue { principal: Money::from_centavos(centavos), days_late: 1, ..Overdue::default() };
        assert_eq!(charged(&policy, &overdue), stated, "{rounding:?} {centavos}");
    }
}

fn parts(applied: &Applied) -> [i64; 5] {
    [applied.late_iva, applied.late_interest, applied.iva, applied.interest, applied.principal]
        .map(Money::centavos)
}

/// What is left over and the parts covered of each instalment.
fn allocated(policy: &LatePolicy, payment: i64, overdue: &[Overdue]) -> (i64, Vec<[i64; 5]>) {
    let mut applied = vec![Applied::default(); overdue.len()];
    let left = policy.allocate(Money::from_centavos(payment), overdue, &mut applied).expect("an allocation");
    (left.centavos(), applied.iter().map(parts).collect())
}

/// Ten days late: 1.44, 9.00, 32.00, 200.00 and 900.00.
#[test]
fn a_payment_covers_the_parts_in_order() {
    for (payment, left, covered) in [
        (1, 0, [1, 0, 0, 0, 0]),
        (144, 0, [144, 0, 0, 0, 0]),
        (145, 0, [144, 1, 0, 0, 0]),
        (1_043, 0, [144, 899, 0, 0, 0]),
        (1_044, 0, [144, 900, 0, 0, 0]),
        (1_045, 0, [144, 900, 1, 0, 0]),
        (4_244, 0, [144, 900, 3_200, 0, 0]),
        (4_245, 0, [144, 900, 3_200, 1, 0]),
        (24_244, 0, [144, 900, 3_200, 20_000, 0]),
        (24_245, 0, [144, 900, 3_200, 20_000, 1]),
        (114_243, 0, [144, 900, 3_200, 20_000, 89_999]),
        (114_244, 0, [144, 900, 3_200, 20_000, 90_000]),
        (114_245, 1, [144, 900, 3_200, 20_000, 90_000]),
        (200_000, 85_756, [144, 900, 3_200, 20_000, 90_000]),
    ] {
        assert_eq!(allocated(&POLICY, payment, &[late(10)]), (left, vec![covered]), "{payment}");
    }
}

/// 40 days: 5.76 + 36.00 + 32.00 + 200.00 + 900.00 = 1,173.76; 25 days: 3.60 and 22.50 before the rest.
#[test]
fn the_oldest_instalment_comes_first_in_any_order() {
    let (first, second) = ([576, 3_600, 3_200, 20_000, 90_000], [360, 2_250, 14, 0, 0]);
    let stated = (0, vec![first, second, [0; 5]]);
    assert_eq!(allocated(&POLICY, 120_000, &[late(40), late(25), late(10)]), stated);
    let stated = (0, vec![[0; 5], first, second]);
    assert_eq!(allocated(&POLICY, 120_000, &[late(10), late(40), late(25)]), stated);
}

#[test]
fn what_is_equally_late_keeps_its_order() {
    assert_eq!(allocated(&POLICY, 145, &[late(10), late(10)]).1, [[144, 1, 0, 0, 0], [0; 5]]);
}

#[test]
fn everything_covered_returns_the_rest() {
    let (left, covered) = allocated(&POLICY, 500_000, &[late(40), late(25), late(10)]);
    let all = [[576, 3_600, 3_200, 20_000, 90_000], [360, 2_250, 3_200, 20_000, 90_000]];
    assert_eq!(covered[..2], all);
    assert_eq!(covered[2], [144, 900, 3_200, 20_000, 90_000]);
    assert_eq!(left, 500_000 - 117_376 - 115_810 - 114_244);
}

#[test]
fn an_instalment_in_grace_pays_no_late_interest() {
    let policy = LatePolicy { grace_days: 10, ..POLICY };
    assert_eq!(allocated(&policy, 3_201, &[late(10)]), (0, vec![[0, 0, 3_200, 1, 0]]));
}

#[test]
fn nothing_overdue_leaves_the_whole_payment() {
    assert_eq!(allocated(&POLICY, 1, &[]), (1, vec![]));
}

#[test]
fn a_policy_outside_its_limits_is_refused() {
    let millionths = Rate::from_millionths;
    for (policy, field) in [
        (LatePolicy { annual_rate: millionths(1_000_000_001), ..POLICY }, Field::LateRate),
        (LatePolicy { grace_days: 367, ..POLICY }, Field::GraceDays),
        (LatePolicy { iva: millionths(100_000_001), ..POLICY }, Field::LateIva),
    ] {
        assert_eq!(policy.charge(&late(1)), Err(Error::AboveLimit { field }));
        let paid = policy.allocate(Money::from_centavos(1), &[late(1)], &mut [Applied::default()]);
        assert_eq!(paid, Err(Error::AboveLimit { field }));
    }
    let edge = LatePolicy { annual_rate: millionths(1_000_000_000), iva: millionths(100_000_000), ..POLICY };
    assert_eq!(charged(&edge, &late(36)), [90_000, 90_000]);
}

#[test]
fn an_instalment_outside_its_limits_is_refused() {
    let (field, debt) = (Field::Overdue, Money::from_centavos(-1));
    for overdue in [
        Overdue { principal: debt, ..late(1) },
        Overdue { interest: debt, ..late(1) },
        Overdue { iva: debt, ..late(1) },
    ] {
        assert_eq!(POLICY.charge(&overdue), Err(Error::NotPositive { field }));
    }
    let [above, most] = [100_000_000_000_001, i64::MAX].map(Money::from_centavos);
    let by_payment = LatePolicy { base: LateBase::Payment, ..POLICY };
    for (policy, overdue) in [
        (POLICY, late(36_601)),
        (POLICY, Overdue { principal: above, ..late(1) }),
        (POLICY, Overdue { interest: above, ..late(1) }),
        (POLICY, Overdue { iva: above, ..late(1) }),
        (POLICY, Overdue { principal: most, ..late(36_600) }),
        (by_payment, Overdue { principal: most, ..late(1) }),
    ] {
        assert_eq!(policy.charge(&overdue), Err(Error::AboveLimit { field }));
    }
}

#[test]
fn the_dearest_instalment_within_the_limits_is_charged() {
    let most = Money::from_centavos(100_000_000_000_000);
    let overdue = Overdue { principal: most, interest: most, iva: most, days_late: 36_600 };
    let [annual_rate, iva] = [1_000_000_000, 100_000_000].map(Rate::from_millionths);
    let policy = LatePolicy { base: LateBase::Payment, annual_rate, iva, ..POLICY };
    // Three parts, ten times a year, for 36,600 / 360 years.
    assert_eq!(charged(&policy, &overdue), [305_000_000_000_000_000; 2]);
}

#[test]
fn a_payment_outside_its_limits_is_refused() {
    for (centavos, code) in [(0, "not_positive"), (-1, "not_positive"), (100_000_000_000_001, "above_limit")]
    {
        let payment = Money::from_centavos(centavos);
        let error = POLICY.allocate(payment, &[late(1)], &mut [Applied::default()]).expect_err(code);
        assert_eq!((error.field(), error.code()), (Field::Payment, code));
    }
}

#[test]
fn a_list_too_long_or_without_its_places_is_refused() {
    let refused = Err(Error::AboveLimit { field: Field::Overdue });
    for (instalments, places, is_refused) in
        [(1, 0, true), (1, 2, true), (1_201, 1_201, true), (1_200, 1_200, false)]
    {
        let mut applied = vec![Applied::default(); places];
        let left = POLICY.allocate(Money::from_centavos(1), &vec![late(1); instalments], &mut applied);
        assert_eq!(left == refused, is_refused, "{instalments} {places}");
    }
}
