use axum::{Json, extract::State};
use protocol::{
    loan::{PayoffAnswer, PayoffRequest},
    problem::Problem,
};

use super::answer;
use crate::{
    error::Error,
    http::{address::Caller, extract::JsonBody},
    quotes,
    state::App,
};

/// What settles a loan between two payments, and the interest it saves.
#[utoipa::path(
    post, path = "/api/v1/loans/payoff", tag = "loans",
    request_body(content = PayoffRequest, example = json!({
        "terms": {
            "amount": "60000.00", "annual_rate_pct": "13.67", "payments": 59, "iva_pct": "16",
            "disbursed_on": "2026-11-15"
        },
        "on": "2027-06-07"
    })),
    responses(
        (status = 200, body = PayoffAnswer, example = json!({
            "rows_paid": 13, "days": 7, "period_days": 15, "balance": "48705.59", "accrued": "129.46",
            "iva": "20.71", "payoff": "48855.76", "interest_saved": "6711.39"
        })),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn payoff(
    State(app): State<App>,
    Caller(caller): Caller,
    JsonBody(request): JsonBody<PayoffRequest>,
) -> Result<Json<PayoffAnswer>, Error> {
    answer(&app, &caller, move || quotes::payoff(&request)).await
}
