use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue},
    response::{IntoResponse, Redirect, Response},
};
use protocol::staff::{ConsolePage, ConsoleView};
use serde::Deserialize;
use tower_sessions::Session;

use super::page;
use crate::{
    accounts::{self, Kind},
    error::Error,
    http::{address::Caller, extract::FormBody, pages::error_page, sessions},
    state::App,
};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Credentials {
    username: String,
    password: String,
}

/// `POST /consola/entrar`
pub async fn enter(
    State(app): State<App>,
    caller: Caller,
    session: Session,
    headers: HeaderMap,
    FormBody(form): FormBody<Credentials>,
) -> Response {
    match sign_in(&app, &caller, &session, &headers, &form).await {
        Ok(()) => Redirect::to("/consola").into_response(),
        Err(error) => {
            let blank = page::blank(&app, ConsoleView::SignIn);
            page::refused(&app, ConsolePage { username: form.username, ..blank }, &error)
        }
    }
}

async fn sign_in(
    app: &App,
    caller: &Caller,
    session: &Session,
    headers: &HeaderMap,
    form: &Credentials,
) -> Result<(), Error> {
    app.rates.sign_ins.check(&caller.0, app.clock.now())?;
    let operator = accounts::sign_in(app, &form.username, &form.password).await?;
    sessions::begin(session, Kind::Staff, &operator.id, headers).await
}

/// `POST /consola/salir`
pub async fn leave(State(app): State<App>, session: Session) -> Response {
    let staff = sessions::person(&session, Kind::Staff).await.ok().flatten();
    if let Err(error) = session.flush().await {
        return error_page(&app, &sessions::store_fault(&error));
    }
    if let Some(staff) = staff {
        app.live.signed_out(&staff);
    }
    let mut response = Redirect::to("/consola").into_response();
    // Drafts of replies are personal data of citizens.
    let clear = HeaderValue::from_static("\"storage\"");
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), clear);
    response
}
