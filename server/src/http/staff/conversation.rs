use axum::{Json, extract::State};
use protocol::{problem::Problem, staff::Opened};
use serde::Deserialize;

use super::session::Signed;
use crate::{
    conversations,
    error::Error,
    http::extract::{QueryOf, Segment},
    state::App,
};

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct After {
    /// Highest sequence number held.
    #[serde(default)]
    after: i64,
}

/// A conversation of one's desks; one of another desk does not exist.
#[utoipa::path(
    get, path = "/api/v1/staff/conversations/{id}", tag = "staff",
    params(("id" = String, Path), After),
    responses(
        (status = 200, body = Opened),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn show(
    State(app): State<App>,
    Signed(operator): Signed,
    Segment(id): Segment,
    QueryOf(after): QueryOf<After>,
) -> Result<Json<Opened>, Error> {
    Ok(Json(conversations::open(&app, &operator, &id, after.after).await?))
}
