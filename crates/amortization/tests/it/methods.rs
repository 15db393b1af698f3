//! "Other methods", "IVA on interest" and the level payment, row by row.

use amortization::{Error, Field, Method, Rounding, Terms};

use crate::by_hand::{
    MODES, SIXTEEN_INSIDE, SIXTEEN_ON_TOP, assert_rows, columns, free, money, rate, refusal, schedule,
    thousand,
};

const GRACE: Method = Method::InterestOnlyGrace { rows: 2 };

#[test]
fn level() {
    let half = [
        "1000.00 330.02 10.00 0.00 340.02 669.98",
        "669.98 333.32 6.70 0.00 340.02 336.66",
        "336.66 336.66 3.37 0.00 340.03 0.00",
    ];
    assert_rows(thousand(3), "340.02", &half);
    assert_rows(Terms { rounding: Rounding::HalfEven, ..thousand(3) }, "340.02", &half);
    let up = [
        "1000.00 330.03 10.00 0.00 340.03 669.97",
        "669.97 333.33 6.70 0.00 340.03 336.64",
        "336.64 336.64 3.37 0.00 340.01 0.00",
    ];
    assert_rows(Terms { rounding: Rounding::Up, ..thousand(3) }, "340.03", &up);
}

/// The level payment is that of 1.16 % a month; 670.50 at 1 % is a tie.
#[test]
fn level_with_iva_inside() {
    let with = |rounding| Terms { iva: SIXTEEN_INSIDE, rounding, ..thousand(3) };
    let half_up = [
        "1000.00 329.50 10.00 1.60 341.10 670.50",
        "670.50 333.32 6.71 1.07 341.10 337.18",
        "337.18 337.18 3.37 0.54 341.09 0.00",
    ];
    assert_rows(with(Rounding::HalfUp), "341.10", &half_up);
    let half_even = [
        "1000.00 329.50 10.00 1.60 341.10 670.50",
        "670.50 333.33 6.70 1.07 341.10 337.17",
        "337.17 337.17 3.37 0.54 341.08 0.00",
    ];
    assert_rows(with(Rounding::HalfEven), "341.10", &half_even);
    let up = [
        "1000.00 329.50 10.00 1.60 341.10 670.50",
        "670.50 333.31 6.71 1.08 341.10 337.19",
        "337.19 337.19 3.38 0.55 341.12 0.00",
    ];
    assert_rows(with(Rounding::Up), "341.10", &up);
}

/// The rows of the schedule without IVA, each with its tax.
#[test]
fn level_with_iva_on_top() {
    let with = |rounding| Terms { iva: SIXTEEN_ON_TOP, rounding, ..thousand(3) };
    let half = [
        "1000.00 330.02 10.00 1.60 341.62 669.98",
        "669.98 333.32 6.70 1.07 341.09 336.66",
        "336.66 336.66 3.37 0.54 340.57 0.00",
    ];
    assert_rows(with(Rounding::HalfUp), "340.02", &half);
    assert_rows(with(Rounding::HalfEven), "340.02", &half);
    let up = [
        "1000.00 330.03 10.00 1.60 341.63 669.97",
        "669.97 333.33 6.70 1.08 341.11 336.64",
        "336.64 336.64 3.37 0.54 340.55 0.00",
    ];
    assert_rows(with(Rounding::Up), "340.03", &up);
}

#[test]
fn german() {
    let with = |rounding| Terms { method: Method::German, rounding, ..thousand(3) };
    let half = [
        "1000.00 333.33 10.00 0.00 343.33 666.67",
        "666.67 333.33 6.67 0.00 340.00 333.34",
        "333.34 333.34 3.33 0.00 336.67 0.00",
    ];
    assert_rows(with(Rounding::HalfUp), "", &half);
    assert_rows(with(Rounding::HalfEven), "", &half);
    let up = [
        "1000.00 333.34 10.00 0.00 343.34 666.66",
        "666.66 333.34 6.67 0.00 340.01 333.32",
        "333.32 333.32 3.34 0.00 336.66 0.00",
    ];
    assert_rows(with(Rounding::Up), "", &up);
}

/// 0.05 in two is a tie; in ten, shares of a centavo are gone in the middle, and shares of nothing leave
/// everything to the end.
#[test]
fn a_german_share_is_never_more_than_what_is_left() {
    let shares = |payments, rounding| {
        let terms = Terms { method: Method::German, rounding, ..free("0.05", payments) };
        schedule(terms).rows.iter().map(|row| row.principal.centavos()).collect::<Vec<_>>()
    };
    assert_eq!(MODES.map(|mode| shares(2, mode)), [[3, 2], [2, 3], [3, 2]]);
    assert_eq!(shares(10, Rounding::Up), [1; 5]);
    assert_eq!(shares(10, Rounding::HalfUp), [1; 5]);
    assert_eq!(shares(10, Rounding::HalfEven), [0, 0, 0, 0, 0, 0, 0, 0, 0, 5]);
}

#[test]
fn bullet() {
    let rows = [
        "1000.00 0.00 10.00 1.60 11.60 1000.00",
        "1000.00 0.00 10.00 1.60 11.60 1000.00",
        "1000.00 1000.00 10.00 1.60 1011.60 0.00",
    ];
    for iva in [SIXTEEN_INSIDE, SIXTEEN_ON_TOP] {
        assert_rows(Terms { method: Method::Bullet, iva, ..thousand(3) }, "", &rows);
    }
    // 1 % of 0.50.
    let interest = |rounding| {
        let half_peso = Terms { amount: money("0.50"), method: Method::Bullet, rounding, ..thousand(2) };
        schedule(half_peso).rows[0].interest.centavos()
    };
    assert_eq!(MODES.map(interest), [1, 0, 1]);
}

#[test]
fn interest_only_grace_then_level() {
    let rows = [
        "1000.00 0.00 10.00 0.00 10.00 1000.00",
        "1000.00 0.00 10.00 0.00 10.00 1000.00",
        "1000.00 330.02 10.00 0.00 340.02 669.98",
        "669.98 333.32 6.70 0.00 340.02 336.66",
        "336.66 336.66 3.37 0.00 340.03 0.00",
    ];
    assert_rows(Terms { method: GRACE, ..thousand(5) }, "340.02", &rows);
    let inside = [
        "1000.00 0.00 10.00 1.60 11.60 1000.00",
        "1000.00 0.00 10.00 1.60 11.60 1000.00",
        "1000.00 329.50 10.00 1.60 341.10 670.50",
        "670.50 333.32 6.71 1.07 341.10 337.18",
        "337.18 337.18 3.37 0.54 341.09 0.00",
    ];
    assert_rows(Terms { method: GRACE, iva: SIXTEEN_INSIDE, ..thousand(5) }, "341.10", &inside);
    let on_top = [
        "1000.00 0.00 10.00 1.60 11.60 1000.00",
        "1000.00 0.00 10.00 1.60 11.60 1000.00",
        "1000.00 330.03 10.00 1.60 341.63 669.97",
        "669.97 333.33 6.70 1.08 341.11 336.64",
        "336.64 336.64 3.37 0.54 340.55 0.00",
    ];
    let terms = Terms { method: GRACE, iva: SIXTEEN_ON_TOP, rounding: Rounding::Up, ..thousand(5) };
    assert_rows(terms, "340.03", &on_top);
}

#[test]
fn grace_leaves_at_least_one_row_to_repay() {
    let with = |rows| Terms { method: Method::InterestOnlyGrace { rows }, ..thousand(5) };
    let rows = [
        "1000.00 0.00 10.00 0.00 10.00 1000.00",
        "1000.00 0.00 10.00 0.00 10.00 1000.00",
        "1000.00 0.00 10.00 0.00 10.00 1000.00",
        "1000.00 0.00 10.00 0.00 10.00 1000.00",
        "1000.00 1000.00 10.00 0.00 1010.00 0.00",
    ];
    assert_rows(with(4), "1010.00", &rows);
    let field = Field::GracePayments;
    assert_eq!(refusal(with(5)), Error::AboveLimit { field });
    assert_eq!(refusal(with(0)), Error::NotPositive { field });
    assert_eq!(refusal(Terms { payments: 1, ..with(1) }), Error::AboveLimit { field });
}

/// At 13 % a row's interest is 10.8333..., that of three rows 32.50.
#[test]
fn flat() {
    let with = |rounding| Terms {
        annual_rate: rate("13"),
        method: Method::Flat,
        iva: SIXTEEN_INSIDE,
        rounding,
        ..thousand(3)
    };
    let half = [
        "1000.00 333.33 10.83 1.73 345.89 666.67",
        "666.67 333.33 10.83 1.73 345.89 333.34",
        "333.34 333.34 10.84 1.73 345.91 0.00",
    ];
    assert_rows(with(Rounding::HalfUp), "", &half);
    assert_rows(with(Rounding::HalfEven), "", &half);
    assert_rows(Terms { iva: SIXTEEN_ON_TOP, ..with(Rounding::HalfUp) }, "", &half);
    let up = [
        "1000.00 333.34 10.84 1.74 345.92 666.66",
        "666.66 333.34 10.84 1.74 345.92 333.32",
        "333.32 333.32 10.82 1.74 345.88 0.00",
    ];
    assert_rows(with(Rounding::Up), "", &up);
}

/// 0.05 in ten rows: a centavo of principal in each of five; the whole interest, 0.005, in the first row, or in
/// the last, or nowhere. The agreed rows stay.
#[test]
fn flat_shares_are_never_more_than_what_is_left() {
    let shares = |rounding| {
        let terms = Terms { amount: money("0.05"), method: Method::Flat, rounding, ..thousand(10) };
        let rows = schedule(terms).rows;
        let column = |row: &amortization::Row| (row.principal.centavos(), row.interest.centavos());
        rows.iter().map(column).collect::<Vec<_>>()
    };
    let none = (0, 0);
    let up = [(1, 1), (1, 0), (1, 0), (1, 0), (1, 0), none, none, none, none, none];
    assert_eq!(shares(Rounding::Up), up);
    let half_up = [(1, 0), (1, 0), (1, 0), (1, 0), (1, 0), none, none, none, none, (0, 1)];
    assert_eq!(shares(Rounding::HalfUp), half_up);
    let half_even = [none, none, none, none, none, none, none, none, none, (5, 0)];
    assert_eq!(shares(Rounding::HalfEven), half_even);
}

/// "rates where (1+i)^-n vanishes": over 1,200 years at 17 % the payment of 0.03 is its interest, 0.0051.
#[test]
fn a_row_that_costs_more_than_the_payment_is_named() {
    let dear = |centavos, iva| Terms {
        amount: amortization::Money::from_centavos(centavos),
        annual_rate: rate("17"),
        periods_per_year: 1,
        iva,
        ..thousand(1200)
    };
    // Both round to a centavo, which leaves the principal to the last row.
    let terms = dear(3, None);
    let rows = schedule(terms).rows;
    assert_eq!((rows.len(), columns(&rows[0])), (1200, "0.03 0.00 0.01 0.00 0.01 0.03".to_owned()));
    // With 100 % of IVA inside, 0.0102: a centavo of payment for a centavo of interest and one of IVA.
    let doubled = |iva| Some(amortization::Iva { rate: rate("100"), mode: iva });
    let inside = dear(3, doubled(amortization::IvaMode::LevelTotal));
    assert_eq!(refusal(inside), Error::NegativeAmortization { row: 1 });
    // On top it is not the payment's to cover.
    let on_top = schedule(dear(3, doubled(amortization::IvaMode::OnTop)));
    assert_eq!(columns(&on_top.rows[0]), "0.03 0.00 0.01 0.01 0.02 0.03");
}

/// The institute's 2025 report: what other readings make of the projected interest, 10,601,504.20, in per mille.
#[test]
fn other_methods_miss_the_published_projection() {
    let lent = Terms::new(money("58338014.84"), rate("13.67"), 59);
    let miss = |terms| {
        let interest = schedule(terms).totals.interest.centavos();
        (interest - 1_060_150_420) * 1_000 / 1_060_150_420
    };
    assert_eq!(miss(Terms { method: Method::Flat, ..lent }), 849);
    assert!((-61..=-59).contains(&miss(Terms { method: Method::German, ..lent })));
    let on_top = schedule(Terms { iva: SIXTEEN_ON_TOP, ..lent }).totals.interest;
    assert_eq!(on_top, schedule(lent).totals.interest);
}
