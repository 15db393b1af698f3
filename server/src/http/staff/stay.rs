//! When the operator's session ends by itself, and going on with it.

use axum::http::StatusCode;
use protocol::{problem::Problem, staff::SessionEnd};
use sea_orm::EntityTrait;
use tower_sessions::Session;

use super::session::Signed;
use crate::{accounts, error::Error, state::App, store::entities::session};

/// Prolongs the session, as doing anything does.
#[utoipa::path(
    post, path = "/api/v1/staff/session/stay", tag = "staff",
    responses((status = 204), (status = 401, body = Problem, content_type = "application/problem+json"))
)]
pub async fn stay(_operator: Signed) -> StatusCode {
    StatusCode::NO_CONTENT
}

/// As stored: another tab may have prolonged it.
pub(super) async fn ends(app: &App, session: &Session) -> Result<Option<SessionEnd>, Error> {
    let Some(id) = session.id() else { return Ok(None) };
    let row = session::Entity::find_by_id(accounts::session_hash(id)).one(app.store.reader()).await?;
    let end = |row: session::Model| SessionEnd {
        at: row.expires_at.min(row.dies_at),
        moves: row.expires_at < row.dies_at,
    };
    Ok(row.map(end))
}
