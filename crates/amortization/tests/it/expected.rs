//! The oracle's files (`tests/oracle/make_expected.py`), centavo by centavo.

use amortization::{Error, Loan, Money, Rate, Rounding, Row, Schedule};

use crate::level;

const CASES: &str = include_str!("../expected/cases.csv");
const ROWS: &str = include_str!("../expected/rows.csv");

/// A line's columns; an empty one is `None`.
struct Line<'a>(Vec<&'a str>);

impl<'a> Line<'a> {
    fn all(text: &'a str) -> impl Iterator<Item = Self> {
        text.lines().skip(1).map(|line| Self(line.split(',').collect()))
    }

    fn number(&self, column: usize) -> Option<i64> {
        let text = self.0[column];
        (!text.is_empty()).then(|| text.parse().expect("an integer column"))
    }

    fn count(&self, column: usize) -> u32 {
        self.number(column).and_then(|number| u32::try_from(number).ok()).expect("a count")
    }

    fn rate(&self, column: usize) -> Option<Rate> {
        self.number(column).map(|number| Rate::from_millionths(number.unsigned_abs()))
    }

    fn loan(&self) -> Loan<'static> {
        let rounding = match self.0[6] {
            "half_up" => Rounding::HalfUp,
            "half_even" => Rounding::HalfEven,
            "up" => Rounding::Up,
            other => panic!("unknown rounding {other}"),
        };
        let amount = Money::from_centavos(self.number(1).expect("an amount"));
        let rate = self.rate(2).expect("a rate");
        level(amount, rate, self.count(3), self.count(4), self.rate(5), rounding).expect("valid terms")
    }
}

fn columns(row: &Row) -> [i64; 7] {
    let money = [row.opening_balance, row.principal, row.interest, row.iva, row.payment, row.closing_balance];
    let [opening, principal, interest, iva, payment, closing] = money.map(Money::centavos);
    [i64::from(row.number), opening, principal, interest, iva, payment, closing]
}

/// Stands for every column of every row, where writing them all out would take megabytes.
fn digest(rows: &[Row]) -> i128 {
    let figures = rows.iter().flat_map(columns);
    figures.fold(0, |value, figure| (value * 1_000_003 + i128::from(figure)) % ((1 << 61) - 1))
}

fn assert_schedule(line: &Line, schedule: &Schedule) {
    let totals = schedule.totals;
    let rows = i64::try_from(schedule.rows.len()).expect("few rows");
    let [last, interest, iva, paid] =
        [totals.last_payment, totals.interest, totals.iva, totals.paid].map(Money::centavos);
    let found = [rows, last, interest, iva, paid].map(Some);
    let expected = [8, 9, 10, 11, 12].map(|column| line.number(column));
    assert_eq!(found, expected, "case {}", line.0[0]);
    assert_eq!(Some(digest(&schedule.rows)), line.number(13).map(i128::from), "rows of case {}", line.0[0]);
}

#[test]
fn every_case_agrees_with_the_oracle() {
    let mut seen = (0, 0);
    for line in Line::all(CASES) {
        let loan = line.loan();
        let level = loan.level_payment().map(Money::centavos);
        assert_eq!(level, line.number(7), "level payment of case {}", line.0[0]);
        match (loan.schedule(), line.number(14)) {
            (Ok(schedule), None) => assert_schedule(&line, &schedule),
            (Err(Error::NegativeAmortization { row }), Some(failed)) if i64::from(row) == failed => {
                seen.1 += 1;
            }
            (other, failed) => panic!("case {}: {other:?} instead of row {failed:?}", line.0[0]),
        }
        seen.0 += 1;
    }
    assert!(seen.0 > 1_000 && seen.1 > 10, "the oracle's file is incomplete: {seen:?}");
}

#[test]
fn every_row_written_out_agrees_with_the_oracle() {
    let cases: Vec<Line> = Line::all(CASES).collect();
    let mut compared = 0;
    for line in Line::all(ROWS) {
        let (case, number) = (line.count(0) as usize, line.count(1));
        let mut rows = cases[case].loan().rows();
        let row = rows.nth(number as usize - 1).expect("enough rows").expect("a row");
        let expected = [1, 2, 3, 4, 5, 6, 7].map(|column| line.number(column).expect("a figure"));
        assert_eq!(columns(&row), expected, "case {case}");
        compared += 1;
    }
    assert!(compared > 1_000, "the oracle's file is incomplete: {compared}");
}
