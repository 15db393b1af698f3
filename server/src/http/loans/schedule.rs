use axum::{Json, extract::State};
use protocol::{
    loan::{LoanTerms, ScheduleAnswer},
    problem::Problem,
};

use super::answer;
use crate::{
    error::Error,
    http::{address::Caller, extract::JsonBody},
    quotes,
    state::App,
};

/// The payment table of a loan, exact to the centavo.
#[utoipa::path(
    post, path = "/api/v1/loans/schedule", tag = "loans",
    request_body(content = LoanTerms, example = json!({
        "amount": "6000.00", "annual_rate_pct": "13.67", "payments": 2, "iva_pct": "16",
        "disbursed_on": "2026-12-01", "pay_dates": [{ "nominal": "2026-12-31", "shown": "2026-12-18" }],
        "commission": { "pct": "1.5", "iva_pct": "16" }, "fund": { "pct": "1" }
    })),
    responses(
        (status = 200, body = ScheduleAnswer, example = json!({
            "level_payment": "3029.76", "last_payment": "3029.77", "financed_amount": "6000.00",
            "net_disbursed": "5895.60", "commission": "90.00", "commission_iva": "14.40",
            "upfront_fund": "0.00", "upfront_fund_iva": "0.00", "total_interest": "51.32",
            "total_iva": "8.21", "total_fund": "60.00", "total_insurance": "0.00", "total_fees": "0.00",
            "total_charges_iva": "0.00", "total_extras": "0.00", "total_paid": "6119.53",
            "interest_saved": null, "payments_saved": null,
            "rows": [
                {
                    "number": 1, "due_date": "2026-12-15", "nominal_date": "2026-12-15", "days": 14,
                    "shown_days": 14, "opening_balance": "6000.00", "principal": "2990.11",
                    "interest": "34.18", "iva": "5.47", "fund": "60.00", "insurance": "0.00", "fee": "0.00",
                    "charges_iva": "0.00", "payment": "3089.76", "extra": "0.00",
                    "closing_balance": "3009.89"
                },
                {
                    "number": 2, "due_date": "2026-12-18", "nominal_date": "2026-12-31", "days": 16,
                    "shown_days": 3, "opening_balance": "3009.89", "principal": "3009.89",
                    "interest": "17.14", "iva": "2.74", "fund": "0.00", "insurance": "0.00", "fee": "0.00",
                    "charges_iva": "0.00", "payment": "3029.77", "extra": "0.00", "closing_balance": "0.00"
                }
            ]
        })),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn schedule(
    State(app): State<App>,
    Caller(caller): Caller,
    JsonBody(request): JsonBody<LoanTerms>,
) -> Result<Json<ScheduleAnswer>, Error> {
    answer(&app, &caller, move || quotes::schedule(&request)).await
}
