//! Everything the engine says about a random loan, as text, and that text as one number.

use std::fmt::{Debug, Write};

use amortization::{
    Accrued, Error, Loan, Money, Rate, Rounding, Terms,
    capacity::{Salary, affordable},
    late::{LateBase, LatePolicy, Overdue},
    renew, solve,
};

use crate::random::{self, CHUNK, Random};

/// FNV-1a over the texts of a chunk's loans: it is compared with itself, and needs no more than that.
pub fn of_chunk(chunk: u32) -> u64 {
    let numbers = chunk * CHUNK..(chunk + 1) * CHUNK;
    numbers.fold(0xCBF2_9CE4_8422_2325, |sum, number| fnv(sum, text(&random::loan(number)).as_bytes()))
}

fn fnv(sum: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(sum, |sum, &byte| (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3))
}

/// One line for each answer, in the same order for every loan.
pub fn text(random: &Random) -> String {
    let mut text = format!("{} {:?}\n{:?}\n", random.number, random.family, random.terms());
    match Loan::new(random.terms()) {
        Ok(loan) => whole_loan(&mut text, &loan, random),
        Err(error) => line(&mut text, "refused", error),
    }
    unknowns(&mut text, random);
    text
}

fn whole_loan(text: &mut String, loan: &Loan, random: &Random) {
    let [rows_paid, days, ..] = random.spare;
    line(text, "level", loan.level_payment());
    line(text, "opening", (loan.net_disbursed(), loan.commission(), loan.upfront_fund()));
    for row in loan.rows() {
        line(text, "row", row);
    }
    line(text, "totals", loan.totals());
    line(text, "without extras", loan.without_extras().totals());
    line(text, "cat", loan.cat(random.cat_time));
    let accrued = Accrued::ProRata { days: days % 15, period_days: 15 };
    line(text, "payoff", loan.payoff(rows_paid % loan.terms().payments, accrued));
    line(text, "payoff", loan.payoff(0, Accrued::Act360 { days: days % 31 }));
}

/// What starts from a payment, a salary or a delay instead.
fn unknowns(text: &mut String, random: &Random) {
    let terms = random.terms();
    let [share, days, ..] = random.spare;
    let per_row = terms.amount.centavos() / i64::from(terms.payments);
    let payment = Money::from_centavos(per_row + per_row / i64::from(1 + share % 40) + 1);
    let plain = plain(&terms);
    line(text, "amount", solve::amount(payment, &plain));
    line(text, "term", solve::term(payment, &plain));
    line(text, "rate", solve::rate(payment, &plain));
    if random.number.is_multiple_of(10) {
        line(text, "affordable", afford(payment, random));
    }
    line(text, "late", late(payment, days % 90));
    line(text, "renewal", renew(terms.amount, payment, terms.charges.commission, None));
}

/// What an unknown can be solved for: the others are refused as a combination.
fn plain<'a>(terms: &Terms) -> Terms<'a> {
    Terms {
        periods_per_year: terms.periods_per_year,
        rounding: terms.rounding,
        iva: terms.iva,
        ..Terms::new(terms.amount, terms.annual_rate, terms.payments)
    }
}

fn afford(salary: Money, random: &Random) -> Result<(Money, Money), Error> {
    let salary = Salary { salary, new: Some(Rate::from_millionths(30_000_000)), ..Salary::default() };
    let affordable = affordable(salary.max_payment()?, &random.terms(), None)?;
    Ok((affordable.max_amount, affordable.payment_at_max_amount))
}

fn late(principal: Money, days_late: u32) -> Result<impl Debug, Error> {
    let policy = LatePolicy {
        base: LateBase::Payment,
        annual_rate: Rate::from_millionths(27_340_000),
        grace_days: 3,
        iva: Rate::from_millionths(16_000_000),
        rounding: Rounding::HalfUp,
    };
    let overdue = Overdue { principal, interest: principal, iva: principal, days_late };
    policy.charge(&overdue)
}

fn line(text: &mut String, name: &str, answer: impl Debug) {
    // Writing to a text cannot fail.
    let _ = writeln!(text, "{name} {answer:?}");
}

#[cfg(test)]
mod tests {
    use super::{Loan, random, text};
    use crate::random::{FAMILIES, LOANS};

    /// A generator of refusals would prove nothing.
    #[test]
    fn most_loans_of_every_family_are_made_to_the_end() {
        for family in FAMILIES {
            let loans = (0..LOANS / 4).map(random::loan).filter(|loan| loan.family == family);
            let whole: Vec<bool> =
                loans.map(|loan| Loan::new(loan.terms()).is_ok_and(|loan| loan.totals().is_ok())).collect();
            let made = whole.iter().filter(|&&made| made).count();
            assert!(made * 10 > whole.len() * 6, "{family:?}: {made} of {}", whole.len());
        }
    }

    #[test]
    fn a_loan_is_the_same_each_time_and_unlike_the_next() {
        assert_eq!(text(&random::loan(7)), text(&random::loan(7)));
        assert_ne!(text(&random::loan(7)), text(&random::loan(17)));
    }
}
