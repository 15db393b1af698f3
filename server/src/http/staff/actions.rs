//! What an operator does to a conversation: one-line endpoints over `conversations`.

use axum::{Json, extract::State, http::StatusCode};
use protocol::{
    chat::Message,
    problem::Problem,
    staff::{Pass, Read, Reply},
};
use serde::Deserialize;

use super::session::Signed;
use crate::{
    conversations,
    error::Error,
    http::extract::{JsonBody, Segment},
    state::App,
};

/// Takes a waiting conversation; of many takers one wins.
#[utoipa::path(
    post, path = "/api/v1/staff/conversations/{id}/take", tag = "staff", params(("id" = String, Path)),
    responses((status = 204), (status = 409, body = Problem, content_type = "application/problem+json"))
)]
pub async fn take(
    State(app): State<App>,
    Signed(operator): Signed,
    Segment(id): Segment,
) -> Result<StatusCode, Error> {
    conversations::take(&app, &operator, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Hands a conversation back to its queue.
#[utoipa::path(
    post, path = "/api/v1/staff/conversations/{id}/release", tag = "staff", params(("id" = String, Path)),
    responses((status = 204), (status = 409, body = Problem, content_type = "application/problem+json"))
)]
pub async fn release(
    State(app): State<App>,
    Signed(operator): Signed,
    Segment(id): Segment,
) -> Result<StatusCode, Error> {
    conversations::release(&app, &operator, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a conversation one holds.
#[utoipa::path(
    post, path = "/api/v1/staff/conversations/{id}/close", tag = "staff", params(("id" = String, Path)),
    responses((status = 204), (status = 409, body = Problem, content_type = "application/problem+json"))
)]
pub async fn close(
    State(app): State<App>,
    Signed(operator): Signed,
    Segment(id): Segment,
) -> Result<StatusCode, Error> {
    conversations::close_by_staff(&app, &id, &operator.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Passes a conversation one holds to a desk, with a note.
#[utoipa::path(
    post, path = "/api/v1/staff/conversations/{id}/pass", tag = "staff", params(("id" = String, Path)),
    request_body = Pass,
    responses(
        (status = 204),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn pass(
    State(app): State<App>,
    Signed(operator): Signed,
    Segment(id): Segment,
    JsonBody(body): JsonBody<Pass>,
) -> Result<StatusCode, Error> {
    conversations::pass(&app, &operator, &id, &body.desk, &body.note).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Answers the citizen. Idempotent by `client_id`.
#[utoipa::path(
    post, path = "/api/v1/staff/conversations/{id}/messages", tag = "staff", params(("id" = String, Path)),
    request_body = Reply,
    responses(
        (status = 200, body = Message),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn reply(
    State(app): State<App>,
    Signed(operator): Signed,
    Segment(id): Segment,
    JsonBody(body): JsonBody<Reply>,
) -> Result<Json<Message>, Error> {
    let message = conversations::reply(&app, &operator, &id, &body.client_id, &body.text).await?;
    metrics::counter!("puente_messages_total", "author" => "staff").increment(1);
    Ok(Json(message.into()))
}

/// A message of a conversation.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OneMessage {
    id: String,
    /// The message's sequence number.
    seq: i64,
}

/// Sends by WhatsApp again what failed, or of which nothing has been heard for 15 minutes. Parts of a long
/// text that arrived are not repeated.
#[utoipa::path(
    post, path = "/api/v1/staff/conversations/{id}/messages/{seq}/resend", tag = "staff", params(OneMessage),
    responses((status = 204), (status = 409, body = Problem, content_type = "application/problem+json"))
)]
pub async fn resend(
    State(app): State<App>,
    Signed(operator): Signed,
    Segment(message): Segment<OneMessage>,
) -> Result<StatusCode, Error> {
    conversations::resend(&app, &operator, &message.id, message.seq).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Marks the citizen's messages up to a number as read.
#[utoipa::path(
    post, path = "/api/v1/staff/conversations/{id}/read", tag = "staff", params(("id" = String, Path)),
    request_body = Read,
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json"))
)]
pub async fn read(
    State(app): State<App>,
    Signed(operator): Signed,
    Segment(id): Segment,
    JsonBody(body): JsonBody<Read>,
) -> Result<StatusCode, Error> {
    conversations::mark_read(&app, &operator, &id, body.seq).await?;
    Ok(StatusCode::NO_CONTENT)
}
