//! "Properties that always hold" of CAT, of amounts, terms and rates solved for, and of capacity.

use amortization::{
    Cat, CatTime, Error, Iva, Loan, Money, Rate, Rounding, Schedule, Terms, capacity::affordable, limits,
    solve,
};
use proptest::prelude::*;

fn sums() -> impl Strategy<Value = Money> {
    (0_u32..=14).prop_flat_map(|digits| 1..=10_i64.pow(digits)).prop_map(Money::from_centavos)
}

fn rates() -> impl Strategy<Value = Rate> {
    let any = 0..=limits::MAX_ANNUAL_RATE_MILLIONTHS;
    prop_oneof![4 => 0..=40_000_000_u64, 1 => any, 1 => Just(0)].prop_map(Rate::from_millionths)
}

fn taxes() -> impl Strategy<Value = Option<Iva>> {
    let any = (0..=limits::MAX_IVA_MILLIONTHS).prop_map(Rate::from_millionths);
    prop_oneof![
        Just(None),
        Just(Some(Iva::level_total(Rate::from_millionths(16_000_000)))),
        any.clone().prop_map(|rate| Some(Iva::level_total(rate))),
        any.prop_map(|rate| Some(Iva::on_top(rate))),
    ]
}

fn terms() -> impl Strategy<Value = Terms<'static>> {
    let payments = prop_oneof![3 => 1..=120_u32, 1 => 1..=limits::MAX_PAYMENTS];
    let periods = prop::sample::select(&limits::PERIODS_PER_YEAR[..]);
    let modes = prop::sample::select(&[Rounding::HalfUp, Rounding::HalfEven, Rounding::Up][..]);
    (sums(), rates(), payments, periods, modes, taxes()).prop_map(
        |(amount, rate, payments, periods_per_year, rounding, iva)| Terms {
            periods_per_year,
            rounding,
            iva,
            ..Terms::new(amount, rate, payments)
        },
    )
}

fn level(terms: Terms) -> Money {
    Loan::new(terms).expect("terms within the limits").level_payment().expect("a level payment")
}

fn more(money: Money, centavos: i64) -> Money {
    Money::from_centavos(money.centavos() + centavos)
}

/// The CAT, or `None` where the conventions refuse the rows or the rate.
fn cat(terms: Terms) -> Option<Cat> {
    match Loan::new(terms).and_then(|loan| loan.cat(CatTime::Periods)) {
        Ok(cat) => Some(cat),
        Err(Error::CatAboveLimit | Error::NegativeAmortization { .. }) => None,
        Err(other) => panic!("{terms:?}: {other}"),
    }
}

/// The effective yearly percent of a nominal one, and how far from it rounding half a centavo of interest a
/// row (a whole one under `up`) can take the CAT.
fn effective(terms: Terms) -> (f64, f64) {
    let loan = Loan::new(terms).expect("terms within the limits");
    let balances: f64 = loan.rows().flatten().map(|row| float(row.opening_balance.centavos())).sum();
    let (periods, rows) = (f64::from(terms.periods_per_year), f64::from(terms.payments));
    let rate = percent(terms.annual_rate) / 100.0 / periods;
    let error = if terms.rounding == Rounding::Up { 1.0 } else { 0.5 };
    // The true rate may be anywhere up to this much further along a growth that steepens.
    let off = error * rows / balances;
    let steepest = (1.0 + rate + off).powf(periods - 1.0);
    (((1.0 + rate).powf(periods) - 1.0) * 100.0, 100.0 * periods * off * steepest + 1e-6)
}

fn percent(rate: Rate) -> f64 {
    float(i64::try_from(rate.millionths()).expect("a limited rate")) / 1e6
}

#[expect(clippy::cast_precision_loss, reason = "a bound, not a figure")]
fn float(whole: i64) -> f64 {
    whole as f64
}

const CASES: u32 = 300;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    #[test]
    fn an_amount_solved_for_is_the_largest_its_payment_repays(terms in terms(), payment in sums()) {
        let Ok(amount) = solve::amount(payment, &terms) else { return Ok(()) };
        let back = level(Terms { amount, ..terms });
        prop_assert!(back <= payment);
        if amount.centavos() < limits::MAX_AMOUNT_CENTAVOS {
            let above = Terms { amount: more(amount, 1), rounding: Rounding::Up, ..terms };
            prop_assert!(level(above) > payment);
        }
    }

    #[test]
    fn a_rate_solved_for_lies_between_those_of_the_neighbouring_payments(terms in terms()) {
        let payment = level(terms);
        prop_assume!((2..limits::MAX_AMOUNT_CENTAVOS).contains(&payment.centavos()));
        let rate_of = |payment| match solve::rate(payment, &terms) {
            Ok(rate) => rate.millionths(),
            Err(Error::NoNonnegativeRate) => 0,
            Err(Error::RateAboveLimit) => limits::MAX_ANNUAL_RATE_MILLIONTHS,
            Err(other) => panic!("{terms:?}: {other}"),
        };
        let between = rate_of(more(payment, -1))..=rate_of(more(payment, 1));
        prop_assert!(between.contains(&terms.annual_rate.millionths()), "{:?}", between);
    }

    #[test]
    fn a_rate_solved_for_gives_its_payment_back(terms in terms(), centavos in 1..=10_000_000_i64) {
        // Half a millionth of a percent, taxed, is a tenth of a centavo of a hundred thousand.
        let terms = Terms { amount: Money::from_centavos(centavos), ..terms };
        let payment = level(terms);
        let Ok(annual_rate) = solve::rate(payment, &terms) else { return Ok(()) };
        let off = level(Terms { annual_rate, ..terms }).centavos() - payment.centavos();
        prop_assert!(off.abs() <= 1, "{} centavos", off);
    }

    #[test]
    fn a_term_solved_for_is_the_schedule_that_its_payment_makes(terms in terms()) {
        let payment = level(terms);
        prop_assume!((1..=limits::MAX_AMOUNT_CENTAVOS).contains(&payment.centavos()));
        let Ok(schedule) = Loan::new(terms).and_then(|loan| loan.schedule()) else { return Ok(()) };
        let last = match terms.iva {
            Some(iva) if iva == Iva::on_top(iva.rate) => before_iva(&schedule),
            _ => schedule.totals.last_payment,
        };
        match solve::term(payment, &terms) {
            Ok(found) if last <= payment => {
                prop_assert_eq!((found.payments as usize, found.last_payment), (schedule.rows.len(), last));
            }
            Ok(found) => prop_assert!(found.payments as usize > schedule.rows.len()),
            // The last row pays what the level payment never would.
            Err(error) => prop_assert!(last > payment, "{}", error),
        }
    }

    #[test]
    fn without_charges_cat_is_the_effective_rate(terms in terms()) {
        let Some(cat) = cat(terms) else { return Ok(()) };
        let (effective, bound) = effective(terms);
        let off = (percent(cat.exact) - effective).abs();
        prop_assert!(off <= bound * (1.0 + 1e-9) + effective * 1e-12, "{} off, {} allowed", off, bound);
    }

    #[test]
    fn iva_on_top_does_not_change_cat(terms in terms(), iva in 0..=limits::MAX_IVA_MILLIONTHS) {
        let with = Terms { iva: Some(Iva::on_top(Rate::from_millionths(iva))), ..terms };
        prop_assert_eq!(cat(with), cat(Terms { iva: None, ..terms }));
    }

    #[test]
    fn what_is_shown_is_the_nearest_tenth(terms in terms()) {
        let Some(cat) = cat(terms) else { return Ok(()) };
        let (exact, shown) = (cat.exact.millionths(), cat.shown.millionths());
        prop_assert_eq!(shown % 100_000, 0);
        prop_assert!(exact.abs_diff(shown) <= 50_000);
    }

    #[test]
    fn what_is_affordable_fits(terms in terms(), payment in sums(), cap in sums()) {
        let Ok(found) = affordable(payment, &terms, Some(cap)) else { return Ok(()) };
        prop_assert!(found.max_amount <= cap);
        let schedule = Loan::new(Terms { amount: found.max_amount, ..terms }).and_then(|loan| loan.schedule());
        let rows = schedule.expect("a schedule").rows;
        let mut counted = rows.iter().filter(|row| terms.payments == 1 || row.number < terms.payments);
        prop_assert!(counted.all(|row| row.payment <= payment));
        if terms.iva.is_none() {
            let solved = solve::amount(payment, &terms).map_or(cap, |solved| solved.min(cap));
            prop_assert_eq!(found.max_amount, solved);
        }
    }
}

fn before_iva(schedule: &Schedule) -> Money {
    let iva = schedule.rows.last().map_or(0, |row| row.iva.centavos());
    more(schedule.totals.last_payment, -iva)
}
