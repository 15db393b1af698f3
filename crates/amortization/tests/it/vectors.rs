//! The figures written in the conventions.

use amortization::{Error, Money, Rate, Rounding};

use crate::{level, loan};

struct Vector {
    terms: (&'static str, &'static str, u32, &'static str),
    level: &'static str,
    last: &'static str,
    interest: &'static str,
    iva: &'static str,
}

const VECTORS: [Vector; 5] = [
    Vector {
        terms: ("60000", "13.67", 59, "16"),
        level: "1231.32",
        last: "1231.60",
        interest: "10903.56",
        iva: "1744.60",
    },
    Vector {
        terms: ("60000", "13.67", 59, ""),
        level: "1200.24",
        last: "1200.45",
        interest: "10814.37",
        iva: "0.00",
    },
    Vector {
        terms: ("60000", "13.67", 48, ""),
        level: "1432.19",
        last: "1431.97",
        interest: "8744.90",
        iva: "0.00",
    },
    Vector {
        terms: ("50000", "12", 48, ""),
        level: "1174.25",
        last: "1174.33",
        interest: "6364.08",
        iva: "0.00",
    },
    Vector {
        terms: ("10000", "13.67", 24, ""),
        level: "446.98",
        last: "446.93",
        interest: "727.47",
        iva: "0.00",
    },
];

#[test]
fn stated_vectors_come_out_to_the_centavo() {
    for vector in VECTORS {
        let (amount, rate, payments, iva) = vector.terms;
        let schedule = loan(amount, rate, payments, iva).schedule().expect("a schedule");
        let totals = schedule.totals;
        let level = schedule.level_payment.expect("a level payment");
        let found = [level, totals.last_payment, totals.interest, totals.iva];
        let stated = [vector.level, vector.last, vector.interest, vector.iva];
        assert_eq!(found.map(|money| money.to_string()), stated, "{:?}", vector.terms);
        assert_eq!(schedule.rows.len(), payments as usize);
    }
}

/// The institute's 2025 report; the unrounded figure is checked next to the formula and by the oracle.
const PUBLISHED_INTEREST: i64 = 1_060_150_420;

#[test]
fn the_rounded_table_explains_the_published_projection() {
    let schedule = loan("58338014.84", "13.67", 59, "16").schedule().expect("a schedule");
    assert_eq!(schedule.level_payment, "1197216.27".parse().ok());
    assert_eq!(schedule.totals.interest.to_string(), "10601504.16");
}

#[test]
fn other_readings_of_the_projection_miss_it() {
    let lent = Money::from_centavos(5_833_801_484);
    let rate = Rate::from_millionths(13_670_000);
    // Per 100,000, from the conventions: no IVA, and 26 fortnights instead of 24 quincenas.
    for (periods_per_year, stated) in [(24, -818..=-817), (26, -8_850..=-8_750)] {
        let loan = level(lent, rate, 59, periods_per_year, None, Rounding::HalfUp).expect("valid terms");
        let interest = loan.schedule().expect("a schedule").totals.interest.centavos();
        let miss = (interest - PUBLISHED_INTEREST) * 100_000 / PUBLISHED_INTEREST;
        assert!(stated.contains(&miss), "{periods_per_year} a year: {miss}");
    }
}

#[test]
fn a_half_centavo_follows_the_rounding_mode() {
    // 0.05 over two half-years at 100 % is 0.045 exactly; 0.15 is 0.135.
    for (centavos, rounding, payment) in [
        (5, Rounding::HalfUp, 5),
        (5, Rounding::HalfEven, 4),
        (5, Rounding::Up, 5),
        (15, Rounding::HalfUp, 14),
        (15, Rounding::HalfEven, 14),
        (10, Rounding::Up, 9),
    ] {
        let rate = Rate::from_millionths(100_000_000);
        let loan = level(Money::from_centavos(centavos), rate, 2, 2, None, rounding).expect("valid terms");
        assert_eq!(loan.level_payment(), Some(Money::from_centavos(payment)), "{centavos} {rounding:?}");
    }
}

#[test]
fn rounding_up_can_end_the_table_early() {
    let loan =
        level(Money::from_centavos(250), Rate::ZERO, 100, 24, None, Rounding::Up).expect("valid terms");
    let schedule = loan.schedule().expect("a schedule");
    assert_eq!(schedule.level_payment, Some(Money::from_centavos(3)));
    assert_eq!(schedule.rows.len(), 84);
    assert_eq!(schedule.totals.last_payment, Money::from_centavos(1));
}

#[test]
fn interest_and_iva_above_the_payment_name_the_row() {
    let iva = Some(Rate::from_millionths(16_000_000));
    let loan = level(Money::from_centavos(1), Rate::from_millionths(1), 1200, 1, iva, Rounding::Up)
        .expect("valid terms");
    let error = Error::NegativeAmortization { row: 1 };
    assert_eq!(loan.schedule(), Err(error));
    let mut rows = loan.rows();
    assert_eq!((rows.next(), rows.next()), (Some(Err(error)), None));
}

#[test]
fn a_share_of_iva_at_zero_is_the_same_as_none() {
    assert_eq!(loan("60000", "13.67", 59, "0").schedule(), loan("60000", "13.67", 59, "").schedule());
}

#[test]
fn rows_say_how_many_can_come() {
    let loan = loan("60000", "13.67", 59, "16");
    let mut rows = loan.rows();
    assert_eq!(rows.size_hint(), (1, Some(59)));
    rows.by_ref().take(58).for_each(drop);
    assert_eq!(rows.size_hint(), (1, Some(1)));
    assert!(rows.next().is_some());
    assert_eq!(rows.size_hint(), (0, Some(0)));
}
