use axum::{Json, extract::State};
use protocol::{
    loan::{LateInterestAnswer, LateInterestRequest},
    problem::Problem,
};

use super::answer;
use crate::{
    error::Error,
    http::{address::Caller, extract::JsonBody},
    quotes,
    state::App,
};

/// What overdue payments cost, and what a payment towards them covers first.
#[utoipa::path(
    post, path = "/api/v1/loans/late-interest", tag = "loans",
    request_body(content = LateInterestRequest, example = json!({
        "moratory_rate_pct": "20.505", "moratory_iva_pct": "16", "on": "2026-11-18",
        "overdue": [
            {
                "principal": "834.89", "interest": "341.75", "iva": "54.68", "due_date": "2026-10-31"
            },
            {
                "principal": "840.41", "interest": "336.99", "iva": "53.92", "due_date": "2026-11-15"
            }
        ],
        "payment": "1500.00"
    })),
    responses(
        (status = 200, body = LateInterestAnswer, example = json!({
            "total_late_interest": "10.00", "total_late_iva": "1.60", "total_owed": "2474.24",
            "leftover": "0.00",
            "rows": [
                {
                    "days_late": 18, "late_interest": "8.56", "late_iva": "1.37", "owed": "1241.25",
                    "applied": {
                        "late_iva": "1.37", "late_interest": "8.56", "iva": "54.68", "interest": "341.75",
                        "principal": "834.89"
                    }
                },
                {
                    "days_late": 3, "late_interest": "1.44", "late_iva": "0.23", "owed": "1232.99",
                    "applied": {
                        "late_iva": "0.23", "late_interest": "1.44", "iva": "53.92", "interest": "203.16",
                        "principal": "0.00"
                    }
                }
            ]
        })),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn late_interest(
    State(app): State<App>,
    Caller(caller): Caller,
    JsonBody(request): JsonBody<LateInterestRequest>,
) -> Result<Json<LateInterestAnswer>, Error> {
    answer(&app, &caller, move || quotes::late_interest(&request)).await
}
