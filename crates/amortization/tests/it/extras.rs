//! "Extra payments", row by row.

use amortization::{Error, Extra, ExtraEffect, Extras, Field, Loan, Method, Money, Rounding, Terms};

use crate::by_hand::{
    MODES, SIXTEEN_INSIDE, SIXTEEN_ON_TOP, assert_rows, free, money, refusal, schedule, thousand,
};

const TERM: ExtraEffect = ExtraEffect::ReduceTerm;
const PAYMENT: ExtraEffect = ExtraEffect::ReducePayment;

const fn extra(after: u32, centavos: i64) -> Extra {
    Extra { after, amount: Money::from_centavos(centavos) }
}

const TWO_HUNDRED: [Extra; 1] = [extra(2, 20_000)];

fn with<'a>(list: &'a [Extra], effect: ExtraEffect, terms: Terms<'static>) -> Terms<'a> {
    Terms { extras: Extras { list, effect }, ..terms }
}

/// The payment stays 206.04; the table ends with row 4, which pays what is left.
#[test]
fn reduce_term() {
    let rows = [
        "1000.00 196.04 10.00 0.00 206.04 803.96",
        "803.96 198.00 8.04 0.00 206.04 405.96",
        "405.96 201.98 4.06 0.00 206.04 203.98",
        "203.98 203.98 2.04 0.00 206.02 0.00",
    ];
    for rounding in MODES {
        assert_rows(with(&TWO_HUNDRED, TERM, Terms { rounding, ..thousand(5) }), "206.04", &rows);
    }
    let inside = [
        "1000.00 195.41 10.00 1.60 207.01 804.59",
        "804.59 197.67 8.05 1.29 207.01 406.92",
        "406.92 202.29 4.07 0.65 207.01 204.63",
        "204.63 204.63 2.05 0.33 207.01 0.00",
    ];
    let terms = Terms { iva: SIXTEEN_INSIDE, ..thousand(5) };
    assert_rows(with(&TWO_HUNDRED, TERM, terms), "207.01", &inside);
    let on_top = [
        "1000.00 196.04 10.00 1.60 207.64 803.96",
        "803.96 198.00 8.04 1.29 207.33 405.96",
        "405.96 201.98 4.06 0.65 206.69 203.98",
        "203.98 203.98 2.04 0.33 206.35 0.00",
    ];
    let terms = Terms { iva: SIXTEEN_ON_TOP, ..thousand(5) };
    assert_rows(with(&TWO_HUNDRED, TERM, terms), "206.04", &on_top);
}

/// Three rows stay: 405.96 at 1 % pays 138.0354 in each.
#[test]
fn reduce_payment() {
    let rows = [
        "1000.00 196.04 10.00 0.00 206.04 803.96",
        "803.96 198.00 8.04 0.00 206.04 405.96",
        "405.96 133.98 4.06 0.00 138.04 271.98",
        "271.98 135.32 2.72 0.00 138.04 136.66",
        "136.66 136.66 1.37 0.00 138.03 0.00",
    ];
    for rounding in MODES {
        assert_rows(with(&TWO_HUNDRED, PAYMENT, Terms { rounding, ..thousand(5) }), "206.04", &rows);
    }
    let inside = [
        "1000.00 195.41 10.00 1.60 207.01 804.59",
        "804.59 197.67 8.05 1.29 207.01 406.92",
        "406.92 134.08 4.07 0.65 138.80 272.84",
        "272.84 135.63 2.73 0.44 138.80 137.21",
        "137.21 137.21 1.37 0.22 138.80 0.00",
    ];
    let terms = Terms { iva: SIXTEEN_INSIDE, ..thousand(5) };
    assert_rows(with(&TWO_HUNDRED, PAYMENT, terms), "207.01", &inside);
    let on_top = [
        "1000.00 196.04 10.00 1.60 207.64 803.96",
        "803.96 198.00 8.04 1.29 207.33 405.96",
        "405.96 133.98 4.06 0.65 138.69 271.98",
        "271.98 135.32 2.72 0.44 138.48 136.66",
        "136.66 136.66 1.37 0.22 138.25 0.00",
    ];
    let terms = Terms { iva: SIXTEEN_ON_TOP, ..thousand(5) };
    assert_rows(with(&TWO_HUNDRED, PAYMENT, terms), "206.04", &on_top);
}

#[test]
fn each_extra_reduces_the_payment_again() {
    let list = [extra(1, 20_000), extra(3, 10_000)];
    let rows = [
        "1000.00 196.04 10.00 0.00 206.04 603.96",
        "603.96 148.74 6.04 0.00 154.78 455.22",
        "455.22 150.23 4.55 0.00 154.78 204.99",
        "204.99 101.98 2.05 0.00 104.03 103.01",
        "103.01 103.01 1.03 0.00 104.04 0.00",
    ];
    assert_rows(with(&list, PAYMENT, thousand(5)), "206.04", &rows);
    let totals = schedule(with(&list, PAYMENT, thousand(5))).totals;
    assert_eq!((totals.extras, totals.last_payment), (money("300"), money("104.04")));
}

/// Free of interest, 0.10 in three; then 0.05 (0.04 under `up`) in two.
#[test]
fn the_new_payment_follows_the_rounding_mode() {
    let list = [extra(1, 2)];
    let second = |rounding| {
        let rows = schedule(with(&list, PAYMENT, Terms { rounding, ..free("0.10", 3) })).rows;
        [rows[0].payment, rows[1].payment].map(Money::centavos)
    };
    assert_eq!(MODES.map(second), [[3, 3], [3, 2], [4, 2]]);
}

#[test]
fn the_new_payment_keeps_the_multiple() {
    let terms = Terms { payment_multiple: Some(money("5")), ..thousand(5) };
    let rows = [
        "1000.00 195.00 10.00 0.00 205.00 805.00",
        "805.00 196.95 8.05 0.00 205.00 408.05",
        "408.05 135.92 4.08 0.00 140.00 272.13",
        "272.13 137.28 2.72 0.00 140.00 134.85",
        "134.85 134.85 1.35 0.00 136.20 0.00",
    ];
    assert_rows(with(&TWO_HUNDRED, PAYMENT, terms), "205.00", &rows);
}

/// In German rows the principal share of 200.00 stays and the table ends with row 4, or four rows share what is left.
#[test]
fn german() {
    let terms = Terms { method: Method::German, ..thousand(5) };
    let list = [extra(1, 15_000)];
    let sooner = [
        "1000.00 200.00 10.00 0.00 210.00 650.00",
        "650.00 200.00 6.50 0.00 206.50 450.00",
        "450.00 200.00 4.50 0.00 204.50 250.00",
        "250.00 200.00 2.50 0.00 202.50 50.00",
        "50.00 50.00 0.50 0.00 50.50 0.00",
    ];
    assert_rows(with(&list, TERM, terms), "", &sooner);
    assert_rows(
        with(&[extra(1, 20_000)], TERM, terms),
        "",
        &[
            "1000.00 200.00 10.00 0.00 210.00 600.00",
            "600.00 200.00 6.00 0.00 206.00 400.00",
            "400.00 200.00 4.00 0.00 204.00 200.00",
            "200.00 200.00 2.00 0.00 202.00 0.00",
        ],
    );
    let less = [
        "1000.00 200.00 10.00 0.00 210.00 650.00",
        "650.00 162.50 6.50 0.00 169.00 487.50",
        "487.50 162.50 4.88 0.00 167.38 325.00",
        "325.00 162.50 3.25 0.00 165.75 162.50",
        "162.50 162.50 1.63 0.00 164.13 0.00",
    ];
    assert_rows(with(&list, PAYMENT, terms), "", &less);
    let even = [
        "1000.00 200.00 10.00 0.00 210.00 650.00",
        "650.00 162.50 6.50 0.00 169.00 487.50",
        "487.50 162.50 4.88 0.00 167.38 325.00",
        "325.00 162.50 3.25 0.00 165.75 162.50",
        "162.50 162.50 1.62 0.00 164.12 0.00",
    ];
    assert_rows(with(&list, PAYMENT, Terms { rounding: Rounding::HalfEven, ..terms }), "", &even);
}

#[test]
fn bullet_interest_falls() {
    let terms = Terms { method: Method::Bullet, ..thousand(3) };
    let rows = [
        "1000.00 0.00 10.00 0.00 10.00 800.00",
        "800.00 0.00 8.00 0.00 8.00 800.00",
        "800.00 800.00 8.00 0.00 808.00 0.00",
    ];
    assert_rows(with(&[extra(1, 20_000)], PAYMENT, terms), "", &rows);
}

/// Inside the grace interest falls either way; the payment of the rows after it, when payments are to fall.
#[test]
fn under_grace() {
    let terms = Terms { method: Method::InterestOnlyGrace { rows: 2 }, ..thousand(5) };
    let sooner = [
        "1000.00 0.00 10.00 0.00 10.00 800.00",
        "800.00 0.00 8.00 0.00 8.00 800.00",
        "800.00 332.02 8.00 0.00 340.02 467.98",
        "467.98 335.34 4.68 0.00 340.02 132.64",
        "132.64 132.64 1.33 0.00 133.97 0.00",
    ];
    assert_rows(with(&[extra(1, 20_000)], TERM, terms), "340.02", &sooner);
    let less = [
        "1000.00 0.00 10.00 0.00 10.00 800.00",
        "800.00 0.00 8.00 0.00 8.00 800.00",
        "800.00 264.02 8.00 0.00 272.02 535.98",
        "535.98 266.66 5.36 0.00 272.02 269.32",
        "269.32 269.32 2.69 0.00 272.01 0.00",
    ];
    assert_rows(with(&[extra(1, 20_000)], PAYMENT, terms), "340.02", &less);
}

/// After row 2, and 200.00 after row 1, 403.96 are owed, or 455.22 where the payment fell.
#[test]
fn an_extra_of_all_that_is_owed_ends_the_table() {
    let sooner = ["1000.00 196.04 10.00 0.00 206.04 603.96", "603.96 200.00 6.04 0.00 206.04 0.00"];
    assert_rows(with(&[extra(1, 20_000), extra(2, 40_396)], TERM, thousand(5)), "206.04", &sooner);
    let less = ["1000.00 196.04 10.00 0.00 206.04 603.96", "603.96 148.74 6.04 0.00 154.78 0.00"];
    assert_rows(with(&[extra(1, 20_000), extra(2, 45_522)], PAYMENT, thousand(5)), "206.04", &less);
}

#[test]
fn more_than_is_owed_is_refused() {
    let above = |row| Error::ExtraAboveBalance { row };
    for effect in [TERM, PAYMENT] {
        assert_eq!(refusal(with(&[extra(1, 80_397)], effect, thousand(5))), above(1));
        assert_eq!(schedule(with(&[extra(1, 80_396)], effect, thousand(5))).rows.len(), 1);
        // The table has ended by then.
        assert_eq!(refusal(with(&[extra(1, 80_396), extra(3, 1)], effect, thousand(5))), above(3));
    }
    // Ends with row 4 by itself: nothing is owed after it.
    assert_eq!(refusal(with(&[extra(1, 20_000), extra(4, 1)], TERM, thousand(5))), above(4));
    assert_eq!(schedule(with(&[extra(1, 20_000), extra(4, 1)], PAYMENT, thousand(5))).rows.len(), 5);
    assert_eq!(
        (above(4).row(), above(4).field(), above(4).code()),
        (Some(4), Field::Extras, "extra_above_balance")
    );
}

#[test]
fn extras_come_in_order_after_rows_but_the_last() {
    let field = Field::Extras;
    let refused =
        |list: &[Extra]| Loan::new(with(list, TERM, thousand(5))).expect_err("a list without sense");
    assert_eq!(refused(&[extra(0, 1)]), Error::NotPositive { field });
    assert_eq!(refused(&[extra(5, 1)]), Error::AboveLimit { field });
    assert_eq!(refused(&[extra(2, 0)]), Error::NotPositive { field });
    assert_eq!(refused(&[extra(2, -1)]), Error::NotPositive { field });
    assert_eq!(refused(&[extra(2, 100_000_000_000_001)]), Error::AboveLimit { field });
    assert_eq!(refused(&[extra(2, 1), extra(2, 1)]), Error::Unsupported { field });
    assert_eq!(refused(&[extra(3, 1), extra(2, 1)]), Error::Unsupported { field });
    assert!(Loan::new(with(&[extra(1, 1), extra(4, 1)], TERM, thousand(5))).is_ok());
}

/// 30.20 of interest without, 24.14 and 26.19 with.
#[test]
fn interest_saved_is_that_of_the_loan_without_extras() {
    let saved = |effect| {
        let loan = Loan::new(with(&TWO_HUNDRED, effect, thousand(5))).expect("valid terms");
        assert_eq!(Ok(loan.without_extras()), Loan::new(thousand(5)));
        let interest = |loan: Loan| loan.totals().expect("totals").interest.centavos();
        interest(loan.without_extras()) - interest(loan)
    };
    assert_eq!(schedule(thousand(5)).totals.interest, money("30.20"));
    assert_eq!((saved(TERM), saved(PAYMENT)), (3_020 - 2_414, 3_020 - 2_619));
}
