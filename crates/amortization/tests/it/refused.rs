//! What is not a number, and what is not a loan.

use amortization::{Error, Field, Loan, Money, PerMille, Rate, Rounding};

use crate::level;

const NEVER_NUMBERS: [&str; 26] = [
    "13,67", "13.67%", " 1000 ", "1000 ", " 1000", "1e3", "+5", "-5", "-0", ".5", "5.", ".", "1.2.3",
    "1 000", "1,000.00", "$5", "0x10", "NaN", "inf", "null", "١٢", "12\u{a0}", "1_000", "12\n", "--", "1.-5",
];

#[test]
fn text_that_is_not_a_plain_number_is_refused() {
    for text in NEVER_NUMBERS {
        let money = text.parse::<Money>();
        assert_eq!(money, Err(Error::NotANumber { field: Field::Amount }), "{text:?}");
        let rate = text.parse::<Rate>();
        assert_eq!(rate, Err(Error::NotANumber { field: Field::AnnualRate }), "{text:?}");
    }
    assert_eq!("".parse::<Money>(), Err(Error::Empty { field: Field::Amount }));
    assert_eq!("".parse::<Rate>(), Err(Error::Empty { field: Field::AnnualRate }));
}

#[test]
fn more_decimals_than_the_unit_has_are_refused() {
    let (field, allowed) = (Field::Amount, 2);
    assert_eq!("1203.150".parse::<Money>(), Err(Error::TooManyDecimals { field, allowed }));
    let (field, allowed) = (Field::AnnualRate, 6);
    assert_eq!("13.6700000".parse::<Rate>(), Err(Error::TooManyDecimals { field, allowed }));
}

#[test]
fn numbers_beyond_the_integer_are_refused() {
    for text in ["92233720368547758.08", "184467440737095516160", "99999999999999999999999999999999"] {
        assert_eq!(text.parse::<Money>(), Err(Error::AboveLimit { field: Field::Amount }), "{text}");
    }
    assert!("18446744073709.551616".parse::<Rate>().is_err());
}

#[test]
fn accepted_texts_have_one_meaning() {
    for (text, centavos) in
        [("0", 0), ("60000", 6_000_000), ("1203.1", 120_310), ("1203.15", 120_315), ("007", 700)]
    {
        assert_eq!(text.parse(), Ok(Money::from_centavos(centavos)), "{text}");
    }
    for (text, millionths) in [("0", 0), ("13.67", 13_670_000), ("0.000001", 1), ("1000", 1_000_000_000)] {
        assert_eq!(text.parse(), Ok(Rate::from_millionths(millionths)), "{text}");
    }
}

#[test]
fn figures_are_shown_with_two_decimals_and_rates_with_those_they_need() {
    for (centavos, text) in [(0, "0.00"), (5, "0.05"), (120_315, "1203.15"), (-7, "-0.07")] {
        assert_eq!(Money::from_centavos(centavos).to_string(), text);
    }
    assert_eq!(Money::from_centavos(i64::MIN).to_string(), "-92233720368547758.08");
    for (millionths, text) in [(0, "0"), (16_000_000, "16"), (13_670_000, "13.67"), (1, "0.000001")] {
        assert_eq!(Rate::from_millionths(millionths).to_string(), text);
    }
}

fn terms(amount: i64, rate: u64, payments: u32, periods: u32, iva: u64) -> Result<Loan<'static>, Error> {
    let (rate, iva) = (Rate::from_millionths(rate), Rate::from_millionths(iva));
    level(Money::from_centavos(amount), rate, payments, periods, Some(iva), Rounding::HalfUp)
}

#[test]
fn each_limit_is_named() {
    let (top, rate, iva) = (100_000_000_000_000, 1_000_000_000, 100_000_000);
    assert!(terms(top, rate, 1200, 52, iva).is_ok() && terms(1, 0, 1, 1, 0).is_ok());
    for (found, field, code) in [
        (terms(0, 0, 1, 1, 0), "amount", "not_positive"),
        (terms(-1, 0, 1, 1, 0), "amount", "not_positive"),
        (terms(i64::MIN, 0, 1, 1, 0), "amount", "not_positive"),
        (terms(top + 1, 0, 1, 1, 0), "amount", "above_limit"),
        (terms(1, rate + 1, 1, 1, 0), "annual_rate_pct", "above_limit"),
        (terms(1, u64::MAX, 1, 1, 0), "annual_rate_pct", "above_limit"),
        (terms(1, 0, 0, 1, 0), "payments", "not_positive"),
        (terms(1, 0, 1201, 1, 0), "payments", "above_limit"),
        (terms(1, 0, 1, 0, 0), "periods_per_year", "unsupported_value"),
        (terms(1, 0, 1, 25, 0), "periods_per_year", "unsupported_value"),
        (terms(1, 0, 1, 1, iva + 1), "iva_pct", "above_limit"),
    ] {
        let error = found.expect_err(field);
        assert_eq!((error.field().as_str(), error.code()), (field, code));
        assert!(error.to_string().starts_with(field), "{error}");
    }
}

#[test]
fn every_payments_per_year_of_the_list_is_accepted() {
    for periods in 0..60 {
        let listed = [1, 2, 4, 6, 12, 24, 26, 52].contains(&periods);
        assert_eq!(terms(1, 0, 1, periods, 0).is_ok(), listed, "{periods}");
    }
}

#[test]
fn moving_an_error_to_another_field_keeps_the_fact() {
    let error = "1.1234567".parse::<Rate>().expect_err("seven decimals").in_field(Field::Iva);
    assert_eq!(error.to_string(), "iva_pct has more than 6 decimals");
    let growing = Error::NegativeAmortization { row: 3 }.in_field(Field::Amount);
    assert_eq!(
        (growing.row(), growing.field(), growing.code()),
        (Some(3), Field::AnnualRate, "negative_amortization")
    );
}

#[test]
fn a_message_says_what_the_field_accepts_and_a_per_mille_shows_what_it_is() {
    let refused = terms(0, 0, 1, 1, 0).expect_err("no amount");
    assert_eq!(refused.to_string(), "amount must be more than 0 and at most 1000000000000.00");
    assert_eq!(PerMille::from_millionths(350_000).to_string(), "0.35");
}
