//! Closing one's own sessions. Closing the present one, or all, is signing out.

use axum::{extract::State, response::Response};
use protocol::account::{CLOSE_ALL, CLOSE_OTHERS};
use serde::Deserialize;
use tower_sessions::Session;

use super::{Present, overview, sign_out, to_sign_in};
use crate::{
    accounts::{self, Member, Which},
    error::Error,
    http::{extract::FormBody, pages::error_page},
    state::App,
};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Close {
    /// A session's id as the page shows it, `others` or `all`.
    close: String,
}

/// `POST /mi-cuenta/sesiones`
pub async fn close(
    State(app): State<App>,
    present: Result<Present, Error>,
    session: Session,
    FormBody(form): FormBody<Close>,
) -> Response {
    let member = match present {
        Ok(Present(Some(member))) => member,
        Ok(Present(None)) => return to_sign_in(),
        Err(error) => return error_page(&app, &error),
    };
    let current = session.id().map(accounts::session_hash).unwrap_or_default();
    match close_in(&app, &member, &current, &form.close).await {
        Ok(None) => sign_out::done(&app, &session).await,
        Ok(Some(text)) => overview::answer(&app, &member, &session, Some(Ok(text))).await,
        Err(error) => overview::answer(&app, &member, &session, Some(Err(error))).await,
    }
}

/// What to say; none when the present session is over too.
async fn close_in(
    app: &App,
    member: &Member,
    current: &str,
    asked: &str,
) -> Result<Option<&'static str>, Error> {
    let (which, said) = match asked {
        CLOSE_OTHERS => (Which::AllBut(current.to_owned()), Some("Cerramos sus otras sesiones.")),
        CLOSE_ALL => (Which::All, None),
        shown => match accounts::shown_session(app, &member.id, shown).await? {
            Some(hash) if hash == current => (Which::One(hash), None),
            Some(hash) => (Which::One(hash), Some("Cerramos esa sesión.")),
            None => return Ok(Some("Esa sesión ya estaba cerrada.")),
        },
    };
    accounts::end_sessions(app, &member.id, which).await?;
    Ok(said)
}
