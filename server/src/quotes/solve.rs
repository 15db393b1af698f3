use amortization::{Error, Field, Money, Rate, Terms, solve as engine};
use protocol::loan::{SolveAnswer, SolveFor, SolveRequest};

use super::{Refusal, cat::six_decimals, read};

/// The one unknown of a level loan.
///
/// # Errors
/// The field at fault.
pub fn solve(request: &SolveRequest) -> Result<SolveAnswer, Refusal> {
    let payment = read::money(&request.payment, Field::Payment)?;
    let terms = terms(request)?;
    let nothing = SolveAnswer {
        solve_for: request.solve_for,
        amount: None,
        payments: None,
        last_payment: None,
        annual_rate_pct: None,
    };
    Ok(match request.solve_for {
        SolveFor::Amount => {
            SolveAnswer { amount: Some(engine::amount(payment, &terms)?.to_string()), ..nothing }
        }
        SolveFor::Rate => {
            SolveAnswer { annual_rate_pct: Some(six_decimals(engine::rate(payment, &terms)?)), ..nothing }
        }
        SolveFor::Term => {
            let term = engine::term(payment, &terms)?;
            let last = term.last_payment.to_string();
            SolveAnswer { payments: Some(term.payments), last_payment: Some(last), ..nothing }
        }
    })
}

/// With zeros where the unknown stands: the engine does not look there.
fn terms(request: &SolveRequest) -> Result<Terms<'static>, Refusal> {
    let is = |unknown| request.solve_for == unknown;
    let amount = known(request.amount.as_deref(), is(SolveFor::Amount), Field::Amount)?;
    let rate = known(request.annual_rate_pct.as_deref(), is(SolveFor::Rate), Field::AnnualRate)?;
    let payments = known(request.payments, is(SolveFor::Term), Field::Payments)?;
    let amount = amount.map_or(Ok(Money::ZERO), |text| read::money(text, Field::Amount))?;
    let rate = rate.map_or(Ok(Rate::ZERO), |text| read::rate(text, Field::AnnualRate))?;
    Ok(Terms {
        periods_per_year: request.periods_per_year,
        rounding: read::rounding(request.rounding),
        iva: read::iva(request.iva_pct.as_deref(), request.iva_mode)?,
        ..Terms::new(amount, rate, payments.unwrap_or_default())
    })
}

/// The unknown stays out; the others have to be there.
fn known<T>(given: Option<T>, unknown: bool, field: Field) -> Result<Option<T>, Refusal> {
    match (given, unknown) {
        (Some(_), true) => Err(Refusal::not_expected(field.as_str())),
        (None, false) => Err(Error::Empty { field }.into()),
        (given, _) => Ok(given),
    }
}
