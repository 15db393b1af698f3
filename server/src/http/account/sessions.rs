//! Closing one's own sessions. Closing the present one, or all, is signing out.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
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
        // Not the page itself: loading it again would send the form again.
        Ok(Some(done)) => Redirect::to(done.address()).into_response(),
        Err(error) => overview::answer(&app, &member, &session, Some(Err(error))).await,
    }
}

/// What was done, as the address of the page that says so has it.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) enum Done {
    #[serde(rename = "otras")]
    Others,
    #[serde(rename = "una")]
    One,
    #[serde(rename = "ninguna")]
    None,
}

impl Done {
    const fn address(self) -> &'static str {
        match self {
            Self::Others => "/mi-cuenta?hecho=otras",
            Self::One => "/mi-cuenta?hecho=una",
            Self::None => "/mi-cuenta?hecho=ninguna",
        }
    }

    pub(super) const fn said(self) -> &'static str {
        match self {
            Self::Others => "Cerramos sus otras sesiones.",
            Self::One => "Cerramos esa sesión.",
            Self::None => "Esa sesión ya estaba cerrada.",
        }
    }
}

/// What to say; none when the present session is over too.
async fn close_in(app: &App, member: &Member, current: &str, asked: &str) -> Result<Option<Done>, Error> {
    let (which, said) = match asked {
        CLOSE_OTHERS => (Which::AllBut(current.to_owned()), Some(Done::Others)),
        CLOSE_ALL => (Which::All, None),
        shown => match accounts::shown_session(app, &member.id, shown).await? {
            Some(hash) if hash == current => (Which::One(hash), None),
            Some(hash) => (Which::One(hash), Some(Done::One)),
            None => return Ok(Some(Done::None)),
        },
    };
    accounts::end_sessions(app, &member.id, which).await?;
    Ok(said)
}
