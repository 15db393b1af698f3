//! "Quincena dates": what the conventions state, what is refused, and what always holds.

use amortization::{Date, DueDate, Error, Field, FirstDue, MovedPayDate, PayCalendar, limits};
use proptest::prelude::*;

pub fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

fn quincenas() -> PayCalendar<'static> {
    PayCalendar::new(24).expect("quincenas have dates")
}

/// The first nominal due dates of a loan in quincenas.
fn first_dues(disbursed: &str, first: FirstDue, payments: u32) -> Vec<String> {
    let dues = quincenas().due_dates(date(disbursed), first, payments).expect("dates");
    dues.map(|due| due.nominal.to_string()).collect()
}

#[test]
fn a_loan_paid_out_on_a_quincena_date_is_due_on_the_next_one() {
    for (disbursed, first) in [
        ("2026-08-15", "2026-08-31"),
        ("2026-08-31", "2026-09-15"),
        ("2026-12-31", "2027-01-15"),
        ("2028-02-29", "2028-03-15"),
        ("2027-02-28", "2027-03-15"),
        ("2028-02-28", "2028-02-29"),
        ("2026-08-14", "2026-08-15"),
        ("2026-08-30", "2026-08-31"),
        ("2100-02-27", "2100-02-28"),
    ] {
        assert_eq!(first_dues(disbursed, FirstDue::Lag { days: 1 }, 1), [first], "{disbursed}");
    }
}

#[test]
fn february_has_its_own_last_day() {
    let found = first_dues("2028-01-31", FirstDue::Lag { days: 1 }, 4);
    assert_eq!(found, ["2028-02-15", "2028-02-29", "2028-03-15", "2028-03-31"]);
    let found = first_dues("2027-01-31", FirstDue::Lag { days: 1 }, 3);
    assert_eq!(found, ["2027-02-15", "2027-02-28", "2027-03-15"]);
}

#[test]
fn the_lag_is_counted_in_days_and_its_last_day_is_enough() {
    for (days, first) in [(5, "2026-08-15"), (6, "2026-08-31"), (21, "2026-08-31"), (22, "2026-09-15")] {
        assert_eq!(first_dues("2026-08-10", FirstDue::Lag { days }, 1), [first], "{days} days");
    }
}

#[test]
fn the_nth_pay_date_counts_from_the_first_after_the_disbursement() {
    for (n, first) in [(1, "2026-08-31"), (2, "2026-09-15"), (3, "2026-09-30"), (24, "2027-08-15")] {
        assert_eq!(first_dues("2026-08-15", FirstDue::Nth { n }, 1), [first], "the {n}th");
    }
}

#[test]
fn twelve_a_year_are_the_last_days_of_the_months() {
    let calendar = PayCalendar::new(12).expect("months have dates");
    let dues = calendar.due_dates(date("2027-12-31"), FirstDue::Lag { days: 1 }, 3).expect("dates");
    let found: Vec<_> = dues.map(|due| (due.nominal.to_string(), due.days)).collect();
    let stated = [("2028-01-31", 31), ("2028-02-29", 29), ("2028-03-31", 31)];
    assert_eq!(found, stated.map(|(date, days)| (date.to_owned(), days)));
}

#[test]
fn days_are_counted_from_the_previous_date() {
    let dues = quincenas().due_dates(date("2028-02-03"), FirstDue::Lag { days: 1 }, 5).expect("dates");
    assert_eq!(dues.map(|due| due.days).collect::<Vec<_>>(), [12, 14, 15, 16, 15]);
}

fn moved(nominal: &str, shown: &str) -> MovedPayDate {
    MovedPayDate { nominal: date(nominal), shown: date(shown) }
}

#[test]
fn december_paid_early_changes_what_is_shown_and_not_what_is_nominal() {
    let list = [moved("2026-12-15", "2026-12-11"), moved("2026-12-31", "2026-12-18")];
    let calendar = quincenas().with_moved(&list).expect("an ordered list");
    let dues = calendar.due_dates(date("2026-11-20"), FirstDue::Lag { days: 1 }, 4).expect("dates");
    let found: Vec<DueDate> = dues.collect();
    let shown: Vec<_> = found.iter().map(|due| due.shown.to_string()).collect();
    assert_eq!(shown, ["2026-11-30", "2026-12-11", "2026-12-18", "2027-01-15"]);
    assert_eq!(found.iter().map(|due| due.shown_days).collect::<Vec<_>>(), [10, 11, 7, 28]);
    assert_eq!(found.iter().map(|due| due.days).collect::<Vec<_>>(), [10, 15, 16, 15]);
    assert_eq!(found[2].nominal, date("2026-12-31"));
}

#[test]
fn a_first_pay_date_moved_before_the_disbursement_is_refused() {
    let list = [moved("2026-12-31", "2026-12-18")];
    let calendar = quincenas().with_moved(&list).expect("an ordered list");
    let first = |disbursed: &str, days| calendar.due_dates(date(disbursed), FirstDue::Lag { days }, 1);
    for disbursed in ["2026-12-18", "2026-12-20", "2026-12-30"] {
        let error = first(disbursed, 1).expect_err("paid before it was lent");
        assert_eq!(error, Error::NotAfterDisbursement { date: date("2026-12-18") });
        assert_eq!(error.to_string(), "disbursed_on must be before 2026-12-18, the first pay date");
    }
    assert!(first("2026-12-17", 1).is_ok() && first("2026-12-20", 12).is_ok());
}

#[test]
fn lists_of_moved_dates_keep_the_order_of_the_calendar() {
    let out_of_order = |at: &str| Error::PayDatesOutOfOrder { date: date(at) };
    for (list, error) in [
        (vec![moved("2026-12-30", "2026-12-18")], Error::NotAPayDate { date: date("2026-12-30") }),
        (vec![moved("2026-12-31", "2026-12-15")], out_of_order("2026-12-31")),
        (vec![moved("2026-12-31", "2027-01-15")], out_of_order("2026-12-31")),
        // Each would follow the other, and drift away from its own nominal date.
        (
            vec![moved("2026-12-15", "2026-12-31"), moved("2026-12-31", "2027-01-02")],
            out_of_order("2026-12-15"),
        ),
        (
            vec![moved("2026-12-15", "2026-12-01"), moved("2026-12-31", "2026-12-14")],
            out_of_order("2026-12-31"),
        ),
        (
            vec![moved("2026-12-15", "2026-12-30"), moved("2026-12-31", "2026-12-20")],
            out_of_order("2026-12-15"),
        ),
        (
            vec![moved("2026-12-31", "2026-12-18"), moved("2026-12-15", "2026-12-11")],
            out_of_order("2026-12-15"),
        ),
        (
            vec![moved("2026-12-31", "2026-12-18"), moved("2026-12-31", "2026-12-19")],
            out_of_order("2026-12-31"),
        ),
    ] {
        let refused = quincenas().with_moved(&list).expect_err("a list without sense");
        assert_eq!((refused, refused.field().as_str()), (error, "pay_dates"), "{list:?}");
    }
    // Only the last day of a month is a pay date twelve times a year.
    let monthly = PayCalendar::new(12).expect("months have dates");
    assert!(monthly.with_moved(&[moved("2026-12-15", "2026-12-11")]).is_err());
    assert!(monthly.with_moved(&[moved("2026-12-31", "2026-12-11")]).is_ok());
}

/// The longest first period: 24 months with a 29 February, and its end moved to right before the next.
#[test]
fn the_longest_first_period_is_the_most_a_payoff_counts() {
    let list = [moved("2029-12-31", "2030-01-30")];
    let months = PayCalendar::new(12).expect("months have dates");
    let calendar = months.with_moved(&list).expect("an ordered list");
    let first = |disbursed: &str| {
        let mut dues = calendar.due_dates(date(disbursed), FirstDue::Nth { n: 24 }, 1).expect("dates");
        dues.next().map(|due| (due.days, due.shown_days))
    };
    assert_eq!(first("2027-12-31"), Some((731, limits::MAX_ACCRUED_DAYS)));
    assert_eq!(first("2028-12-31"), Some((730, 730)));
    assert!(months.with_moved(&[moved("2029-12-31", "2030-01-31")]).is_err());
}

#[test]
fn other_frequencies_have_no_dates() {
    for periods in 0..60 {
        let found = PayCalendar::new(periods).map(|_| ()).map_err(|error| (error, error.code()));
        let refused = Err((Error::NoPayDates, "no_pay_dates"));
        assert_eq!(found, if [12, 24].contains(&periods) { Ok(()) } else { refused }, "{periods}");
    }
    assert_eq!(Error::NoPayDates.field(), Field::PeriodsPerYear);
}

#[test]
fn each_limit_of_a_calendar_is_named() {
    let dues = |disbursed: &str, first, payments| quincenas().due_dates(date(disbursed), first, payments);
    let (lag, nth) = (|days| FirstDue::Lag { days }, |n| FirstDue::Nth { n });
    for (found, field, code) in [
        (dues("2026-08-15", lag(0), 1), "cutoff_lag_days", "not_positive"),
        (dues("2026-08-15", lag(367), 1), "cutoff_lag_days", "above_limit"),
        (dues("2026-08-15", nth(0), 1), "first_due_nth", "not_positive"),
        (dues("2026-08-15", nth(25), 1), "first_due_nth", "above_limit"),
        (dues("2026-08-15", lag(u32::MAX), u32::MAX), "payments", "above_limit"),
        (dues("2026-08-15", lag(1), 0), "payments", "not_positive"),
        (dues("2026-08-15", lag(1), 1201), "payments", "above_limit"),
        (dues("2200-12-31", lag(1), 1), "disbursed_on", "outside_calendar"),
        (dues("2200-12-01", lag(1), 3), "disbursed_on", "outside_calendar"),
        (dues("2151-01-15", lag(1), 1200), "disbursed_on", "outside_calendar"),
    ] {
        let error = found.expect_err(field);
        assert_eq!((error.field().as_str(), error.code()), (field, code));
        assert!(error.to_string().starts_with(field), "{error}");
    }
    assert!(dues("2200-12-01", lag(1), 2).is_ok() && dues("2151-01-14", lag(1), 1200).is_ok());
}

#[test]
fn text_that_is_not_an_iso_date_is_refused() {
    for text in [
        "15/08/2025",
        "2025-8-15",
        "2025-08-15 ",
        " 2025-08-15",
        "2025-08-15T00:00",
        "20250815",
        "2025/08/15",
        "25-08-15",
        "2025-02-30",
        "2025-02-29",
        "2100-02-29",
        "2025-04-31",
        "2025-13-01",
        "2025-00-10",
        "2025-01-00",
        "2025-01-32",
        "+025-01-01",
        "2025-+1-01",
        "2025-01--1",
        "٢٠٢٥-٠١",
        "2025-1-001",
        "today",
    ] {
        assert_eq!(text.parse::<Date>(), Err(Error::NotADate { field: Field::DisbursedOn }), "{text:?}");
    }
    assert_eq!("".parse::<Date>(), Err(Error::Empty { field: Field::DisbursedOn }));
    for text in ["1899-12-31", "2201-01-01", "0000-01-01", "9999-12-31"] {
        assert_eq!(text.parse::<Date>(), Err(Error::OutsideCalendar { field: Field::DisbursedOn }), "{text}");
    }
    let elsewhere = "2025-02-30".parse::<Date>().expect_err("February").in_field(Field::PayDates);
    assert_eq!(elsewhere, Error::NotADate { field: Field::PayDates });
    let elsewhere = "1800-01-01".parse::<Date>().expect_err("too early").in_field(Field::PayDates);
    assert_eq!(elsewhere, Error::OutsideCalendar { field: Field::PayDates });
    assert_eq!(Error::NoPayDates.in_field(Field::Amount), Error::NoPayDates);
}

#[test]
fn leap_years_follow_the_gregorian_rule() {
    let leap = limits::YEARS.filter(|year| Date::new(*year, 2, 29).is_ok());
    let stated = limits::YEARS.filter(|year| year % 4 == 0 && ![1900, 2100, 2200].contains(year));
    assert!(leap.eq(stated));
    assert_eq!(date("2200-12-31").days_since(date("1900-01-01")), 109_937);
}

fn dates() -> impl Strategy<Value = Date> {
    (limits::YEARS, 1..=12_u8, 1..=31_u8)
        .prop_filter_map("a day of no month", |(year, month, day)| Date::new(year, month, day).ok())
}

fn rules() -> impl Strategy<Value = FirstDue> {
    let lag = (1..=limits::MAX_CUTOFF_LAG_DAYS).prop_map(|days| FirstDue::Lag { days });
    prop_oneof![lag, (1..=limits::MAX_FIRST_DUE_NTH).prop_map(|n| FirstDue::Nth { n })]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn due_dates_are_pay_dates_that_follow_each_other(
        disbursed in dates(), first in rules(), payments in 1..=limits::MAX_PAYMENTS, monthly in any::<bool>(),
    ) {
        let calendar = PayCalendar::new(if monthly { 12 } else { 24 }).expect("a calendar");
        let Ok(dues) = calendar.due_dates(disbursed, first, payments) else { return Ok(()) };
        prop_assert_eq!(dues.len(), payments as usize);
        let (mut before, mut counted) = (disbursed, 0);
        for (due, number) in dues.zip(1..) {
            let is_last_day = due.nominal.day() == due.nominal.days_in_month();
            prop_assert!(is_last_day || (!monthly && due.nominal.day() == 15));
            prop_assert_eq!((due.number, due.shown, due.shown_days), (number, due.nominal, due.days));
            prop_assert_eq!(i64::from(due.nominal.days_since(before)), i64::from(due.days));
            let longest = if monthly { 31 } else { 16 };
            prop_assert!(due.days >= 1 && (number == 1 || due.days <= longest));
            (before, counted) = (due.nominal, number);
        }
        prop_assert_eq!(counted, payments);
    }

    #[test]
    fn the_first_due_date_is_the_earliest_the_lag_allows(disbursed in dates(), days in 1..=366_u32) {
        let Ok(mut dues) = quincenas().due_dates(disbursed, FirstDue::Lag { days }, 1) else { return Ok(()) };
        let first = dues.next().expect("one payment");
        prop_assert!(first.days >= days && first.days < days + 16);
    }

    #[test]
    fn any_due_date_is_the_same_one_by_one_or_at_once(
        disbursed in dates(), first in rules(), at in 0..70_usize, again in 0..70_usize,
    ) {
        let Ok(dues) = quincenas().due_dates(disbursed, first, 59) else { return Ok(()) };
        let all: Vec<DueDate> = dues.clone().collect();
        let mut jumping = dues;
        prop_assert_eq!(jumping.nth(at), all.get(at).copied());
        prop_assert_eq!(jumping.nth(again), all.get(at + 1 + again).copied());
        prop_assert_eq!(jumping.len(), 59_usize.saturating_sub(at + again + 2));
    }

    #[test]
    fn dates_give_their_text_back_and_order_as_days_do(a in dates(), b in dates()) {
        prop_assert_eq!(a.to_string().parse(), Ok(a));
        prop_assert_eq!(a.cmp(&b), a.days_since(b).cmp(&0));
        prop_assert_eq!(a.days_since(b), -b.days_since(a));
    }

    #[test]
    fn any_text_is_a_date_or_refused(text in "[ -~]{0,12}|[0-9]{4}-[0-9]{2}-[0-9]{2}") {
        if let Ok(date) = text.parse::<Date>() {
            prop_assert_eq!(date.to_string(), text);
        }
    }
}
