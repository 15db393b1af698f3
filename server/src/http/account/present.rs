//! Which derechohabiente is signed in, and whether a message may carry it.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use tower_sessions::Session;

use crate::{
    accounts::{Kind, Member, find_member, session_hash},
    conversations::Identity,
    error::Error,
    http::{security, sessions},
    state::App,
};

/// The signed-in person of one of their own pages. Asking for a page is use: it prolongs the session.
pub struct Present(pub Option<Member>);

impl FromRequestParts<App> for Present {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let Some(session) = parts.extensions.get::<Session>().cloned() else { return Ok(Self(None)) };
        member(app, &session).await.map(Self)
    }
}

async fn member(app: &App, session: &Session) -> Result<Option<Member>, Error> {
    let Some(id) = sessions::person(session, Kind::Member).await? else { return Ok(None) };
    let member = match find_member(app, &id).await {
        Err(Error::SignInNeeded) => return Ok(None),
        other => other?,
    };
    sessions::slide(session, app, Kind::Member).await?;
    Ok(Some(member))
}

/// Who a message is from, when it was written at `/chat` by somebody signed in. Never from the widget, not even
/// where the session's cookie reaches it: the page a browser says it comes from decides.
pub struct Speaker(pub Option<Identity>);

impl FromRequestParts<App> for Speaker {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        if !from_own_chat(app, &parts.headers) {
            return Ok(Self(None));
        }
        let Some(session) = parts.extensions.get::<Session>().cloned() else { return Ok(Self(None)) };
        let member = member(app, &session).await?;
        Ok(Self(identity(parts, member.as_ref())))
    }
}

/// The person with the session that says so.
pub fn identity(parts: &Parts, member: Option<&Member>) -> Option<Identity> {
    let session = parts.extensions.get::<Session>()?.id().map(session_hash)?;
    Some(Identity { member: member?.id.clone(), session })
}

/// A request that says nothing of where it comes from is anonymous.
fn from_own_chat(app: &App, headers: &HeaderMap) -> bool {
    let referer = headers.get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let path = security::own_path(app, headers, referer);
    path.is_some_and(|path| path == "/chat" || path.starts_with("/chat/"))
}
