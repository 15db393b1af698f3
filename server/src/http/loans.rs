//! `POST /api/v1/loans/schedule`: the same function the calculator runs in the browser. Stateless: reads
//! no cookie, answers any client.

use std::str::FromStr;

use amortization::{Iva, Loan, Money, Rate, Rounding, Terms};
use axum::{Json, extract::State};
use protocol::{
    loan::{self, ScheduleAnswer, ScheduleRequest, ScheduleRow},
    problem::Problem,
};

use super::{address::Caller, extract::JsonBody};
use crate::{error::Error, state::App};

/// The payment table of a level-payment loan, exact to the centavo.
#[utoipa::path(
    post, path = "/api/v1/loans/schedule", tag = "loans",
    request_body(content = ScheduleRequest, example = json!({
        "amount": "60000.00", "annual_rate_pct": "13.67", "payments": 59, "iva_pct": "16"
    })),
    responses(
        (status = 200, body = ScheduleAnswer),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn schedule(
    State(app): State<App>,
    Caller(caller): Caller,
    JsonBody(request): JsonBody<ScheduleRequest>,
) -> Result<Json<ScheduleAnswer>, Error> {
    app.rates.loans.check(&caller, app.clock.now())?;
    let schedule = loan_of(&request)?.schedule().map_err(refused)?;
    Ok(Json(ScheduleAnswer {
        level_payment: schedule.level_payment.unwrap_or_default().to_string(),
        last_payment: schedule.totals.last_payment.to_string(),
        total_interest: schedule.totals.interest.to_string(),
        total_iva: schedule.totals.iva.to_string(),
        total_paid: schedule.totals.paid.to_string(),
        rows: schedule.rows.iter().map(row).collect(),
    }))
}

fn loan_of(request: &ScheduleRequest) -> Result<Loan<'static>, Error> {
    let amount = Money::from_str(&request.amount).map_err(|error| named("amount", error))?;
    let rate = Rate::from_str(&request.annual_rate_pct).map_err(|error| named("annual_rate_pct", error))?;
    let iva = request.iva_pct.as_deref().map(Rate::from_str).transpose();
    let iva = iva.map_err(|error| named("iva_pct", error))?;
    let rounding = match request.rounding {
        loan::Rounding::HalfUp => Rounding::HalfUp,
        loan::Rounding::HalfEven => Rounding::HalfEven,
        loan::Rounding::Up => Rounding::Up,
    };
    let terms = Terms {
        periods_per_year: request.periods_per_year,
        iva: iva.map(Iva::level_total),
        rounding,
        ..Terms::new(amount, rate, request.payments)
    };
    Loan::new(terms).map_err(refused)
}

fn row(row: &amortization::Row) -> ScheduleRow {
    ScheduleRow {
        number: row.number,
        opening_balance: row.opening_balance.to_string(),
        principal: row.principal.to_string(),
        interest: row.interest.to_string(),
        iva: row.iva.to_string(),
        payment: row.payment.to_string(),
        closing_balance: row.closing_balance.to_string(),
    }
}

fn refused(error: amortization::Error) -> Error {
    let field = error.field().to_string();
    named(&field, error)
}

fn named(field: &str, error: amortization::Error) -> Error {
    let detail = app::text::loan::error(error.code(), field);
    Error::Loan { field: field.to_owned(), code: error.code().to_owned(), detail }
}
