use axum::{Json, extract::State};
use protocol::{
    loan::{CatAnswer, CatRequest},
    problem::Problem,
};

use super::answer;
use crate::{
    error::Error,
    http::{address::Caller, extract::JsonBody},
    quotes,
    state::App,
};

/// The CAT of a loan, without IVA, as Banco de México defines it.
#[utoipa::path(
    post, path = "/api/v1/loans/cat", tag = "loans",
    request_body(content = CatRequest, example = json!({
        "terms": { "amount": "60145.27", "annual_rate_pct": "13.67", "payments": 59, "iva_pct": "16" }
    })),
    responses(
        (status = 200, body = CatAnswer, example = json!({
            "cat_pct_exact": "14.603990", "cat_pct": "14.6",
            "legend": "sin IVA, para fines informativos y de comparación", "rate_legend": "tasa fija anual",
            "calculated_on": "2026-11-18"
        })),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn cat(
    State(app): State<App>,
    Caller(caller): Caller,
    JsonBody(request): JsonBody<CatRequest>,
) -> Result<Json<CatAnswer>, Error> {
    let today = app.clock.local(app.clock.now()).date().to_string();
    answer(&app, &caller, move || quotes::cat(&request, today)).await
}
