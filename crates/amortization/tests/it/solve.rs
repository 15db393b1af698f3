//! Amount, term and rate, from figures worked out apart.

use amortization::{
    Charges, Error, Extra, ExtraEffect, Extras, Field, FixedFee, InterestBy, Iva, Loan, Method, Money, Rate,
    Rounding, Terms, limits, solve,
};

use crate::by_hand::{SIXTEEN_INSIDE, SIXTEEN_ON_TOP, january, money, rate, thousand};

fn quincenas(amount: &str, annual_rate: &str, payments: u32) -> Terms<'static> {
    Terms::new(money(amount), rate(annual_rate), payments)
}

fn yearly(amount: &str, annual_rate: &str, payments: u32) -> Terms<'static> {
    Terms { periods_per_year: 1, ..quincenas(amount, annual_rate, payments) }
}

fn amount(payment: &str, terms: Terms) -> Result<String, Error> {
    solve::amount(money(payment), &terms).map(|amount| amount.to_string())
}

fn term(payment: &str, terms: Terms) -> Result<(u32, String), Error> {
    solve::term(money(payment), &terms).map(|term| (term.payments, term.last_payment.to_string()))
}

fn found_rate(payment: &str, terms: Terms) -> Result<String, Error> {
    solve::rate(money(payment), &terms).map(|rate| rate.to_string())
}

#[test]
fn an_amount_is_the_present_value_rounded_down() {
    for (payment, terms, found) in [
        ("1200.24", quincenas("0", "13.67", 59), "59999.84"),
        ("1231.32", Terms { iva: SIXTEEN_INSIDE, ..quincenas("0", "13.67", 59) }, "59999.82"),
        ("1200.24", Terms { iva: SIXTEEN_ON_TOP, ..quincenas("0", "13.67", 59) }, "59999.84"),
        ("100", quincenas("0", "0", 24), "2400.00"),
        // 1.10 in a year at 10 % is 1.00 exactly, 1.09 is 0.99 and a bit.
        ("1.10", yearly("0", "10", 1), "1.00"),
        ("1.09", yearly("0", "10", 1), "0.99"),
        // 1.21 twice at 10 % is 1.10 + 1.00 exactly.
        ("1.21", yearly("0", "10", 2), "2.10"),
    ] {
        assert_eq!(amount(payment, terms).as_deref(), Ok(found), "{payment} {terms:?}");
    }
}

#[test]
fn an_amount_outside_the_limits_is_refused() {
    let field = Field::Amount;
    assert_eq!(amount("0.01", yearly("0", "1000", 1)), Err(Error::NotPositive { field }));
    assert_eq!(amount("1000000000000", quincenas("0", "0", 1)).as_deref(), Ok("1000000000000.00"));
    assert_eq!(amount("1000000000000", quincenas("0", "0", 2)), Err(Error::AboveLimit { field }));
}

#[test]
fn a_term_pays_exactly_the_payment_until_less_is_owed() {
    // 1,000.00 at 1 % a month with 400.00: 610.00, 216.10, then 216.10 + 2.16.
    let thousand = thousand(0);
    assert_eq!(term("400", thousand), Ok((3, "218.26".to_owned())));
    assert_eq!(term("1010", thousand), Ok((1, "1010.00".to_owned())));
    assert_eq!(term("5000", thousand), Ok((1, "1010.00".to_owned())));
    assert_eq!(term("1009.99", thousand), Ok((2, "0.01".to_owned())));
    // With IVA inside 11.60 of the first 400.00 are cost; with IVA on top the payment does not have it.
    let inside = Terms { iva: SIXTEEN_INSIDE, ..thousand };
    assert_eq!(term("400", inside), Ok((3, "221.24".to_owned())));
    assert_eq!(term("400", Terms { iva: SIXTEEN_ON_TOP, ..thousand }), term("400", thousand));
    // What rounding left over at 48 is a payment of its own.
    assert_eq!(term("1174.25", quincenas("50000", "12", 0)), Ok((49, "0.08".to_owned())));
    assert_eq!(term("0.01", quincenas("12", "0", 0)), Ok((1200, "0.01".to_owned())));
}

#[test]
fn a_payment_that_never_repays_is_refused() {
    let thousand = thousand(0);
    let inside = Terms { iva: SIXTEEN_INSIDE, ..thousand };
    assert_eq!(term("10", thousand), Err(Error::PaymentTooLow));
    assert_eq!(term("11.60", inside), Err(Error::PaymentTooLow));
    assert_eq!(term("10.01", Terms { iva: SIXTEEN_ON_TOP, ..thousand }).err(), term("10.01", thousand).err());
    assert_eq!(term("0.01", quincenas("12.01", "0", 0)), Err(Error::TermTooLong));
    assert_eq!(term("11.61", inside).map(|(payments, _)| payments), Ok(630));
}

#[test]
fn a_term_rounds_interest_as_the_terms_say() {
    // 10.05 at 10 % a year: 1.005 of interest.
    for (rounding, last) in
        [(Rounding::HalfUp, "11.06"), (Rounding::HalfEven, "11.05"), (Rounding::Up, "11.06")]
    {
        assert_eq!(
            term("100", Terms { rounding, ..yearly("10.05", "10", 0) }),
            Ok((1, last.to_owned())),
            "{rounding:?}"
        );
    }
}

#[test]
fn a_rate_has_six_decimals() {
    for (payment, terms, found) in [
        // Where Newton's method leaves for -4575 %.
        ("200", quincenas("1000", "0", 24), "473.632614"),
        ("446.98", quincenas("10000", "0", 24), "13.670816"),
        ("1231.32", quincenas("60000", "0", 59), "15.856947"),
        ("1231.32", Terms { iva: SIXTEEN_INSIDE, ..quincenas("60000", "0", 59) }, "13.669782"),
        ("1231.32", Terms { iva: SIXTEEN_ON_TOP, ..quincenas("60000", "0", 59) }, "15.856947"),
        ("1100", yearly("1000", "0", 1), "10"),
        ("1.21", yearly("2.10", "0", 2), "10"),
    ] {
        assert_eq!(found_rate(payment, terms).as_deref(), Ok(found), "{payment} {terms:?}");
    }
}

#[test]
fn a_rate_at_a_half_way_point_goes_up() {
    // 2,000,000.01 a year after 2,000,000.00 is half a millionth of a percent.
    assert_eq!(found_rate("2000000.01", yearly("2000000", "0", 1)).as_deref(), Ok("0.000001"));
    assert_eq!(found_rate("2000000.02", yearly("2000000.01", "0", 1)).as_deref(), Ok("0"));
    assert_eq!(found_rate("2000000.03", yearly("2000000", "0", 1)).as_deref(), Ok("0.000002"));
    // 513^2 centavos twice are 512 * 1025 at 1/512 a year: 0.1953125 % exactly.
    assert_eq!(found_rate("2631.69", yearly("5248", "0", 2)).as_deref(), Ok("0.195313"));
    assert_eq!(found_rate("2631.69", yearly("5248.01", "0", 2)).as_deref(), Ok("0.195185"));
}

#[test]
fn the_ends_of_the_rates() {
    let thousand = quincenas("1000", "0", 10);
    assert_eq!(found_rate("100", thousand).as_deref(), Ok("0"));
    assert_eq!(found_rate("99.99", thousand), Err(Error::NoNonnegativeRate));
    assert_eq!(found_rate("11000", yearly("1000", "0", 1)).as_deref(), Ok("1000"));
    assert_eq!(found_rate("11000.01", yearly("1000", "0", 1)), Err(Error::RateAboveLimit));
    assert_eq!(found_rate("1000000000000", yearly("0.01", "0", 1200)), Err(Error::RateAboveLimit));
    assert_eq!(found_rate("1000000000000", yearly("1000000000000", "0", 1)).as_deref(), Ok("0"));
}

#[test]
fn each_unknown_checks_what_it_needs() {
    let plain = quincenas("1000", "10", 12);
    let refused: [(&str, Terms, Error, [bool; 3]); 7] = [
        ("0", plain, Error::NotPositive { field: Field::Payment }, [true, true, true]),
        ("1000000000000.01", plain, Error::AboveLimit { field: Field::Payment }, [true, true, true]),
        (
            "100",
            Terms { amount: Money::ZERO, ..plain },
            Error::NotPositive { field: Field::Amount },
            [false, true, true],
        ),
        (
            "100",
            Terms { payments: 1201, ..plain },
            Error::AboveLimit { field: Field::Payments },
            [true, false, true],
        ),
        (
            "100",
            Terms { annual_rate: Rate::from_millionths(limits::MAX_ANNUAL_RATE_MILLIONTHS + 1), ..plain },
            Error::AboveLimit { field: Field::AnnualRate },
            [true, true, false],
        ),
        (
            "100",
            Terms { periods_per_year: 23, ..plain },
            Error::Unsupported { field: Field::PeriodsPerYear },
            [true; 3],
        ),
        (
            "100",
            Terms { iva: Some(Iva::level_total(rate("100.000001"))), ..plain },
            Error::AboveLimit { field: Field::Iva },
            [true; 3],
        ),
    ];
    for (payment, terms, error, refuses) in refused {
        let found =
            [amount(payment, terms).err(), term(payment, terms).err(), found_rate(payment, terms).err()];
        assert_eq!(found.map(|found| found == Some(error)), refuses, "{error:?}: {found:?}");
    }
}

#[test]
fn what_is_not_a_plain_level_loan_is_refused() {
    let plain = quincenas("1000", "10", 12);
    let fee = Some(FixedFee { amount: money("1"), iva: Rate::ZERO });
    let list = [Extra { after: 1, amount: money("1") }];
    let extras = Extras { list: &list, effect: ExtraEffect::ReduceTerm };
    for (terms, one) in [
        (Terms { method: Method::German, ..plain }, Field::Method),
        (Terms { payment_multiple: Some(money("1")), ..plain }, Field::PaymentMultiple),
        (Terms { timing: january(1, InterestBy::Periods), ..plain }, Field::InterestBy),
        (Terms { charges: Charges { fixed_fee: fee, ..Charges::NONE }, ..plain }, Field::Charges),
        (Terms { extras, ..plain }, Field::Extras),
    ] {
        let error = Error::UnsupportedCombination { one, other: Field::Payment };
        assert_eq!(amount("100", terms), Err(error));
        assert_eq!(term("100", terms), Err(error));
        assert_eq!(found_rate("100", terms), Err(error));
    }
}

#[test]
fn a_payment_found_again_is_the_same() {
    let terms = Terms { iva: SIXTEEN_INSIDE, ..quincenas("60000", "13.67", 59) };
    let level = Loan::new(terms).ok().and_then(|loan| loan.level_payment()).expect("a payment");
    let amount = solve::amount(level, &terms).expect("an amount");
    let again = Loan::new(Terms { amount, ..terms }).ok().and_then(|loan| loan.level_payment());
    assert_eq!(again, Some(level));
}
