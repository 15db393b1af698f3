//! "Properties that always hold" of payoff, late interest and allocation.

use amortization::{
    Accrued, Iva, Loan, Money, Rate, Rounding, Terms,
    late::{Applied, LateBase, LatePolicy, Overdue},
};
use proptest::prelude::*;

fn roundings() -> impl Strategy<Value = Rounding> + Clone {
    prop::sample::select(&[Rounding::HalfUp, Rounding::HalfEven, Rounding::Up][..])
}

fn rates(limit: u64) -> impl Strategy<Value = Rate> {
    (0..=limit).prop_map(Rate::from_millionths)
}

fn policies() -> impl Strategy<Value = LatePolicy> {
    let base = prop::sample::select(&[LateBase::Principal, LateBase::Payment][..]);
    (base, rates(1_000_000_000), 0..=366_u32, rates(100_000_000), roundings()).prop_map(
        |(base, annual_rate, grace_days, iva, rounding)| LatePolicy {
            base,
            annual_rate,
            grace_days,
            iva,
            rounding,
        },
    )
}

fn sums() -> impl Strategy<Value = Money> {
    (0_u32..=9).prop_flat_map(|digits| 0..=10_i64.pow(digits)).prop_map(Money::from_centavos)
}

fn overdue() -> impl Strategy<Value = Overdue> {
    (sums(), sums(), sums(), 0..=800_u32).prop_map(|(principal, interest, iva, days_late)| Overdue {
        principal,
        interest,
        iva,
        days_late,
    })
}

fn parts(applied: &Applied) -> [Money; 5] {
    [applied.late_iva, applied.late_interest, applied.iva, applied.interest, applied.principal]
}

/// What is owed of one instalment, in the order it is covered.
fn owed(policy: &LatePolicy, overdue: &Overdue) -> [Money; 5] {
    let late = policy.charge(overdue).expect("a charge");
    [late.iva, late.interest, overdue.iva, overdue.interest, overdue.principal]
}

fn total(sums: impl IntoIterator<Item = [Money; 5]>) -> i64 {
    sums.into_iter().flatten().map(Money::centavos).sum()
}

const CASES: u32 = 400;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    #[test]
    fn allocation_conserves_money(
        policy in policies(), overdue in prop::collection::vec(overdue(), 0..8), payment in 1..=4_000_000_000_i64,
    ) {
        let mut applied = vec![Applied::default(); overdue.len()];
        let payment = Money::from_centavos(payment);
        let left = policy.allocate(payment, &overdue, &mut applied).expect("an allocation");
        prop_assert_eq!(total(applied.iter().map(parts)) + left.centavos(), payment.centavos());
        let owed: Vec<[Money; 5]> = overdue.iter().map(|overdue| owed(&policy, overdue)).collect();
        let mut by_age: Vec<usize> = (0..overdue.len()).collect();
        by_age.sort_by_key(|at| std::cmp::Reverse(overdue[*at].days_late));
        let in_order = |of: &dyn Fn(usize) -> [Money; 5]| -> Vec<Money> {
            by_age.iter().flat_map(|at| of(*at)).collect()
        };
        let (covered, due) = (in_order(&|at| parts(&applied[at])), in_order(&|at| owed[at]));
        // Whole parts up to one place, nothing after it.
        let short = covered.iter().zip(&due).position(|(covered, due)| covered != due).unwrap_or(due.len());
        prop_assert!(covered.iter().zip(&due).all(|(covered, due)| covered <= due && *covered >= Money::ZERO));
        prop_assert!(covered.iter().skip(short + 1).all(|covered| *covered == Money::ZERO));
        prop_assert!(short == due.len() || left == Money::ZERO);
    }

    #[test]
    fn late_interest_is_zero_in_grace_and_never_falls_with_days(policy in policies(), overdue in overdue()) {
        let mut before = [Money::ZERO; 2];
        for days_late in 0..=400 {
            let late = policy.charge(&Overdue { days_late, ..overdue }).expect("a charge");
            let found = [late.interest, late.iva];
            prop_assert!(days_late > policy.grace_days || found == [Money::ZERO; 2]);
            prop_assert!(found[0] >= before[0] && found[1] >= before[1]);
            before = found;
        }
    }

    /// Simple, never compounded: two spans cost what one of both lengths does, within their roundings. So do
    /// two halves of a sum.
    #[test]
    fn late_interest_is_additive(policy in policies(), overdue in overdue(), days in 0..=800_u32, other in sums()) {
        let policy = LatePolicy { grace_days: 0, ..policy };
        let interest = |overdue: Overdue| policy.charge(&overdue).expect("a charge").interest.centavos();
        let spans = interest(overdue) + interest(Overdue { days_late: days, ..overdue });
        let both = interest(Overdue { days_late: overdue.days_late + days, ..overdue });
        prop_assert!((spans - both).abs() <= 2, "{} and {}", spans, both);
        let more = Overdue { principal: other, interest: Money::ZERO, iva: Money::ZERO, ..overdue };
        let principal = overdue.principal.checked_add(other).expect("a sum");
        let apart = interest(overdue) + interest(more);
        let together = interest(Overdue { principal, ..overdue });
        prop_assert!((apart - together).abs() <= 2, "{} and {}", apart, together);
    }

    #[test]
    fn a_payoff_follows_the_days(
        amount in 1..=100_000_000_i64, rate in rates(40_000_000), payments in 1..=60_u32, iva in rates(100_000_000),
        rounding in roundings(), paid in 0..60_u32, period_days in 1..=761_u32,
    ) {
        let terms = Terms::new(Money::from_centavos(amount), rate, payments);
        let loan = Loan::new(Terms { iva: Some(Iva::level_total(iva)), rounding, ..terms }).expect("valid terms");
        let Ok(schedule) = loan.schedule() else { return Ok(()) };
        let Some(next) = schedule.rows.get(paid as usize) else { return Ok(()) };
        let mut before = next.opening_balance;
        for days in 0..=period_days {
            let quote = loan.payoff(paid, Accrued::ProRata { days, period_days }).expect("a quote");
            let sum = [quote.balance, quote.accrued, quote.iva].map(Money::centavos).iter().sum::<i64>();
            prop_assert_eq!(quote.payoff.centavos(), sum);
            prop_assert!(quote.payoff >= before);
            prop_assert!(days > 0 || quote.payoff == next.opening_balance);
            prop_assert!(days < period_days || (quote.accrued, quote.iva) == (next.interest, next.iva));
            before = quote.payoff;
        }
    }
}
