use axum::{Json, extract::State};
use protocol::{
    loan::{SolveAnswer, SolveRequest},
    problem::Problem,
};

use super::answer;
use crate::{
    error::Error,
    http::{address::Caller, extract::JsonBody},
    quotes,
    state::App,
};

/// The amount, the term or the rate of a level loan with a given payment.
#[utoipa::path(
    post, path = "/api/v1/loans/solve", tag = "loans",
    request_body(content = SolveRequest, example = json!({
        "solve_for": "term", "payment": "1500.00", "amount": "60000.00", "annual_rate_pct": "13.67",
        "iva_pct": "16"
    })),
    responses(
        (status = 200, body = SolveAnswer, example = json!({
            "solve_for": "term", "amount": null, "payments": 47, "last_payment": "908.84",
            "annual_rate_pct": null
        })),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn solve(
    State(app): State<App>,
    Caller(caller): Caller,
    JsonBody(request): JsonBody<SolveRequest>,
) -> Result<Json<SolveAnswer>, Error> {
    answer(&app, &caller, move || quotes::solve(&request)).await
}
