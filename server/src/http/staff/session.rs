//! Who is signed in. Reading it does not prolong the session; doing something does.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{Method, request::Parts},
};
use tower_sessions::Session;

use crate::{
    accounts::{Operator, STAFF_KEY, Sessions, find_operator},
    error::Error,
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
    let Some(staff) = staff_of(&session).await? else { return Ok(None) };
    let operator = match find_operator(app, &staff).await {
        Err(Error::SignInNeeded) => return Ok(None),
        other => other?,
    };
    // Polling the queue and marking what is on screen as read is the page's doing, not the person's.
    let path = parts.uri.path();
    let by_page = path.starts_with("/api/") && (parts.method == Method::GET || path.ends_with("/read"));
    if !by_page {
        slide(&session, app).await?;
    }
    Ok(Some(operator))
}

/// At most one write a minute: an unchanged value is not saved.
async fn slide(session: &Session, app: &App) -> Result<(), Error> {
    session.insert("seen", app.clock.now() / 60_000).await.map_err(|error| store_fault(&error))
}

async fn staff_of(session: &Session) -> Result<Option<String>, Error> {
    session.get::<String>(STAFF_KEY).await.map_err(|error| store_fault(&error))
}

/// Whether a socket's session has ended since it was opened: asks the store, not the copy that the
/// request brought.
pub async fn ended(app: &App, session: &Session, staff: &str) -> bool {
    let Some(id) = session.id() else { return true };
    let store = Arc::new(Sessions::new(app.store.clone(), app.clock.clone()));
    let fresh = Session::new(Some(id), store, None);
    !matches!(staff_of(&fresh).await, Ok(Some(present)) if present == staff)
}

pub(super) async fn begin(session: &Session, staff: &str) -> Result<(), Error> {
    session.cycle_id().await.map_err(|error| store_fault(&error))?;
    session.insert(STAFF_KEY, staff).await.map_err(|error| store_fault(&error))
}

pub(super) fn store_fault(error: &tower_sessions::session::Error) -> Error {
    Error::Storage(format!("session: {error}"))
}
