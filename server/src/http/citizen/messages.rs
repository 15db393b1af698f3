use axum::{
    Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use protocol::{
    chat::{Send, Sent},
    problem::Problem,
};

use super::token;
use crate::{
    conversations::{self, Found, Outgoing, Stored},
    error::Error,
    http::{account::Speaker, address::Caller, extract::JsonBody},
    state::App,
};

/// Sends a citizen's message; the first one begins the conversation. Idempotent by `client_id`.
#[utoipa::path(
    post, path = "/api/v1/chat/messages", tag = "chat",
    params(("X-Conv" = String, Header, description = "The conversation's token: 64 hexadecimal digits")),
    request_body = Send,
    responses(
        (status = 200, body = Sent),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 410, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn send(
    State(app): State<App>,
    caller: Caller,
    Speaker(member): Speaker,
    headers: HeaderMap,
    JsonBody(body): JsonBody<Send>,
) -> Result<Response, Error> {
    let token = token::of_header(&headers)?;
    let cookie = token::of_cookie(&headers);
    let cookieless = cookie.is_none();
    let outgoing = Outgoing {
        member,
        site: body.site,
        token: token.clone(),
        cookie,
        client_id: body.client_id,
        topic: body.topic,
        text: body.text,
    };
    let stored = send_limited(&app, &caller, outgoing).await?;
    let conversation = conversations::seen_by_citizen(&app, &stored.conversation, body.after).await?;
    let now = stored.token.clone().unwrap_or(token);
    let sent = Sent { message: stored.message.into(), conversation, token: stored.token, cookieless };
    Ok(token::remember(Json(sent).into_response(), &now))
}

/// Beginning conversations has a rate per address; going on with one does not.
pub(super) async fn send_limited(app: &App, caller: &Caller, outgoing: Outgoing) -> Result<Stored, Error> {
    let found = conversations::find(app.store.reader(), &outgoing.token, app.clock.now()).await?;
    if found == Found::Unbound && outgoing.topic.is_some() {
        app.rates.starts.check(&caller.0, app.clock.now())?;
    }
    let stored = conversations::send(app, outgoing).await?;
    metrics::counter!("puente_messages_total", "author" => "citizen").increment(1);
    Ok(stored)
}
