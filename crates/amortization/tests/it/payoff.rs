//! Payoff quotes, by hand from the conventions.

use amortization::{
    Accrued::{self, Act360, ProRata},
    Error, Field, Iva, Loan, Money, PayoffQuote, Rate, Rounding, Terms,
};

use crate::{level, loan};

fn texts(quote: PayoffQuote) -> [String; 5] {
    [quote.balance, quote.accrued, quote.iva, quote.payoff, quote.interest_saved]
        .map(|money| money.to_string())
}

/// (rows paid, interest since, [balance, accrued, IVA, payoff, interest saved])
type Case = (u32, Accrued, [&'static str; 5]);

fn assert_quotes(loan: &Loan, cases: &[Case]) {
    for (rows_paid, accrued, stated) in cases {
        let quote = loan.payoff(*rows_paid, *accrued).expect("a quote");
        assert_eq!(texts(quote), *stated, "{rows_paid} {accrued:?}");
    }
}

/// 0.5 % a quincena: 250.00 of the first payment of 1,174.25, then 245.38; 6,364.08 in all.
#[test]
fn without_iva() {
    let fortnight = |days| ProRata { days, period_days: 15 };
    assert_quotes(
        &loan("50000", "12", 48, ""),
        &[
            (0, fortnight(0), ["50000.00", "0.00", "0.00", "50000.00", "6364.08"]),
            (1, fortnight(0), ["49075.75", "0.00", "0.00", "49075.75", "6114.08"]),
            (1, fortnight(7), ["49075.75", "114.51", "0.00", "49190.26", "5999.57"]),
            (1, fortnight(15), ["49075.75", "245.38", "0.00", "49321.13", "5868.70"]),
            (1, ProRata { days: 8, period_days: 16 }, ["49075.75", "122.69", "0.00", "49198.44", "5991.39"]),
            (1, Act360 { days: 0 }, ["49075.75", "0.00", "0.00", "49075.75", "6114.08"]),
            (1, Act360 { days: 15 }, ["49075.75", "245.38", "0.00", "49321.13", "5868.70"]),
            (1, Act360 { days: 16 }, ["49075.75", "261.74", "0.00", "49337.49", "5852.34"]),
        ],
    );
}

/// The published shape, with the last row's longer days costing more than its own interest.
#[test]
fn with_iva_inside_the_payment() {
    assert_quotes(
        &loan("60000", "13.67", 59, "16"),
        &[
            (0, Act360 { days: 15 }, ["60000.00", "341.75", "54.68", "60396.43", "10561.81"]),
            (
                12,
                ProRata { days: 7, period_days: 15 },
                ["49609.13", "131.86", "21.10", "49762.09", "6991.56"],
            ),
            (12, Act360 { days: 10 }, ["49609.13", "188.38", "30.14", "49827.65", "6935.04"]),
            (58, Act360 { days: 20 }, ["1223.51", "9.29", "1.49", "1234.29", "-2.32"]),
        ],
    );
}

#[test]
fn the_last_day_of_a_quincena_costs_its_whole_interest() {
    let loan = loan("60000", "13.67", 59, "16");
    for row in loan.rows().map(|row| row.expect("a row")) {
        for period_days in [13, 14, 15, 16] {
            let quote = loan.payoff(row.number - 1, ProRata { days: period_days, period_days });
            let quote = quote.expect("a quote");
            assert_eq!((quote.accrued, quote.iva), (row.interest, row.iva), "row {}", row.number);
        }
    }
}

/// 100.00 at 0.5 % a period is 50 centavos; a quarter of them is 12.5, three quarters 37.5, a sixteenth 3.125.
#[test]
fn interest_and_its_iva_follow_the_rounding_mode() {
    for (rounding, days, period_days, accrued, iva) in [
        (Rounding::HalfUp, 1, 4, 13, 7),
        (Rounding::HalfEven, 1, 4, 12, 6),
        (Rounding::Up, 1, 4, 13, 7),
        (Rounding::HalfUp, 3, 4, 38, 19),
        (Rounding::HalfEven, 3, 4, 38, 19),
        (Rounding::HalfUp, 1, 16, 3, 2),
        (Rounding::HalfEven, 1, 16, 3, 2),
        (Rounding::Up, 1, 16, 4, 2),
    ] {
        let half = Some(Rate::from_millionths(50_000_000));
        let loan =
            level(Money::from_centavos(10_000), Rate::from_millionths(12_000_000), 1, 24, half, rounding);
        let quote = loan.expect("valid terms").payoff(0, ProRata { days, period_days }).expect("a quote");
        let found = [quote.accrued, quote.iva].map(Money::centavos);
        assert_eq!(found, [accrued, iva], "{rounding:?} {days}/{period_days}");
    }
}

#[test]
fn iva_counts_in_both_modes() {
    let terms = Terms::new("50000".parse().expect("an amount"), "12".parse().expect("a rate"), 48);
    let iva = Iva::on_top("16".parse().expect("a rate"));
    let loan = Loan::new(Terms { iva: Some(iva), ..terms }).expect("valid terms");
    assert_quotes(
        &loan,
        &[(0, ProRata { days: 5, period_days: 15 }, ["50000.00", "83.33", "13.33", "50096.66", "6280.75"])],
    );
}

#[test]
fn what_cannot_be_quoted_is_refused() {
    let loan = loan("50000", "12", 48, "");
    let whole = Act360 { days: 0 };
    for (rows_paid, accrued, field, code) in [
        (48, whole, Field::RowsPaid, "above_limit"),
        (u32::MAX, whole, Field::RowsPaid, "above_limit"),
        (0, ProRata { days: 0, period_days: 0 }, Field::PeriodDays, "not_positive"),
        (0, ProRata { days: 0, period_days: 762 }, Field::PeriodDays, "above_limit"),
        (0, ProRata { days: 16, period_days: 15 }, Field::Days, "above_limit"),
        (0, Act360 { days: 762 }, Field::Days, "above_limit"),
    ] {
        let error = loan.payoff(rows_paid, accrued).expect_err(code);
        assert_eq!((error.field(), error.code()), (field, code), "{rows_paid} {accrued:?}");
    }
    assert!(loan.payoff(47, ProRata { days: 761, period_days: 761 }).is_ok());
    assert!(loan.payoff(47, Act360 { days: 761 }).is_ok());
}

/// 2.50 in payments of 0.03 ends at row 84 of 100.
#[test]
fn rows_after_an_early_end_cannot_be_paid() {
    let loan = level(Money::from_centavos(250), Rate::ZERO, 100, 24, None, Rounding::Up).expect("terms");
    assert_quotes(&loan, &[(83, Act360 { days: 366 }, ["0.01", "0.00", "0.00", "0.01", "0.00"])]);
    assert_eq!(loan.payoff(84, Act360 { days: 0 }), Err(Error::AboveLimit { field: Field::RowsPaid }));
}

#[test]
fn a_table_that_fails_has_no_payoff() {
    let iva = Some(Rate::from_millionths(16_000_000));
    let loan = level(Money::from_centavos(1), Rate::from_millionths(1), 1200, 1, iva, Rounding::Up);
    let quote = loan.expect("valid terms").payoff(5, Act360 { days: 0 });
    assert_eq!(quote, Err(Error::NegativeAmortization { row: 1 }));
}
