use axum::{Json, extract::State};
use protocol::{
    loan::{RenewalAnswer, RenewalRequest},
    problem::Problem,
};

use super::answer;
use crate::{
    error::Error,
    http::{address::Caller, extract::JsonBody},
    quotes,
    state::App,
};

/// What a new loan leaves once it has paid off the old one.
#[utoipa::path(
    post, path = "/api/v1/loans/renewal", tag = "loans",
    request_body(content = RenewalRequest, example = json!({
        "amount": "60000.00", "old_balance": "21000.00", "commission": { "pct": "1.5", "iva_pct": "16" },
        "min_net_pct": "30"
    })),
    responses(
        (status = 200, body = RenewalAnswer, example = json!({ "commission": "900.00", "commission_iva": "144.00", "net": "37956.00" })),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn renewal(
    State(app): State<App>,
    Caller(caller): Caller,
    JsonBody(request): JsonBody<RenewalRequest>,
) -> Result<Json<RenewalAnswer>, Error> {
    answer(&app, &caller, move || quotes::renewal(&request)).await
}
