use axum::{Json, extract::State};
use protocol::{
    loan::{DueDatesAnswer, DueDatesRequest},
    problem::Problem,
};

use super::answer;
use crate::{
    error::Error,
    http::{address::Caller, extract::JsonBody},
    quotes,
    state::App,
};

/// When each payment of a loan falls due.
#[utoipa::path(
    post, path = "/api/v1/loans/due-dates", tag = "loans",
    request_body(content = DueDatesRequest, example = json!({
        "disbursed_on": "2026-11-18", "payments": 3, "first_due": { "nth": 2 },
        "pay_dates": [{ "nominal": "2026-12-31", "shown": "2026-12-18" }]
    })),
    responses(
        (status = 200, body = DueDatesAnswer, example = json!({
            "dates": [
                {
                    "number": 1, "due_date": "2026-12-15", "nominal_date": "2026-12-15", "days": 27,
                    "shown_days": 27
                },
                {
                    "number": 2, "due_date": "2026-12-18", "nominal_date": "2026-12-31", "days": 16,
                    "shown_days": 3
                },
                {
                    "number": 3, "due_date": "2027-01-15", "nominal_date": "2027-01-15", "days": 15,
                    "shown_days": 28
                }
            ]
        })),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn due_dates(
    State(app): State<App>,
    Caller(caller): Caller,
    JsonBody(request): JsonBody<DueDatesRequest>,
) -> Result<Json<DueDatesAnswer>, Error> {
    answer(&app, &caller, move || quotes::due_dates(&request)).await
}
