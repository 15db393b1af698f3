//! "Properties that always hold", under any combination of options.

use std::collections::BTreeMap;

use amortization::{
    Accrued, CatTime, Charge, Error, ExtraEffect, FirstPeriod, InterestBy, IvaMode, Loan, Method, Money,
    Rate, Rounding, Row, Schedule, Terms, capacity, solve,
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

use crate::any_terms::{ordinary, roundings, wild};

const CASES: u32 = 256;

/// The table of ordinary terms, or `None` where there is a reason not to have one.
fn table(terms: Terms) -> Option<(Loan, Schedule)> {
    let made = Loan::new(terms).and_then(|loan| loan.schedule().map(|schedule| (loan, schedule)));
    match made {
        Ok(made) => Some(made),
        Err(
            Error::UnsupportedCombination { .. }
            | Error::NegativeAmortization { .. }
            | Error::MultipleTooCoarse { .. }
            | Error::ExtraAboveBalance { .. }
            | Error::NetNotPositive
            | Error::NotAfterDisbursement { .. }
            | Error::AboveLimit { field: amortization::Field::GracePayments | amortization::Field::Extras },
        ) => None,
        Err(other) => panic!("{other}"),
    }
}

fn centavos<const N: usize>(columns: [Money; N]) -> [i64; N] {
    columns.map(Money::centavos)
}

fn charges(row: &Row) -> [Money; 4] {
    [row.fund, row.insurance, row.fee, row.charges_iva]
}

fn total(rows: &[Row], column: impl Fn(&Row) -> Money) -> i64 {
    rows.iter().map(|row| column(row).centavos()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    #[test]
    fn principal_and_extras_are_the_financed_amount(any in ordinary()) {
        let Some((loan, schedule)) = table(any.terms()) else { return Ok(()) };
        let repaid = total(&schedule.rows, |row| row.principal) + total(&schedule.rows, |row| row.extra);
        prop_assert_eq!(repaid, loan.financed_amount().centavos());
        let Charge { amount, iva } = loan.commission();
        let more = loan.financed_amount().centavos() - any.terms().amount.centavos();
        prop_assert!(more == 0 || more == amount.centavos() + iva.centavos());
        prop_assert!(loan.net_disbursed() > Money::ZERO && loan.net_disbursed() <= any.terms().amount);
    }

    #[test]
    fn the_balance_goes_down_to_zero(any in ordinary()) {
        let Some((loan, schedule)) = table(any.terms()) else { return Ok(()) };
        let mut owed = loan.financed_amount();
        for (row, number) in schedule.rows.iter().zip(1..) {
            prop_assert_eq!((row.number, row.opening_balance), (number, owed));
            let [opening, principal, extra, closing] =
                centavos([row.opening_balance, row.principal, row.extra, row.closing_balance]);
            prop_assert!(principal >= 0 && extra >= 0);
            prop_assert_eq!(closing, opening - principal - extra);
            prop_assert!((0..=opening).contains(&closing));
            owed = row.closing_balance;
        }
        prop_assert_eq!(owed, Money::ZERO);
        prop_assert!((1..=any.terms().payments as usize).contains(&schedule.rows.len()));
    }

    #[test]
    fn a_payment_is_the_sum_of_its_columns(any in ordinary()) {
        let Some((_, schedule)) = table(any.terms()) else { return Ok(()) };
        for row in &schedule.rows {
            let [fund, insurance, fee, charges_iva] = charges(row);
            let columns = centavos([row.principal, row.interest, row.iva, fund, insurance, fee, charges_iva]);
            prop_assert!(columns.iter().all(|column| *column >= 0));
            prop_assert_eq!(columns.iter().sum::<i64>(), row.payment.centavos());
        }
    }

    #[test]
    fn rows_add_up_to_the_totals(any in ordinary()) {
        let Some((loan, schedule)) = table(any.terms()) else { return Ok(()) };
        let Schedule { rows, totals, .. } = &schedule;
        let sums = [
            total(rows, |row| row.interest), total(rows, |row| row.iva), total(rows, |row| row.fund),
            total(rows, |row| row.insurance), total(rows, |row| row.fee), total(rows, |row| row.charges_iva),
            total(rows, |row| row.extra), total(rows, |row| row.payment),
        ];
        let stated = centavos([
            totals.interest, totals.iva, totals.fund, totals.insurance, totals.fees, totals.charges_iva,
            totals.extras, totals.paid,
        ]);
        prop_assert_eq!(sums, stated);
        prop_assert_eq!(rows.last().map(|row| row.payment), Some(totals.last_payment));
        let iterated: Result<Vec<Row>, Error> = loan.rows().collect();
        prop_assert_eq!(iterated.as_ref(), Ok(rows));
    }

    #[test]
    fn extras_stand_where_they_were_agreed(any in ordinary()) {
        let Some((_, schedule)) = table(any.terms()) else { return Ok(()) };
        let agreed: Vec<(u32, Money)> =
            any.terms().extras.list.iter().map(|extra| (extra.after, extra.amount)).collect();
        let paid = schedule.rows.iter().filter(|row| row.extra != Money::ZERO);
        prop_assert_eq!(paid.map(|row| (row.number, row.extra)).collect::<Vec<_>>(), agreed);
    }

    #[test]
    fn due_dates_rise(any in ordinary()) {
        let Some((_, schedule)) = table(any.terms()) else { return Ok(()) };
        let Some(timing) = any.terms().timing else {
            prop_assert!(schedule.rows.iter().all(|row| row.due.is_none()));
            return Ok(());
        };
        let mut before = (timing.disbursed_on, timing.disbursed_on);
        for row in &schedule.rows {
            let due = row.due.expect("a due date");
            prop_assert_eq!(due.number, row.number);
            prop_assert!(due.nominal > before.0 && due.shown > before.1);
            prop_assert_eq!(i64::from(due.days), i64::from(due.nominal.days_since(before.0)));
            prop_assert_eq!(i64::from(due.shown_days), i64::from(due.shown.days_since(before.1)));
            before = (due.nominal, due.shown);
        }
    }

    /// Charges apart, and IVA where it comes on top.
    #[test]
    fn all_level_payments_but_the_last_are_equal(any in ordinary()) {
        let terms = any.terms();
        let Some((loan, schedule)) = table(terms) else { return Ok(()) };
        let grace = match terms.method {
            Method::Level => 0,
            Method::InterestOnlyGrace { rows } => rows,
            _ => {
                prop_assert_eq!(loan.level_payment(), None);
                return Ok(());
            }
        };
        let recomputed = terms.extras.effect == ExtraEffect::ReducePayment;
        let changed = terms.extras.list.first().filter(|_| recomputed).map_or(u32::MAX, |extra| extra.after);
        let on_top = terms.iva.is_some_and(|iva| iva.mode == IvaMode::OnTop);
        let Some((_, others)) = schedule.rows.split_last() else { panic!("no rows") };
        for row in others.iter().filter(|row| row.number > grace && row.number <= changed) {
            let iva = if on_top { Money::ZERO } else { row.iva };
            let [principal, interest, iva] = centavos([row.principal, row.interest, iva]);
            let added = row.number == 1 && adds_to_first(&terms);
            let level = loan.level_payment().map(Money::centavos);
            prop_assert!(added || level == Some(principal + interest + iva), "row {}", row.number);
        }
        prop_assert!(others.iter().take(grace as usize).all(|row| row.principal == Money::ZERO));
    }

    #[test]
    fn interest_never_rises_in_like_periods(any in ordinary()) {
        let terms = any.terms();
        let interest_by = terms.timing.map(|timing| timing.interest).unwrap_or_default();
        // A flat loan's last row takes what rounding left.
        let is_alike = interest_by == InterestBy::Periods && terms.method != Method::Flat;
        let Some((_, schedule)) = table(terms).filter(|_| is_alike) else { return Ok(()) };
        prop_assert!(schedule.rows.windows(2).all(|pair| pair[1].interest <= pair[0].interest));
    }

    #[test]
    fn a_payoff_on_a_due_date_is_the_balance(any in ordinary(), period_days in 1..=761_u32) {
        let Some((loan, schedule)) = table(any.terms()) else { return Ok(()) };
        let mut remaining = schedule.totals.interest.centavos();
        for row in &schedule.rows {
            let paid = row.number - 1;
            for accrued in [Accrued::ProRata { days: 0, period_days }, Accrued::Act360 { days: 0 }] {
                let quote = loan.payoff(paid, accrued).expect("a quote");
                prop_assert_eq!([quote.balance, quote.payoff], [row.opening_balance; 2]);
                prop_assert_eq!([quote.accrued, quote.iva], [Money::ZERO; 2]);
                prop_assert_eq!(quote.interest_saved.centavos(), remaining);
            }
            remaining -= row.interest.centavos();
        }
        let after_the_end = loan.payoff(u32::try_from(schedule.rows.len()).expect("few rows"), Accrued::Act360 { days: 0 });
        prop_assert!(after_the_end.is_err());
    }

    #[test]
    fn extras_never_cost_interest(any in ordinary()) {
        let terms = any.terms();
        let like = terms.timing.is_none_or(|timing| timing.interest == InterestBy::Periods);
        let plain = Terms { extras: amortization::Extras::NONE, ..terms };
        // A payment of its own that rounding or a multiple lowers can cost more than a small extra saves.
        let keeps = terms.extras.effect == ExtraEffect::ReduceTerm && terms.payment_multiple.is_none();
        let both = table(terms).zip(table(plain)).filter(|_| like && keeps);
        let Some(((_, with), (_, without))) = both else { return Ok(()) };
        prop_assert!(with.totals.interest <= without.totals.interest);
        prop_assert!(with.rows.len() <= without.rows.len());
    }

    /// Equal principal repays faster than equal payments, and those faster than one payment at the end.
    #[test]
    fn german_costs_at_most_level_and_level_at_most_bullet(
        amount in 100_000..=100_000_000_i64, rate in 0..=40_000_000_u64, payments in 1..=120_u32, rounding in roundings(),
    ) {
        let terms = Terms::new(Money::from_centavos(amount), Rate::from_millionths(rate), payments);
        let interest = |method| {
            let (_, schedule) = table(Terms { method, rounding, ..terms }).expect("a table");
            schedule.totals.interest.centavos()
        };
        prop_assert!(interest(Method::German) <= interest(Method::Level) + i64::from(payments));
        prop_assert!(interest(Method::Level) <= interest(Method::Bullet));
    }

    #[test]
    fn wild_terms_are_computed_or_refused(any in wild(), days in any::<u32>(), paid in any::<u32>()) {
        let terms = any.terms();
        match Loan::new(terms).and_then(|loan| loan.schedule().map(|schedule| (loan, schedule))) {
            Ok((loan, schedule)) => {
                prop_assert_eq!(schedule.rows.last().map(|row| row.closing_balance), Some(Money::ZERO));
                for accrued in [Accrued::Act360 { days }, Accrued::ProRata { days, period_days: paid }] {
                    explained(loan.payoff(paid, accrued));
                    explained(loan.payoff(paid % 60, accrued));
                }
            }
            Err(error) => prop_assert!(is_explained(error)),
        }
    }

    #[test]
    fn wild_questions_are_answered_or_refused(any in wild(), payment in any::<i64>()) {
        let terms = any.terms();
        if let Ok(loan) = Loan::new(terms) {
            explained(loan.cat(CatTime::Periods));
            explained(loan.cat(CatTime::Dates));
        }
        for payment in [payment, payment % 100_000_000].map(Money::from_centavos) {
            explained(solve::amount(payment, &terms));
            explained(solve::term(payment, &terms));
            explained(solve::rate(payment, &terms));
            explained(capacity::affordable(payment, &terms, Some(terms.amount)));
        }
    }
}

fn adds_to_first(terms: &Terms) -> bool {
    let interest = terms.timing.map(|timing| timing.interest);
    matches!(interest, Some(InterestBy::OddFirstPeriod { mode: FirstPeriod::AddToFirst, .. }))
}

/// An answer, or an error with a code and a sentence.
fn explained<T>(answer: Result<T, Error>) {
    assert!(answer.map_or_else(is_explained, |_| true));
}

fn is_explained(error: Error) -> bool {
    !error.code().is_empty() && !error.field().as_str().is_empty() && !error.to_string().is_empty()
}

/// The names of what a loan's terms ask for beyond plain level payments.
fn options(terms: &Terms) -> Vec<&'static str> {
    let interest = terms.timing.map(|timing| timing.interest);
    let charges = terms.charges;
    let asked = [
        (terms.method == Method::German, "german"),
        (terms.method == Method::Bullet, "bullet"),
        (terms.method == Method::Flat, "flat"),
        (matches!(terms.method, Method::InterestOnlyGrace { .. }), "grace"),
        (terms.rounding != Rounding::HalfUp, "rounding"),
        (terms.payment_multiple.is_some(), "multiple"),
        (terms.iva.is_some_and(|iva| iva.mode == IvaMode::LevelTotal), "IVA inside"),
        (terms.iva.is_some_and(|iva| iva.mode == IvaMode::OnTop), "IVA on top"),
        (interest == Some(InterestBy::Periods), "dates"),
        (matches!(interest, Some(InterestBy::OddFirstPeriod { .. })), "odd first period"),
        (matches!(interest, Some(InterestBy::RealDates { .. })), "real dates"),
        (charges.commission.is_some(), "commission"),
        (charges.insurance.is_some(), "insurance"),
        (charges.fund.is_some(), "fund"),
        (charges.fixed_fee.is_some(), "fee"),
        (!terms.extras.list.is_empty(), "extras"),
    ];
    asked.into_iter().filter(|(is_asked, _)| *is_asked).map(|(_, name)| name).collect()
}

/// A property that no loan reaches proves nothing.
#[test]
fn tables_are_reached_with_every_option_and_many_at_once() {
    let mut runner = TestRunner::deterministic();
    let (mut seen, mut tables, mut many) = (BTreeMap::new(), 0, 0);
    for _ in 0..1_000 {
        let any = ordinary().new_tree(&mut runner).expect("terms").current();
        if table(any.terms()).is_some() {
            let options = options(&any.terms());
            tables += 1;
            many += usize::from(options.len() >= 5);
            for name in options {
                *seen.entry(name).or_insert(0) += 1;
            }
        }
    }
    assert!(tables > 500 && many > 250, "{tables} tables, {many} with five options");
    assert!(seen.len() == 16 && seen.values().all(|count| *count > 20), "{seen:?}");
}
