//! The oracle's due dates (`tests/oracle/date_files.py`), day by day.

use amortization::{Date, DueDate, Error, FirstDue, MovedPayDate, PayCalendar};

use crate::{dates::date, oracle::digest};

const DATES: &str = include_str!("../expected/dates.csv");

fn number(text: &str) -> u32 {
    text.parse().expect("a count")
}

fn moved(column: &str) -> Vec<MovedPayDate> {
    let pair = |text: &str| {
        let (nominal, shown) = text.split_once('>').expect("nominal>shown");
        MovedPayDate { nominal: date(nominal), shown: date(shown) }
    };
    column.split_whitespace().map(pair).collect()
}

fn found(columns: &[&str]) -> Result<Vec<DueDate>, Error> {
    let first = match columns[2] {
        "lag" => FirstDue::Lag { days: number(columns[3]) },
        "nth" => FirstDue::Nth { n: number(columns[3]) },
        other => panic!("unknown rule {other}"),
    };
    let moved = moved(columns[5]);
    let calendar = PayCalendar::new(number(columns[4]))?.with_moved(&moved)?;
    Ok(calendar.due_dates(date(columns[1]), first, number(columns[6]))?.collect())
}

/// Python counts days from 1 January of year 1.
pub fn ordinal(date: Date) -> i128 {
    let first = Date::new(1900, 1, 1).expect("the first day");
    i128::from(date.days_since(first)) + 693_596
}

fn figures(due: &DueDate) -> [i128; 4] {
    [ordinal(due.nominal), i128::from(due.days), ordinal(due.shown), i128::from(due.shown_days)]
}

/// As the oracle writes them: first, first shown, second, last, last shown, digest.
fn summary(dues: &[DueDate]) -> [String; 6] {
    let (first, last) = (dues[0], dues[dues.len() - 1]);
    let second = dues.get(1).map(|due| due.nominal.to_string()).unwrap_or_default();
    let [first, first_shown, last, last_shown] =
        [first.nominal, first.shown, last.nominal, last.shown].map(|date| date.to_string());
    [first, first_shown, second, last, last_shown, digest(dues.iter().flat_map(figures)).to_string()]
}

#[test]
fn every_calendar_agrees_with_the_oracle() {
    let mut seen = (0, 0);
    for line in DATES.lines().skip(1) {
        let columns: Vec<&str> = line.split(',').collect();
        match found(&columns) {
            Ok(dues) => assert_eq!(summary(&dues), columns[7..13], "case {}", columns[0]),
            Err(error) => {
                assert_eq!(error.code(), columns[13], "case {}", columns[0]);
                seen.1 += 1;
            }
        }
        seen.0 += 1;
    }
    assert!(seen.0 > 1_500 && seen.1 > 10, "the oracle's file is incomplete: {seen:?}");
}
