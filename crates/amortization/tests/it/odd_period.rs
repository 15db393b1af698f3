//! "Odd first period", row by row.

use amortization::{
    DayBasis, Error, FirstDue, FirstPeriod, InterestBy, Loan, Method, MovedPayDate, Rounding, Terms, Timing,
};

use crate::by_hand::{
    MODES, SIXTEEN_INSIDE, SIXTEEN_ON_TOP, assert_rows, date, january, money, odd, rate, refusal, schedule,
    thousand,
};

const ALL: [FirstPeriod; 3] = [FirstPeriod::Absorb, FirstPeriod::AddToFirst, FirstPeriod::Solve];

/// First due after 49 days: 1,000.00 * 12 % * 49 / 360 = 16.3333... of interest.
fn long(mode: FirstPeriod, payments: u32) -> Terms<'static> {
    Terms { timing: january(2, odd(mode)), ..thousand(payments) }
}

/// First due after 21 days: 7.00.
fn short(mode: FirstPeriod) -> Terms<'static> {
    Terms { timing: january(1, odd(mode)), ..thousand(3) }
}

#[test]
fn absorb_keeps_the_regular_payment_and_the_last_row_takes_the_difference() {
    let half = [
        "1000.00 323.69 16.33 0.00 340.02 676.31",
        "676.31 333.26 6.76 0.00 340.02 343.05",
        "343.05 343.05 3.43 0.00 346.48 0.00",
    ];
    assert_rows(long(FirstPeriod::Absorb, 3), "340.02", &half);
    let up = [
        "1000.00 323.69 16.34 0.00 340.03 676.31",
        "676.31 333.26 6.77 0.00 340.03 343.05",
        "343.05 343.05 3.44 0.00 346.49 0.00",
    ];
    assert_rows(Terms { rounding: Rounding::Up, ..long(FirstPeriod::Absorb, 3) }, "340.03", &up);
    let inside = [
        "1000.00 322.16 16.33 2.61 341.10 677.84",
        "677.84 333.24 6.78 1.08 341.10 344.60",
        "344.60 344.60 3.45 0.55 348.60 0.00",
    ];
    assert_rows(Terms { iva: SIXTEEN_INSIDE, ..long(FirstPeriod::Absorb, 3) }, "341.10", &inside);
    let sooner = [
        "1000.00 333.02 7.00 0.00 340.02 666.98",
        "666.98 333.35 6.67 0.00 340.02 333.63",
        "333.63 333.63 3.34 0.00 336.97 0.00",
    ];
    assert_rows(short(FirstPeriod::Absorb), "340.02", &sooner);
}

/// The balances are those of the regular table; payment 1 is 330.02 + 16.33.
#[test]
fn add_to_first_changes_the_first_payment_alone() {
    let rows = [
        "1000.00 330.02 16.33 0.00 346.35 669.98",
        "669.98 333.32 6.70 0.00 340.02 336.66",
        "336.66 336.66 3.37 0.00 340.03 0.00",
    ];
    assert_rows(long(FirstPeriod::AddToFirst, 3), "340.02", &rows);
    let sooner = [
        "1000.00 330.02 7.00 0.00 337.02 669.98",
        "669.98 333.32 6.70 0.00 340.02 336.66",
        "336.66 336.66 3.37 0.00 340.03 0.00",
    ];
    assert_rows(short(FirstPeriod::AddToFirst), "340.02", &sooner);
    // With IVA inside, 329.50 of principal: what 10.00 and 1.60 leave; then 16.33 and 2.61.
    let inside = [
        "1000.00 329.50 16.33 2.61 348.44 670.50",
        "670.50 333.32 6.71 1.07 341.10 337.18",
        "337.18 337.18 3.37 0.54 341.09 0.00",
    ];
    assert_rows(Terms { iva: SIXTEEN_INSIDE, ..long(FirstPeriod::AddToFirst, 3) }, "341.10", &inside);
    let on_top = [
        "1000.00 330.02 16.33 2.61 348.96 669.98",
        "669.98 333.32 6.70 1.07 341.09 336.66",
        "336.66 336.66 3.37 0.54 340.57 0.00",
    ];
    assert_rows(Terms { iva: SIXTEEN_ON_TOP, ..long(FirstPeriod::AddToFirst, 3) }, "340.02", &on_top);
}

/// 342.1542... repays 1,000.00 with the long first period, 339.0121... with the short one.
#[test]
fn solve_finds_the_payment_with_the_odd_period_in_it() {
    let half = [
        "1000.00 325.82 16.33 0.00 342.15 674.18",
        "674.18 335.41 6.74 0.00 342.15 338.77",
        "338.77 338.77 3.39 0.00 342.16 0.00",
    ];
    assert_rows(long(FirstPeriod::Solve, 3), "342.15", &half);
    let up = [
        "1000.00 325.82 16.34 0.00 342.16 674.18",
        "674.18 335.41 6.75 0.00 342.16 338.77",
        "338.77 338.77 3.39 0.00 342.16 0.00",
    ];
    assert_rows(Terms { rounding: Rounding::Up, ..long(FirstPeriod::Solve, 3) }, "342.16", &up);
    let inside = [
        "1000.00 324.63 16.33 2.61 343.57 675.37",
        "675.37 335.74 6.75 1.08 343.57 339.63",
        "339.63 339.63 3.40 0.54 343.57 0.00",
    ];
    assert_rows(Terms { iva: SIXTEEN_INSIDE, ..long(FirstPeriod::Solve, 3) }, "343.57", &inside);
    let on_top = [
        "1000.00 325.82 16.33 2.61 344.76 674.18",
        "674.18 335.41 6.74 1.08 343.23 338.77",
        "338.77 338.77 3.39 0.54 342.70 0.00",
    ];
    assert_rows(Terms { iva: SIXTEEN_ON_TOP, ..long(FirstPeriod::Solve, 3) }, "342.15", &on_top);
    let sooner = [
        "1000.00 332.01 7.00 0.00 339.01 667.99",
        "667.99 332.33 6.68 0.00 339.01 335.66",
        "335.66 335.66 3.36 0.00 339.02 0.00",
    ];
    assert_rows(short(FirstPeriod::Solve), "339.01", &sooner);
}

/// 49 / 365 of a year: 16.1095..., and 342.0789... a payment.
#[test]
fn the_day_basis_counts() {
    let with = |mode| {
        let interest = InterestBy::OddFirstPeriod { basis: DayBasis::D365, mode };
        Terms { timing: january(2, interest), ..thousand(3) }
    };
    let absorb = [
        "1000.00 323.91 16.11 0.00 340.02 676.09",
        "676.09 333.26 6.76 0.00 340.02 342.83",
        "342.83 342.83 3.43 0.00 346.26 0.00",
    ];
    assert_rows(with(FirstPeriod::Absorb), "340.02", &absorb);
    let solve = [
        "1000.00 325.97 16.11 0.00 342.08 674.03",
        "674.03 335.34 6.74 0.00 342.08 338.69",
        "338.69 338.69 3.39 0.00 342.08 0.00",
    ];
    assert_rows(with(FirstPeriod::Solve), "342.08", &solve);
}

/// 36 % of 5.00 over 21 of 360 days is 0.105.
#[test]
fn the_first_interest_follows_the_rounding_mode() {
    for mode in ALL {
        let interest = |rounding| {
            let small = Terms { amount: money("5"), annual_rate: rate("36"), rounding, ..short(mode) };
            schedule(small).rows[0].interest.centavos()
        };
        assert_eq!(MODES.map(interest), [11, 10, 11]);
    }
}

/// The last day of January is the nominal date; people are paid the day before, and interest does not care.
#[test]
fn nominal_dates_count_not_the_ones_shown() {
    let moved = [MovedPayDate { nominal: date("2026-01-31"), shown: date("2026-01-30") }];
    let plain = short(FirstPeriod::Solve);
    let timing = plain.timing.map(|timing| Timing { moved: &moved, ..timing });
    let (found, nominal) = (schedule(Terms { timing, ..plain }), schedule(plain));
    assert_eq!(found.totals, nominal.totals);
    let due = found.rows[0].due.expect("a date");
    assert_eq!((due.shown, due.shown_days, due.days), (date("2026-01-30"), 20, 21));
}

#[test]
fn other_methods_pay_the_first_interest_with_the_first_row() {
    let german = [
        "1000.00 333.33 16.33 0.00 349.66 666.67",
        "666.67 333.33 6.67 0.00 340.00 333.34",
        "333.34 333.34 3.33 0.00 336.67 0.00",
    ];
    let bullet = [
        "1000.00 0.00 16.33 0.00 16.33 1000.00",
        "1000.00 0.00 10.00 0.00 10.00 1000.00",
        "1000.00 1000.00 10.00 0.00 1010.00 0.00",
    ];
    let grace = [
        "1000.00 0.00 16.33 0.00 16.33 1000.00",
        "1000.00 330.02 10.00 0.00 340.02 669.98",
        "669.98 333.32 6.70 0.00 340.02 336.66",
        "336.66 336.66 3.37 0.00 340.03 0.00",
    ];
    for mode in [FirstPeriod::Absorb, FirstPeriod::AddToFirst] {
        assert_rows(Terms { method: Method::German, ..long(mode, 3) }, "", &german);
        assert_rows(Terms { method: Method::Bullet, ..long(mode, 3) }, "", &bullet);
        let method = Method::InterestOnlyGrace { rows: 1 };
        assert_rows(Terms { method, ..long(mode, 4) }, "340.02", &grace);
    }
}

#[test]
fn one_row_pays_everything() {
    for mode in ALL {
        let level = if mode == FirstPeriod::Solve { "1016.33" } else { "1010.00" };
        assert_rows(long(mode, 1), level, &["1000.00 1000.00 16.33 0.00 1016.33 0.00"]);
    }
}

/// Twenty-four months to the first row, 720 days at 60 %: 1,200.00 of interest.
#[test]
fn a_first_interest_above_the_payment_is_negative_amortization() {
    let late = |mode| {
        let timing = january(24, odd(mode));
        Terms { annual_rate: rate("60"), timing, ..thousand(3) }
    };
    let error = Error::NegativeAmortization { row: 1 };
    let rows = Loan::new(late(FirstPeriod::Absorb)).expect("valid terms").rows();
    assert_eq!(rows.collect::<Vec<_>>(), [Err(error)]);
    assert_eq!(refusal(late(FirstPeriod::Solve)), error);
    // 367.21 repays the rest; 317.21 of principal come with them.
    let added = schedule(late(FirstPeriod::AddToFirst)).rows[0];
    assert_eq!([added.principal, added.interest], [money("317.21"), money("1200")]);
}

#[test]
fn days_need_dates_of_the_frequency() {
    for periods_per_year in [1, 2, 4, 6, 26, 52] {
        let terms = Terms { periods_per_year, ..short(FirstPeriod::Absorb) };
        assert_eq!(refusal(terms), Error::NoPayDates);
    }
    let lag = |days| {
        let timing = january(1, odd(FirstPeriod::Absorb));
        let first_due = FirstDue::Lag { days };
        Terms { timing: timing.map(|timing| Timing { first_due, ..timing }), ..thousand(3) }
    };
    assert_eq!(schedule(lag(22)).rows, schedule(long(FirstPeriod::Absorb, 3)).rows);
    assert_eq!(refusal(lag(0)).field().as_str(), "cutoff_lag_days");
}
