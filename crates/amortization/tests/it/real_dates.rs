//! "Interest by real dates", row by row, and the dates that rows carry.

use amortization::{
    DayBasis, Error, Extra, ExtraEffect, Extras, FirstDue, InterestBy, Method, Money, MovedPayDate, Rounding,
    Terms, Timing,
};

use crate::by_hand::{
    MODES, SIXTEEN_INSIDE, SIXTEEN_ON_TOP, assert_rows, date, january, money, rate, refusal, schedule,
    thousand,
};

const D360: InterestBy = InterestBy::RealDates { basis: DayBasis::D360 };
const D365: InterestBy = InterestBy::RealDates { basis: DayBasis::D365 };

/// Months of 21, 28, 31 and 30 days, at 12 %: 0.7 %, 0.9333... %, 1.0333... % and 1 %.
fn months(payments: u32, interest: InterestBy) -> Terms<'static> {
    Terms { timing: january(1, interest), ..thousand(payments) }
}

#[test]
fn each_row_counts_its_days() {
    let half = [
        "1000.00 331.90 7.00 0.00 338.90 668.10",
        "668.10 332.66 6.24 0.00 338.90 335.44",
        "335.44 335.44 3.47 0.00 338.91 0.00",
    ];
    assert_rows(months(3, D360), "338.90", &half);
    let up = [
        "1000.00 331.91 7.00 0.00 338.91 668.09",
        "668.09 332.67 6.24 0.00 338.91 335.42",
        "335.42 335.42 3.47 0.00 338.89 0.00",
    ];
    assert_rows(Terms { rounding: Rounding::Up, ..months(3, D360) }, "338.91", &up);
    let longer_year = [
        "1000.00 331.92 6.90 0.00 338.82 668.08",
        "668.08 332.67 6.15 0.00 338.82 335.41",
        "335.41 335.41 3.42 0.00 338.83 0.00",
    ];
    assert_rows(months(3, D365), "338.82", &longer_year);
}

#[test]
fn iva_is_inside_the_payment_or_on_top() {
    let inside = [
        "1000.00 331.67 7.00 1.12 339.79 668.33",
        "668.33 332.55 6.24 1.00 339.79 335.78",
        "335.78 335.78 3.47 0.56 339.81 0.00",
    ];
    assert_rows(Terms { iva: SIXTEEN_INSIDE, ..months(3, D360) }, "339.79", &inside);
    let on_top = [
        "1000.00 331.90 7.00 1.12 340.02 668.10",
        "668.10 332.66 6.24 1.00 339.90 335.44",
        "335.44 335.44 3.47 0.56 339.47 0.00",
    ];
    assert_rows(Terms { iva: SIXTEEN_ON_TOP, ..months(3, D360) }, "338.90", &on_top);
}

/// January paid a day early: 20 and 29 days.
#[test]
fn the_dates_shown_count() {
    let moved = [MovedPayDate { nominal: date("2026-01-31"), shown: date("2026-01-30") }];
    let timing = january(1, D360).map(|timing| Timing { moved: &moved, ..timing });
    let rows = [
        "1000.00 332.19 6.67 0.00 338.86 667.81",
        "667.81 332.40 6.46 0.00 338.86 335.41",
        "335.41 335.41 3.47 0.00 338.88 0.00",
    ];
    assert_rows(Terms { timing, ..thousand(3) }, "338.86", &rows);
}

/// 31, 29 and 31 days of 365, in 2028.
#[test]
fn a_year_of_365_days_stays_so_in_leap_years() {
    let first_due = FirstDue::Lag { days: 1 };
    let timing = Timing { disbursed_on: date("2027-12-31"), first_due, moved: &[], interest: D365 };
    let rows = [
        "1000.00 329.81 10.19 0.00 340.00 670.19",
        "670.19 333.61 6.39 0.00 340.00 336.58",
        "336.58 336.58 3.43 0.00 340.01 0.00",
    ];
    assert_rows(Terms { timing: Some(timing), ..thousand(3) }, "340.00", &rows);
}

/// 36 % of 5.00 over 21 of 360 days is 0.105.
#[test]
fn interest_follows_the_rounding_mode() {
    let interest = |rounding| {
        let small = Terms { amount: money("5"), annual_rate: rate("36"), rounding, ..months(3, D360) };
        schedule(small).rows[0].interest.centavos()
    };
    assert_eq!(MODES.map(interest), [11, 10, 11]);
}

#[test]
fn other_methods_count_days_too() {
    let german = [
        "1000.00 333.33 7.00 0.00 340.33 666.67",
        "666.67 333.33 6.22 0.00 339.55 333.34",
        "333.34 333.34 3.44 0.00 336.78 0.00",
    ];
    assert_rows(Terms { method: Method::German, ..months(3, D360) }, "", &german);
    let bullet = [
        "1000.00 0.00 7.00 0.00 7.00 1000.00",
        "1000.00 0.00 9.33 0.00 9.33 1000.00",
        "1000.00 1000.00 10.33 0.00 1010.33 0.00",
    ];
    assert_rows(Terms { method: Method::Bullet, ..months(3, D360) }, "", &bullet);
    // The level payment is that of 28, 31 and 30 days.
    let grace = [
        "1000.00 0.00 7.00 0.00 7.00 1000.00",
        "1000.00 330.54 9.33 0.00 339.87 669.46",
        "669.46 332.95 6.92 0.00 339.87 336.51",
        "336.51 336.51 3.37 0.00 339.88 0.00",
    ];
    let method = Method::InterestOnlyGrace { rows: 1 };
    assert_rows(Terms { method, ..months(4, D360) }, "339.87", &grace);
}

/// The new payment is that of the 31 and 30 days that are left.
#[test]
fn extras_reduce_the_payment_over_the_days_left() {
    let list = [Extra { after: 2, amount: money("200") }];
    let with = |effect| Terms { extras: Extras { list: &list, effect }, ..months(4, D360) };
    let less = [
        "1000.00 248.44 7.00 0.00 255.44 751.56",
        "751.56 248.43 7.01 0.00 255.44 303.13",
        "303.13 150.76 3.13 0.00 153.89 152.37",
        "152.37 152.37 1.52 0.00 153.89 0.00",
    ];
    assert_rows(with(ExtraEffect::ReducePayment), "255.44", &less);
    let sooner = [
        "1000.00 248.44 7.00 0.00 255.44 751.56",
        "751.56 248.43 7.01 0.00 255.44 303.13",
        "303.13 252.31 3.13 0.00 255.44 50.82",
        "50.82 50.82 0.51 0.00 51.33 0.00",
    ];
    assert_rows(with(ExtraEffect::ReduceTerm), "255.44", &sooner);
}

/// "real dates at 20 % x 480": a quincena of 16 days costs more than the payment of the average one. Paid out at
/// the end of 2025, that is the second half of January.
#[test]
fn a_long_period_can_cost_more_than_the_payment() {
    let first_due = FirstDue::Lag { days: 1 };
    let timing = Timing { disbursed_on: date("2025-12-31"), first_due, moved: &[], interest: D360 };
    let terms =
        Terms { timing: Some(timing), periods_per_year: 24, ..Terms::new(money("60000"), rate("20"), 480) };
    assert_eq!(refusal(terms), Error::NegativeAmortization { row: 2 });
}

#[test]
fn rows_carry_their_dates_under_any_interest() {
    let moved = [MovedPayDate { nominal: date("2026-02-28"), shown: date("2026-02-27") }];
    let timing = january(1, InterestBy::Periods).map(|timing| Timing { moved: &moved, ..timing });
    let plain = schedule(thousand(3));
    assert!(plain.rows.iter().all(|row| row.due.is_none()));
    let dated = schedule(Terms { timing, ..thousand(3) });
    assert_eq!((dated.level_payment, dated.totals), (plain.level_payment, plain.totals));
    let dues = dated.rows.iter().filter_map(|row| row.due);
    let found: Vec<_> =
        dues.map(|due| (due.number, due.nominal, due.shown, due.days, due.shown_days)).collect();
    let (january, march) = (date("2026-01-31"), date("2026-03-31"));
    let february = (date("2026-02-28"), date("2026-02-27"));
    assert_eq!(
        found,
        [(1, january, january, 21, 21), (2, february.0, february.1, 28, 27), (3, march, march, 31, 32)]
    );
}

/// Without interest every denominator is one: even 1,200 rows are decided at once.
#[test]
fn free_of_interest_days_do_not_matter() {
    let terms = |rounding| Terms { annual_rate: rate("0"), rounding, payments: 1_200, ..months(1, D360) };
    let level = |rounding| schedule(terms(rounding)).level_payment.map(Money::centavos);
    assert_eq!(MODES.map(level), [Some(83), Some(83), Some(84)]);
}

#[test]
fn what_the_calendar_refuses_is_refused() {
    let outside = january(1, D360).map(|timing| Timing { disbursed_on: date("2199-01-10"), ..timing });
    let terms = Terms { timing: outside, ..thousand(30) };
    assert_eq!(
        (refusal(terms).field().as_str(), refusal(terms).code()),
        ("disbursed_on", "outside_calendar")
    );
    let moved = [MovedPayDate { nominal: date("2026-01-15"), shown: date("2026-01-14") }];
    let timing = january(1, D360).map(|timing| Timing { moved: &moved, ..timing });
    assert_eq!(refusal(Terms { timing, ..thousand(3) }), Error::NotAPayDate { date: date("2026-01-15") });
}
