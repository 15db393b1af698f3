use amortization::{Accrued, Date, Error, Field, Loan, PayCalendar, PayoffQuote};
use protocol::loan::{Accrual, PayoffAnswer, PayoffRequest};

use super::{Refusal, read, terms::OwnedTerms};

/// Where in the table a payoff stands.
struct Moment {
    rows_paid: u32,
    days: u32,
    /// Of the current period; none where they do not count.
    period_days: Option<u32>,
}

/// What settles a loan between two payments.
///
/// # Errors
/// The field at fault.
pub fn payoff(request: &PayoffRequest) -> Result<PayoffAnswer, Refusal> {
    let terms = OwnedTerms::read(&request.terms)?;
    let loan = terms.loan()?;
    let (moment, quote) = match &request.on {
        Some(on) => on_a_day(&loan, request, on)?,
        None => by_rows(&loan, request)?,
    };
    Ok(PayoffAnswer {
        rows_paid: moment.rows_paid,
        days: moment.days,
        period_days: moment.period_days,
        balance: quote.balance.to_string(),
        accrued: quote.accrued.to_string(),
        iva: quote.iva.to_string(),
        payoff: quote.payoff.to_string(),
        interest_saved: quote.interest_saved.to_string(),
    })
}

fn by_rows(loan: &Loan, request: &PayoffRequest) -> Result<(Moment, PayoffQuote), Refusal> {
    let rows_paid = request.rows_paid.ok_or(Error::Empty { field: Field::RowsPaid })?;
    let moment = Moment { rows_paid, days: request.days.unwrap_or(0), period_days: request.period_days };
    let quote = loan.payoff(rows_paid, accrued(request.accrual, &moment)?)?;
    Ok((moment, quote))
}

fn on_a_day(loan: &Loan, request: &PayoffRequest, on: &str) -> Result<(Moment, PayoffQuote), Refusal> {
    for (field, given) in [
        ("rows_paid", request.rows_paid.is_some()),
        ("days", request.days.is_some()),
        ("period_days", request.period_days.is_some()),
    ] {
        if given {
            return Err(Refusal::together(field, "on"));
        }
    }
    let moment = moment(loan, read::date(on, "on")?, request.accrual)?;
    let over = Error::AboveLimit { field: Field::RowsPaid };
    match loan.payoff(moment.rows_paid, accrued(request.accrual, &moment)?) {
        // Rounding or extra payments ended the table before its last agreed date.
        Err(error) if error == over => Err(Refusal::already_repaid("on")),
        Err(error) => Err(error.into()),
        Ok(quote) => Ok((moment, quote)),
    }
}

/// By the dates people are shown: those are the days on which they paid.
fn moment(loan: &Loan, on: Date, accrual: Accrual) -> Result<Moment, Refusal> {
    let terms = loan.terms();
    let timing = terms.timing.ok_or(Error::NeedsDates)?;
    let too_early = || Refusal::of_date("on", "before_disbursement", timing.disbursed_on);
    let calendar = PayCalendar::new(terms.periods_per_year)?.with_moved(timing.moved)?;
    let mut since = timing.disbursed_on;
    for due in calendar.due_dates(timing.disbursed_on, timing.first_due, terms.payments)? {
        if due.shown > on {
            let days = u32::try_from(on.days_since(since)).map_err(|_| too_early())?;
            let period_days = (accrual == Accrual::ProRata).then_some(due.shown_days);
            return Ok(Moment { rows_paid: due.number - 1, days, period_days });
        }
        since = due.shown;
    }
    Err(Refusal::already_repaid("on"))
}

fn accrued(accrual: Accrual, moment: &Moment) -> Result<Accrued, Refusal> {
    match (accrual, moment.period_days) {
        (Accrual::ProRata, Some(period_days)) => Ok(Accrued::ProRata { days: moment.days, period_days }),
        (Accrual::ProRata, None) => Err(Error::Empty { field: Field::PeriodDays }.into()),
        (Accrual::Act360, None) => Ok(Accrued::Act360 { days: moment.days }),
        (Accrual::Act360, Some(_)) => Err(Refusal::needs("period_days", "accrual")),
    }
}
