//! The oracle's answers to what is asked about a loan (`tests/oracle/operation_files.py`).

use amortization::{
    Accrued, CatTime, Commission, CommissionPaid, Error, Loan, Money, Rate,
    capacity::{Salary, affordable},
    late::{Applied, LateBase, LatePolicy, Overdue},
    renew, solve,
};

use crate::oracle::{Given, Line, centavos, count, money, rate, rounding};

fn compare(file: &str, at_least: usize, columns: std::ops::Range<usize>, answer: fn(&Line) -> Found) {
    let mut seen = (0, 0);
    for line in Line::all(file) {
        line.assert_answers(answer(&line), columns.clone());
        seen.0 += 1;
        seen.1 += usize::from(!line.is_refusal());
    }
    assert!(seen.0 >= at_least && seen.1 * 2 > seen.0, "the oracle's file is incomplete: {seen:?}");
}

type Found = Result<Vec<String>, Error>;

fn millionths(rate: Rate) -> String {
    rate.millionths().to_string()
}

#[test]
fn cat() {
    compare(include_str!("../expected/cat.csv"), 100, 3..5, |line| {
        let time = if line.text(2) == "dates" { CatTime::Dates } else { CatTime::Periods };
        let cat = Loan::new(Given::read(line.text(1)).terms())?.cat(time)?;
        Ok(vec![millionths(cat.exact), (cat.shown.millionths() / 100_000).to_string()])
    });
}

#[test]
fn payoff() {
    compare(include_str!("../expected/payoff.csv"), 120, 4..9, |line| {
        let accrued = match line.text(3).split(':').collect::<Vec<_>>()[..] {
            ["pro_rata", days, period] => Accrued::ProRata { days: count(days), period_days: count(period) },
            ["act360", days] => Accrued::Act360 { days: count(days) },
            ref other => panic!("unknown rule {other:?}"),
        };
        let quote = Loan::new(Given::read(line.text(1)).terms())?.payoff(count(line.text(2)), accrued)?;
        let figures = [quote.balance, quote.accrued, quote.iva, quote.payoff, quote.interest_saved];
        Ok(figures.map(centavos).to_vec())
    });
}

#[test]
fn late_interest() {
    compare(include_str!("../expected/late.csv"), 120, 8..11, |line| {
        let policy = policy(line);
        let overdue: Vec<Overdue> = line.text(7).split('+').map(instalment).collect();
        let charges: Result<Vec<_>, Error> = overdue.iter().map(|one| policy.charge(one)).collect();
        let charges: Vec<_> = charges?.iter().map(|late| joined(&[late.interest, late.iva])).collect();
        let mut applied = vec![Applied::default(); overdue.len()];
        let left = policy.allocate(money(line.text(6)), &overdue, &mut applied)?;
        let applied: Vec<_> = applied.iter().map(parts).collect();
        Ok(vec![charges.join("+"), applied.join("+"), centavos(left)])
    });
}

fn policy(line: &Line) -> LatePolicy {
    LatePolicy {
        base: if line.text(1) == "payment" { LateBase::Payment } else { LateBase::Principal },
        annual_rate: rate(line.text(2)),
        grace_days: count(line.text(3)),
        iva: rate(line.text(4)),
        rounding: rounding(line.text(5)),
    }
}

fn instalment(text: &str) -> Overdue {
    let parts: Vec<&str> = text.split(':').collect();
    Overdue {
        principal: money(parts[0]),
        interest: money(parts[1]),
        iva: money(parts[2]),
        days_late: count(parts[3]),
    }
}

fn parts(applied: &Applied) -> String {
    joined(&[applied.late_iva, applied.late_interest, applied.iva, applied.interest, applied.principal])
}

fn joined(figures: &[Money]) -> String {
    figures.iter().copied().map(centavos).collect::<Vec<_>>().join(":")
}

#[test]
fn amount_term_and_rate() {
    compare(include_str!("../expected/solve.csv"), 180, 4..6, |line| {
        let given = Given::read(line.text(3));
        let (payment, terms) = (money(line.text(2)), given.terms());
        let (found, last) = match line.text(1) {
            "amount" => (centavos(solve::amount(payment, &terms)?), String::new()),
            "rate" => (millionths(solve::rate(payment, &terms)?), String::new()),
            "term" => {
                let term = solve::term(payment, &terms)?;
                (term.payments.to_string(), centavos(term.last_payment))
            }
            other => panic!("unknown unknown {other}"),
        };
        Ok(vec![found, last])
    });
}

#[test]
fn salary() {
    compare(include_str!("../expected/salary.csv"), 80, 6..7, |line| {
        let slip = Salary {
            salary: money(line.text(1)),
            existing_deductions: money(line.text(2)),
            all: line.optional(3, rate),
            new: line.optional(4, rate),
            min_liquid: line.optional(5, money),
        };
        Ok(vec![centavos(slip.max_payment()?)])
    });
}

#[test]
fn largest_loan_for_a_payment() {
    compare(include_str!("../expected/affordable.csv"), 70, 4..6, |line| {
        let payment = money(line.text(1));
        let found = affordable(payment, &Given::read(line.text(2)).terms(), line.optional(3, money))?;
        assert_eq!(found.max_payment, payment);
        Ok(vec![centavos(found.max_amount), centavos(found.payment_at_max_amount)])
    });
}

#[test]
fn renewal() {
    compare(include_str!("../expected/renewal.csv"), 80, 5..8, |line| {
        let commission = line.optional(3, |text| {
            let (pct, iva) = text.split_once(':').expect("pct:iva");
            Commission { rate: rate(pct), iva: rate(iva), paid: CommissionPaid::Deducted }
        });
        let found = renew(money(line.text(1)), money(line.text(2)), commission, line.optional(4, rate))?;
        Ok([found.commission, found.commission_iva, found.net].map(centavos).to_vec())
    });
}
