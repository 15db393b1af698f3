use axum::{Json, extract::State};
use protocol::{
    loan::{AffordabilityAnswer, AffordabilityRequest},
    problem::Problem,
};

use super::answer;
use crate::{
    error::Error,
    http::{address::Caller, extract::JsonBody},
    quotes,
    state::App,
};

/// The largest loan that a salary, or a payment, can carry.
#[utoipa::path(
    post, path = "/api/v1/loans/affordability", tag = "loans",
    request_body(content = AffordabilityRequest, example = json!({
        "terms": { "annual_rate_pct": "13.67", "payments": 59, "iva_pct": "16" }, "salary": "9000.00",
        "existing_deductions": "1500.00", "all_pct": "50", "new_pct": "40", "product_cap": "250000.00"
    })),
    responses(
        (status = 200, body = AffordabilityAnswer, example = json!({ "max_payment": "3000.00", "max_amount": "146184.39", "payment_at_max_amount": "3000.00" })),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn affordability(
    State(app): State<App>,
    Caller(caller): Caller,
    JsonBody(request): JsonBody<AffordabilityRequest>,
) -> Result<Json<AffordabilityAnswer>, Error> {
    answer(&app, &caller, move || quotes::affordability(&request)).await
}
