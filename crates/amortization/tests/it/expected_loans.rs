//! The oracle's schedules (`tests/oracle/loan_files.py`): a file a family, one of combined options, one of
//! refusals; every figure of every row through a digest.

use amortization::{Error, Loan, Money, Row, Schedule};

use crate::{
    expected_dates::ordinal,
    oracle::{Given, Line, centavos, digest},
};

/// Every column of a row, dates as days.
fn columns(row: &Row) -> [i128; 14] {
    let money = [
        row.opening_balance,
        row.principal,
        row.interest,
        row.iva,
        row.fund,
        row.insurance,
        row.fee,
        row.charges_iva,
        row.payment,
        row.extra,
        row.closing_balance,
    ];
    let mut columns = [0; 14];
    columns[0] = i128::from(row.number);
    for (column, figure) in columns[1..].iter_mut().zip(money.map(Money::centavos)) {
        *column = i128::from(figure);
    }
    if let Some(due) = row.due {
        [columns[12], columns[13]] = [due.nominal, due.shown].map(ordinal);
    }
    columns
}

fn figures(given: &Given) -> Result<Vec<String>, Error> {
    let loan = Loan::new(given.terms())?;
    let schedule = loan.schedule()?;
    assert_eq!(loan.level_payment(), schedule.level_payment);
    let (commission, fund) = (loan.commission(), loan.upfront_fund());
    let opening = [
        loan.financed_amount(),
        loan.net_disbursed(),
        commission.amount,
        commission.iva,
        fund.amount,
        fund.iva,
    ];
    let mut answer = vec![loan.level_payment().map(centavos).unwrap_or_default()];
    answer.extend(opening.map(centavos));
    answer.push(schedule.rows.len().to_string());
    answer.extend(totals(&schedule).map(centavos));
    answer.push(digest(schedule.rows.iter().flat_map(columns)).to_string());
    Ok(answer)
}

fn totals(schedule: &Schedule) -> [Money; 9] {
    let totals = schedule.totals;
    [
        totals.interest,
        totals.iva,
        totals.fund,
        totals.insurance,
        totals.fees,
        totals.charges_iva,
        totals.extras,
        totals.paid,
        totals.last_payment,
    ]
}

/// (cases, those refused)
fn compare(file: &str) -> (usize, usize) {
    let mut seen = (0, 0);
    for line in Line::all(file) {
        line.assert_answers(figures(&Given::read(line.text(1))), 2..20);
        seen.0 += 1;
        seen.1 += usize::from(line.is_refusal());
    }
    seen
}

macro_rules! families {
    ($($family:ident)*) => {$(
        #[test]
        fn $family() {
            let (cases, refused) = compare(include_str!(concat!("../expected/", stringify!($family), ".csv")));
            assert!(cases >= 60 && refused * 3 < cases, "the oracle's file is incomplete: {cases}, {refused}");
        }
    )*};
}

families! {
    german bullet grace flat multiples odd_first real_dates iva_on_top commission insurance fund fee extras
}

#[test]
fn options_compose() {
    let (cases, refused) = compare(include_str!("../expected/combined.csv"));
    assert!(cases >= 400 && cases - refused >= 300, "the oracle's file is incomplete: {cases}, {refused}");
}

#[test]
fn refusals_name_field_reason_and_row() {
    let (cases, refused) = compare(include_str!("../expected/refused.csv"));
    assert!(cases >= 80 && refused >= 70, "the oracle's file is incomplete: {cases}, {refused}");
}
