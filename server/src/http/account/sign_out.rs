use axum::{
    extract::State,
    http::{HeaderName, HeaderValue},
    response::{IntoResponse, Redirect, Response},
};
use tower_sessions::Session;

use crate::{
    accounts::{self, Kind, Which},
    error::Error,
    http::{pages::error_page, sessions},
    state::App,
};

/// `POST /salir`
pub async fn leave(State(app): State<App>, session: Session) -> Response {
    match end(&app, &session).await {
        Ok(()) => done(&app, &session).await,
        Err(error) => error_page(&app, &error),
    }
}

async fn end(app: &App, session: &Session) -> Result<(), Error> {
    let person = sessions::person(session, Kind::Member).await?;
    match person.zip(session.id().map(accounts::session_hash)) {
        Some((member, hash)) => accounts::end_sessions(app, &member, Which::One(hash)).await,
        None => Ok(()),
    }
}

/// The browser forgets: the session, and what the chat kept of the next words to send.
pub(super) async fn done(app: &App, session: &Session) -> Response {
    if let Err(error) = session.flush().await {
        return error_page(app, &sessions::store_fault(&error));
    }
    let mut response = Redirect::to("/entrar?salida=1").into_response();
    // Not "cookies": that would reach every other service under the institution's domain.
    let clear = HeaderValue::from_static("\"storage\"");
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), clear);
    response
}
