//! The ways no ordinary loan goes: wider brackets and true ties.

use std::cmp::Ordering;

use super::{Bracket, CatTime, Flows, Yearly, flows::Flow, near, tie};
use crate::{Loan, Money, Rate, Terms};

/// Payments one step apart.
fn flows(received: u64, paid: &[u64], per_year: u32) -> Flows {
    let paid = paid.iter().map(|&centavos| Flow { steps: 1, centavos }).collect();
    Flows { received, paid, per_year }
}

fn loan(payments: u32) -> Flows {
    let terms = Terms::new(Money::from_centavos(6_014_527), Rate::from_millionths(13_670_000), payments);
    let loan = Loan::new(terms).expect("valid terms");
    Flows::of(&loan, CatTime::Periods).expect("rows")
}

#[test]
fn a_guess_is_the_answer_for_ordinary_loans() {
    for payments in [2, 12, 59, 360] {
        let flows = loan(payments);
        let guess = near::millionths(near::discount(&flows), flows.per_year);
        let cat = Yearly::new(&flows).cat().expect("a CAT");
        assert_eq!(cat.exact.millionths(), guess, "{payments}");
    }
}

/// A guess some millionths away, above or below, only costs the steps back.
#[test]
fn a_guess_that_is_off_leads_to_the_same_answer() {
    for payments in [2, 59, 360] {
        let flows = loan(payments);
        let right = Yearly::new(&flows);
        let found = right.millionths();
        for off in [-3 << 33, -1 << 33, 1 << 33, 3 << 33] {
            let near = right.near.saturating_add_signed(off);
            let guess = near::millionths(near, flows.per_year);
            assert_ne!(Ok(guess), found, "{payments} {off}");
            assert_eq!(Yearly { near, ..Yearly::new(&flows) }.millionths(), found, "{payments} {off}");
        }
    }
}

/// Half of a millionth of a percent is rounded up, also where the guess lies below or above it.
#[test]
fn half_a_millionth_is_rounded_up_from_any_guess() {
    let flows = flows(200_000_000, &[200_000_001], 1);
    for off in [-1_i64 << 40, -1 << 38, 0, 1 << 38, 1 << 40] {
        let near = near::discount(&flows).saturating_add_signed(off);
        assert_eq!(Yearly { near, ..Yearly::new(&flows) }.millionths(), Ok(1), "{off}");
    }
}

#[test]
fn every_width_agrees_around_the_answer() {
    let flows = loan(59);
    let yearly = Yearly::new(&flows);
    let found = yearly.cat().expect("a CAT").exact.millionths();
    for (halves, order) in [(2 * found - 1, Ordering::Greater), (2 * found + 1, Ordering::Less)] {
        let first = yearly.first.and_then(|bracket| bracket.compare(halves, 24));
        let found = [first, yearly.wider::<3>(halves), yearly.wider::<6>(halves), yearly.wider::<12>(halves)];
        assert_eq!(found, [Some(order); 4], "{halves}");
    }
}

#[test]
fn a_wider_bracket_is_a_narrower_one() {
    // 11/10 a year, which is exactly 2e7 halves of a millionth of a percent above one.
    let flows = flows(1_000_000_000, &[1_100_000_001], 1);
    let near = near::discount(&flows);
    let bracket = Bracket::<3>::around(near, &flows).expect("a bracket");
    assert_eq!(bracket.compare(20_000_000, 1), Some(Ordering::Greater));
    // A centavo in 10^18 of it is told by the narrowed bracket only.
    let flows = self::flows(1_000_000_000_000_000_000, &[1_100_000_000_000_000_001], 1);
    let around = Bracket::<6>::around(near::discount(&flows), &flows).expect("a bracket");
    assert_eq!(around.compare(20_000_000, 1), None);
    let narrowed = around.narrowed(&flows).expect("a bracket");
    assert_eq!(narrowed.compare(20_000_000, 1), Some(Ordering::Greater));
    assert_eq!(Yearly::new(&flows).compare(20_000_000), Ok(Ordering::Greater));
}

#[test]
fn a_tie_is_told_by_no_width_and_found_exactly() {
    // (halves of a millionth of a percent, received, paid, payments a year)
    let ties: [(u64, u64, &[u64], u32); 4] = [
        (1, 200_000_000, &[200_000_001], 1),
        (20_000_000, 210, &[121, 121], 1),
        // 9/8 every second payment of six, so (9/8)^3 a year.
        (84_765_625, 8, &[0, 9], 6),
        (84_765_625, 128, &[0, 72, 0, 81, 0], 6),
    ];
    for (halves, received, paid, per_year) in ties {
        let flows = flows(received, paid, per_year);
        assert!(tie::is_exact(&flows, halves), "{received} {paid:?}");
        assert!(!tie::is_exact(&flows, halves + 1), "{received} {paid:?}");
        let yearly = Yearly::new(&flows);
        assert_eq!(yearly.wider::<6>(halves), None);
        let orders = [halves - 1, halves, halves + 1].map(|halves| yearly.compare(halves));
        assert_eq!(orders, [Ordering::Greater, Ordering::Equal, Ordering::Less].map(Ok));
    }
}

#[test]
fn a_year_whose_root_is_no_fraction_has_no_tie() {
    // 21 % a year is 10 % a half-year; a quarter of it is the root of 1.1.
    assert!(tie::is_exact(&flows(100, &[110], 2), 42_000_000));
    assert!(!tie::is_exact(&flows(100, &[110], 4), 42_000_000));
    assert!(tie::is_exact(&flows(100, &[0, 110], 4), 42_000_000));
}

#[test]
fn days_are_steps_too() {
    let flow = |steps, centavos| Flow { steps, centavos };
    let years = |first, second| Flows {
        received: 210,
        paid: vec![flow(first, 121), flow(second, 121)],
        per_year: 365,
    };
    assert!(tie::is_exact(&years(365, 365), 20_000_000));
    assert!(!tie::is_exact(&years(365, 366), 20_000_000));
    let found = |flows: &Flows| Yearly::new(flows).cat().map(|cat| cat.exact.to_string());
    assert_eq!(found(&years(365, 365)).as_deref(), Ok("10"));
    assert_eq!(found(&years(364, 365)).as_deref(), Ok("10.019496"));
}
