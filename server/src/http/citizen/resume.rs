use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use protocol::{
    chat::{Resume, Resumed},
    problem::Problem,
};

use super::token;
use crate::{
    conversations::{self, Identity, Resumption},
    error::Error,
    http::{account::Speaker, address::Caller, extract::JsonBody},
    state::App,
};

/// Opens a conversation on this device by its resume code.
#[utoipa::path(
    post, path = "/api/v1/chat/resume", tag = "chat",
    request_body = Resume,
    responses(
        (status = 200, body = Resumed),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn resume(
    State(app): State<App>,
    caller: Caller,
    Speaker(who): Speaker,
    JsonBody(body): JsonBody<Resume>,
) -> Result<Response, Error> {
    let resumed = resume_limited(&app, &caller, &body.site, &body.code, who.as_ref()).await?;
    let conversation = conversations::seen_by_citizen(&app, &resumed.conversation, 0).await?;
    let token = resumed.token;
    let answer = Resumed { token: token.clone(), conversation };
    Ok(token::remember(Json(answer).into_response(), &token))
}

/// Eighty bits are not guessed at ten tries a minute.
pub(super) async fn resume_limited(
    app: &App,
    caller: &Caller,
    site: &str,
    code: &str,
    who: Option<&Identity>,
) -> Result<Resumption, Error> {
    app.rates.resumes.check(&caller.0, app.clock.now())?;
    conversations::resume(app, site, code, who).await
}
