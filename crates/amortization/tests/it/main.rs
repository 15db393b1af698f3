//! The engine through its public names: stated vectors, the oracle's files, properties, refusals.

#![expect(clippy::expect_used, clippy::panic, reason = "helpers of tests may stop a test")]

mod any_terms;
mod by_hand;
mod capacity;
mod cat;
mod charges;
mod combinations;
mod dates;
mod expected;
mod expected_dates;
mod expected_loans;
mod expected_operations;
mod extras;
mod indicators;
mod late;
mod methods;
mod multiples;
mod odd_period;
mod oracle;
mod payoff;
mod properties;
mod properties_composed;
mod properties_servicing;
mod properties_solving;
mod real_dates;
mod refused;
mod renewal;
mod solve;
mod vectors;

use amortization::{Error, Iva, Loan, Money, Rate, Rounding, Terms};

/// A loan in quincenas and half-up from texts; an empty `iva` means none.
fn loan(amount: &str, rate: &str, payments: u32, iva: &str) -> Loan<'static> {
    let iva: Option<Rate> = (!iva.is_empty()).then(|| iva.parse().expect("an IVA rate"));
    let amount: Money = amount.parse().expect("an amount");
    let rate: Rate = rate.parse().expect("a rate");
    level(amount, rate, payments, 24, iva, Rounding::HalfUp).expect("valid terms")
}

/// A level loan, IVA inside its payment.
fn level(
    amount: Money,
    annual_rate: Rate,
    payments: u32,
    periods_per_year: u32,
    iva: Option<Rate>,
    rounding: Rounding,
) -> Result<Loan<'static>, Error> {
    let iva = iva.map(Iva::level_total);
    Loan::new(Terms { periods_per_year, iva, rounding, ..Terms::new(amount, annual_rate, payments) })
}
