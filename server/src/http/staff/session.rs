//! Who is signed in. Reading it does not prolong the session; doing something does.

use axum::{
    extract::FromRequestParts,
    http::{Method, request::Parts},
};
use tower_sessions::Session;

use crate::{
    accounts::{Kind, Operator, find_operator},
    error::Error,
    http::sessions,
    state::App,
};

/// The signed-in person; refuses everyone else.
pub struct Signed(pub Operator);

/// The signed-in person of a page, who may still have to change their password.
pub struct Present(pub Option<Operator>);

impl FromRequestParts<App> for Signed {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let operator = operator(parts, app).await?.ok_or(Error::SignInNeeded)?;
        if operator.must_change_password {
            return Err(Error::PasswordChangeNeeded);
        }
        Ok(Self(operator))
    }
}

impl FromRequestParts<App> for Present {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        operator(parts, app).await.map(Self)
    }
}

async fn operator(parts: &mut Parts, app: &App) -> Result<Option<Operator>, Error> {
    let session = parts.extensions.get::<Session>().cloned().ok_or(Error::SignInNeeded)?;
    let Some(staff) = sessions::person(&session, Kind::Staff).await? else { return Ok(None) };
    let operator = match find_operator(app, &staff).await {
        Err(Error::SignInNeeded) => return Ok(None),
        other => other?,
    };
    // Polling the queue and marking what is on screen as read is the page's doing, not the person's.
    let path = parts.uri.path();
    let by_page = path.starts_with("/api/") && (parts.method == Method::GET || path.ends_with("/read"));
    if !by_page {
        sessions::slide(&session, app, Kind::Staff).await?;
    }
    Ok(Some(operator))
}

/// Whether a socket's session has ended since it was opened: asks the store, not the copy that the
/// request brought.
pub async fn ended(app: &App, session: &Session, staff: &str) -> bool {
    let Some(id) = session.id() else { return true };
    let fresh = Session::new(Some(id), sessions::store(app, Kind::Staff), None);
    !matches!(sessions::person(&fresh, Kind::Staff).await, Ok(Some(present)) if present == staff)
}
