//! The JSON boundary of the loan API: any bytes are an answer or a typed refusal, never a panic, and every
//! table that comes out adds up.
//!
//! The first byte chooses the question, the rest is the request's body. `cargo xtask` does not run it; by hand:
//! `cargo +nightly fuzz run loans fuzz/corpus/loans fuzz/seeds/loans -- -max_total_time=600`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use protocol::loan::{ScheduleAnswer, ScheduleRow};
use serde::{Serialize, de::DeserializeOwned};
use server::quotes::{self, Refusal};

/// The API refuses larger bodies before it reads them.
const MAX_BODY: usize = 64 * 1024;

fuzz_target!(|data: &[u8]| {
    let Some((question, body)) = data.split_first() else { return };
    if body.len() > MAX_BODY {
        return;
    }
    match question % 8 {
        0 => ask(body, quotes::schedule).iter().for_each(adds_up),
        1 => drop(ask(body, quotes::due_dates)),
        2 => drop(ask(body, |request| quotes::cat(request, "2026-11-22".to_owned()))),
        3 => drop(ask(body, quotes::payoff)),
        4 => drop(ask(body, quotes::late_interest)),
        5 => drop(ask(body, quotes::solve)),
        6 => drop(ask(body, quotes::affordability)),
        _ => drop(ask(body, quotes::renewal)),
    }
});

fn ask<R: DeserializeOwned, A: Serialize>(
    body: &[u8],
    answer: impl Fn(&R) -> Result<A, Refusal>,
) -> Option<A> {
    let request: R = serde_json::from_slice(body).ok()?;
    match answer(&request) {
        Ok(answered) => {
            serde_json::to_string(&answered).expect("an answer is JSON");
            Some(answered)
        }
        Err(refusal) => {
            assert!(!refusal.field.is_empty() && !refusal.to_string().is_empty());
            None
        }
    }
}

fn adds_up(answer: &ScheduleAnswer) {
    let total = |column: fn(&ScheduleRow) -> &str| answer.rows.iter().map(|row| centavos(column(row))).sum::<i64>();
    assert_eq!(total(|row| &row.payment), centavos(&answer.total_paid));
    let repaid = total(|row| &row.principal) + total(|row| &row.extra);
    assert_eq!(repaid, centavos(&answer.financed_amount));
    assert!(answer.rows.iter().all(|row| !row.closing_balance.starts_with('-')));
}

fn centavos(pesos: &str) -> i64 {
    pesos.replacen('.', "", 1).parse().expect("pesos with two decimals")
}
