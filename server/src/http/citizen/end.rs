use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use protocol::problem::Problem;

use super::token;
use crate::{conversations, error::Error, state::App};

/// Ends the conversation. Ending an ended one changes nothing.
#[utoipa::path(
    post, path = "/api/v1/chat/end", tag = "chat",
    params(("X-Conv" = String, Header, description = "The conversation's token")),
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json"))
)]
pub async fn end(State(app): State<App>, headers: HeaderMap) -> Result<StatusCode, Error> {
    conversations::end_by_citizen(&app, &token::of_header(&headers)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
