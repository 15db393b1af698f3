//! The engine through its public names: stated vectors, the oracle's files, properties, refusals.

#![expect(clippy::expect_used, clippy::panic, reason = "helpers of tests may stop a test")]

mod dates;
mod expected;
mod expected_dates;
mod properties;
mod refused;
mod vectors;

use amortization::{Loan, Money, Rate, Rounding};

/// Terms in quincenas and half-up from texts; an empty `iva` means none.
fn loan(amount: &str, rate: &str, payments: u32, iva: &str) -> Loan {
    let iva: Option<Rate> = (!iva.is_empty()).then(|| iva.parse().expect("an IVA rate"));
    let amount: Money = amount.parse().expect("an amount");
    let rate: Rate = rate.parse().expect("a rate");
    Loan::new(amount, rate, payments, 24, iva, Rounding::HalfUp).expect("valid terms")
}
