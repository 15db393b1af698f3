//! The two kinds of session. Each is a layer on its own routes and on no others: the layers would take each
//! other's place, and the widget's pages must not even be able to ask who is signed in.

use std::sync::Arc;

use axum::http::{HeaderMap, header};
use tower_sessions::{Expiry, Session, SessionManagerLayer, cookie::SameSite};

use crate::{
    accounts::{self, Kind, Sessions},
    error::Error,
    state::App,
};

/// `/consola` and `/api/v1/staff`.
pub(super) fn staff(app: &App) -> SessionManagerLayer<Sessions> {
    layer(app, Kind::Staff, SameSite::Strict)
}

/// The derechohabiente's pages, and the conversation's where it may carry who they are. Lax: a link to
/// `/mi-cuenta` in the institute's own mail must find the person signed in.
pub(super) fn member(app: &App) -> SessionManagerLayer<Sessions> {
    layer(app, Kind::Member, SameSite::Lax)
}

fn layer(app: &App, kind: Kind, same_site: SameSite) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(Sessions::new(app.store.clone(), app.clock.clone(), kind))
        .with_name(kind.cookie())
        .with_secure(true)
        .with_http_only(true)
        .with_same_site(same_site)
        // A session cookie: idle and absolute life are the store's business.
        .with_expiry(Expiry::OnSessionEnd)
}

pub(super) fn store(app: &App, kind: Kind) -> Arc<Sessions> {
    Arc::new(Sessions::new(app.store.clone(), app.clock.clone(), kind))
}

/// Under a new id, whatever the browser brought.
pub(super) async fn begin(
    session: &Session,
    kind: Kind,
    person: &str,
    headers: &HeaderMap,
) -> Result<(), Error> {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    session.cycle_id().await.map_err(|error| store_fault(&error))?;
    session.insert(kind.key(), person).await.map_err(|error| store_fault(&error))?;
    let device = accounts::device(agent);
    session.insert(accounts::DEVICE_KEY, device).await.map_err(|error| store_fault(&error))
}

/// Id of the signed-in person.
pub(super) async fn person(session: &Session, kind: Kind) -> Result<Option<String>, Error> {
    session.get::<String>(kind.key()).await.map_err(|error| store_fault(&error))
}

/// Prolongs the session, with at most one write a minute. Not through the session's values: their saving sets the
/// cookie again, and one that is set while another request changes the id would bring the old id back. Failing to
/// prolong takes nothing from the answer.
pub(super) async fn slide(session: &Session, app: &App, kind: Kind) -> Result<(), Error> {
    let seen = session.get::<i64>(accounts::SEEN_KEY).await.map_err(|error| store_fault(&error))?;
    let now = app.clock.now();
    let Some(id) = session.id().filter(|_| seen.is_none_or(|seen| seen / 60_000 != now / 60_000)) else {
        return Ok(());
    };
    if let Err(error) = store(app, kind).prolong(id).await {
        error.log();
    }
    Ok(())
}

pub(super) fn store_fault(error: &tower_sessions::session::Error) -> Error {
    Error::Storage(format!("session: {error}"))
}
