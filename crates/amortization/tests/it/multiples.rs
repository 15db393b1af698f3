//! "Limits and payment multiples", row by row.

use amortization::{Error, Field, FirstPeriod, InterestBy, Method, Money, Rounding, Terms};

use crate::by_hand::{
    MODES, SIXTEEN_INSIDE, SIXTEEN_ON_TOP, assert_rows, free, january, money, odd, refusal, schedule,
    thousand,
};

fn to(multiple: &str, terms: Terms<'static>) -> Terms<'static> {
    Terms { payment_multiple: Some(money(multiple)), ..terms }
}

fn level(terms: Terms) -> String {
    schedule(terms).level_payment.unwrap_or_default().to_string()
}

#[test]
fn the_level_payment_is_rounded_to_the_multiple() {
    for (multiple, levels) in [
        ("0.01", ["340.02", "340.02", "340.03"]),
        ("0.05", ["340.00", "340.00", "340.05"]),
        ("1", ["340.00", "340.00", "341.00"]),
        ("10", ["340.00", "340.00", "350.00"]),
    ] {
        let found = MODES.map(|rounding| level(to(multiple, Terms { rounding, ..thousand(3) })));
        assert_eq!(found, levels, "{multiple}");
    }
    // 341.0963... with IVA inside.
    let found = MODES.map(|rounding| level(to("5", Terms { iva: SIXTEEN_INSIDE, rounding, ..thousand(3) })));
    assert_eq!(found, ["340.00", "340.00", "345.00"]);
}

#[test]
fn interest_stays_to_the_centavo_and_the_last_row_takes_the_rest() {
    let rows = [
        "1000.00 330.00 10.00 0.00 340.00 670.00",
        "670.00 333.30 6.70 0.00 340.00 336.70",
        "336.70 336.70 3.37 0.00 340.07 0.00",
    ];
    assert_rows(to("10", thousand(3)), "340.00", &rows);
}

/// 250 is a tie between 200 and 300.
#[test]
fn a_tie_between_multiples_follows_the_mode() {
    let with = |rounding| to("100", Terms { rounding, ..free("1000", 4) });
    let more = [
        "1000.00 300.00 0.00 0.00 300.00 700.00",
        "700.00 300.00 0.00 0.00 300.00 400.00",
        "400.00 300.00 0.00 0.00 300.00 100.00",
        "100.00 100.00 0.00 0.00 100.00 0.00",
    ];
    assert_rows(with(Rounding::HalfUp), "300.00", &more);
    assert_rows(with(Rounding::Up), "300.00", &more);
    let less = [
        "1000.00 200.00 0.00 0.00 200.00 800.00",
        "800.00 200.00 0.00 0.00 200.00 600.00",
        "600.00 200.00 0.00 0.00 200.00 400.00",
        "400.00 400.00 0.00 0.00 400.00 0.00",
    ];
    assert_rows(with(Rounding::HalfEven), "200.00", &less);
}

/// 31.49 / 3 is 10.4966: to the peso 10, though to the centavo it is 10.50.
#[test]
fn the_payment_is_rounded_once() {
    assert_eq!(level(to("1", free("31.49", 3))), "10.00");
    assert_eq!(level(to("1", free("31.50", 3))), "11.00");
}

#[test]
fn a_larger_payment_ends_the_table_early() {
    let rows = [
        "1000.00 490.00 10.00 0.00 500.00 510.00",
        "510.00 494.90 5.10 0.00 500.00 15.10",
        "15.10 15.10 0.16 0.00 15.26 0.00",
    ];
    assert_rows(to("500", Terms { rounding: Rounding::Up, ..thousand(3) }), "500.00", &rows);
    assert_rows(to("500", Terms { rounding: Rounding::Up, ..thousand(4) }), "500.00", &rows);
}

/// 120 rows at 1 % pay 14.35, to tens 10.00: exactly the first interest.
#[test]
fn a_multiple_at_or_below_the_first_interest_is_negative_amortization() {
    let hundred = |payments| Terms { payments, ..thousand(1) };
    let row = |row| Error::MultipleTooCoarse { row };
    assert_eq!(refusal(to("10", hundred(120))), row(1));
    assert_eq!(refusal(to("100", hundred(120))), row(1));
    assert_eq!(level(to("10", Terms { rounding: Rounding::Up, ..hundred(120) })), "20.00");
    // 130 rows pay 13.78, at 1.16 % 14.93: to elevens 11.00,
    // which covers 10.00 of interest and not the 11.60 with IVA.
    let elevens = |iva| to("11", Terms { iva, ..hundred(130) });
    assert_eq!(level(elevens(SIXTEEN_ON_TOP)), "11.00");
    assert_eq!(level(elevens(None)), "11.00");
    assert_eq!(refusal(elevens(SIXTEEN_INSIDE)), row(1));
}

/// 100.00 over 12 rows without interest pay 8.33, to thousands nothing: no rate is to blame.
#[test]
fn a_multiple_too_coarse_is_told_as_such() {
    let error = refusal(to("1000", free("100", 12)));
    let told = (error.field(), error.code(), error.row());
    assert_eq!(told, (Field::PaymentMultiple, "negative_amortization", Some(1)));
    assert_eq!(
        error.to_string(),
        "payment_multiple leaves a payment that does not exceed the interest and IVA of row 1"
    );
}

#[test]
fn the_first_row_that_pays_the_level_payment_counts() {
    let grace = Terms { method: Method::InterestOnlyGrace { rows: 3 }, payments: 123, ..thousand(1) };
    assert_eq!(refusal(to("10", grace)), Error::MultipleTooCoarse { row: 4 });
    // 49 days cost 16.33: above 16.00, whose principal path is regular when they are added to payment 1.
    let odd_first = |mode| {
        let timing = january(2, odd(mode));
        to("16", Terms { timing, payments: 100, ..thousand(1) })
    };
    assert_eq!(refusal(odd_first(FirstPeriod::Absorb)), Error::MultipleTooCoarse { row: 1 });
    assert_eq!(level(odd_first(FirstPeriod::AddToFirst)), "16.00");
}

#[test]
fn it_composes_with_days() {
    let real = InterestBy::RealDates { basis: amortization::DayBasis::D360 };
    let rows = [
        "1000.00 333.00 7.00 0.00 340.00 667.00",
        "667.00 333.77 6.23 0.00 340.00 333.23",
        "333.23 333.23 3.44 0.00 336.67 0.00",
    ];
    assert_rows(to("5", Terms { timing: january(1, real), ..thousand(3) }), "340.00", &rows);
}

#[test]
fn a_multiple_is_a_positive_amount() {
    let field = Field::PaymentMultiple;
    assert_eq!(refusal(to("0", thousand(3))), Error::NotPositive { field });
    let huge = Terms { payment_multiple: Some(Money::from_centavos(100_000_000_000_001)), ..thousand(3) };
    assert_eq!(refusal(huge), Error::AboveLimit { field });
}
