//! Small loans whose tables were computed by hand from the words of the conventions, and the way they are compared.

use amortization::{
    Date, Error, FirstDue, FirstPeriod, InterestBy, Iva, Loan, Money, Rate, Rounding, Row, Schedule, Terms,
    Timing,
};

pub const MODES: [Rounding; 3] = [Rounding::HalfUp, Rounding::HalfEven, Rounding::Up];

/// 1,000.00 at 1 % a month, which a pencil can follow.
pub fn thousand(payments: u32) -> Terms<'static> {
    Terms { periods_per_year: 12, ..Terms::new(money("1000"), rate("12"), payments) }
}

/// `amount` without interest, in quincenas.
pub fn free(amount: &str, payments: u32) -> Terms<'static> {
    Terms::new(money(amount), Rate::ZERO, payments)
}

pub fn money(text: &str) -> Money {
    text.parse().expect("an amount")
}

pub fn rate(text: &str) -> Rate {
    text.parse().expect("a rate")
}

pub fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

/// Paid out on 10 January 2026, first due at the end of that month (21 days) or of the next one (49 days).
#[expect(clippy::unnecessary_wraps, reason = "it is what the field takes")]
pub fn january(first: u32, interest: InterestBy) -> Option<Timing<'static>> {
    let first_due = FirstDue::Nth { n: first };
    Some(Timing { disbursed_on: date("2026-01-10"), first_due, moved: &[], interest })
}

const SIXTEEN: Rate = Rate::from_millionths(16_000_000);
pub const SIXTEEN_INSIDE: Option<Iva> = Some(Iva::level_total(SIXTEEN));
pub const SIXTEEN_ON_TOP: Option<Iva> = Some(Iva::on_top(SIXTEEN));

pub fn schedule(terms: Terms) -> Schedule {
    let loan = Loan::new(terms).expect("valid terms");
    let schedule = loan.schedule().expect("a schedule");
    assert_eq!(loan.totals(), Ok(schedule.totals));
    schedule
}

/// Opening balance, principal, interest, IVA, payment, closing balance.
pub fn columns(row: &Row) -> String {
    let columns =
        [row.opening_balance, row.principal, row.interest, row.iva, row.payment, row.closing_balance];
    columns.map(|money| money.to_string()).join(" ")
}

pub fn assert_rows(terms: Terms, level: &str, rows: &[&str]) {
    let schedule = schedule(terms);
    let found: Vec<String> = schedule.rows.iter().map(columns).collect();
    assert_eq!(found, rows, "{terms:?}");
    assert_eq!(schedule.level_payment.map(|level| level.to_string()).unwrap_or_default(), level);
}

/// What refuses the terms, or the first row that cannot be.
pub fn refusal(terms: Terms) -> Error {
    Loan::new(terms).and_then(|loan| loan.schedule()).expect_err("terms to refuse")
}

pub fn odd(mode: FirstPeriod) -> InterestBy {
    InterestBy::OddFirstPeriod { basis: amortization::DayBasis::D360, mode }
}
