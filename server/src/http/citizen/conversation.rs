use axum::{Json, extract::State, http::HeaderMap};
use protocol::{chat::Conversation, problem::Problem};
use serde::Deserialize;

use super::token;
use crate::{conversations, error::Error, http::extract::QueryOf, limits, state::App};

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Highest sequence number held; the answer starts after it.
    #[serde(default)]
    after: i64,
    /// Seconds to wait for something new, at most 25: the long poll where sockets are cut.
    #[serde(default)]
    wait: u64,
}

/// The conversation of a token, from a sequence number on.
#[utoipa::path(
    get, path = "/api/v1/chat/conversation", tag = "chat",
    params(("X-Conv" = String, Header, description = "The conversation's token"), Wanted),
    responses(
        (status = 200, body = Conversation),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 410, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn show(
    State(app): State<App>,
    QueryOf(wanted): QueryOf<Wanted>,
    headers: HeaderMap,
) -> Result<Json<Conversation>, Error> {
    let token = token::of_header(&headers)?;
    let (id, first) = conversations::by_token(&app, &token, wanted.after).await?;
    if wanted.wait == 0 || !first.messages.is_empty() {
        return Ok(Json(first));
    }
    let mut watch = app.live.watch_conversation(&id);
    // Read again after watching: what came between the first look and the watch is not missed.
    let (_, second) = conversations::by_token(&app, &token, wanted.after).await?;
    if second != first {
        return Ok(Json(second));
    }
    let patience = std::time::Duration::from_secs(wanted.wait).min(limits::LONG_POLL);
    tokio::select! {
        () = watch.poked() => {}
        () = tokio::time::sleep(patience) => {}
        () = app.stop.cancelled() => {}
    }
    // Its token may have ended meanwhile: by signing out, or because it is known now whose conversation it is.
    let (_, last) = conversations::by_token(&app, &token, wanted.after).await?;
    Ok(Json(last))
}
