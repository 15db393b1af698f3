use axum::{
    extract::State,
    http::{HeaderName, HeaderValue},
    response::{IntoResponse, Redirect, Response},
};
use protocol::staff::{ConsolePage, ConsoleView};
use serde::Deserialize;
use tower_sessions::Session;

use super::{page, session};
use crate::{
    accounts,
    error::Error,
    http::{address::Caller, extract::FormBody, pages::error_page},
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
    FormBody(form): FormBody<Credentials>,
) -> Response {
    match sign_in(&app, &caller, &session, &form).await {
        Ok(()) => Redirect::to("/consola").into_response(),
        Err(error) => {
            let blank = page::blank(&app, ConsoleView::SignIn);
            page::refused(&app, ConsolePage { username: form.username, ..blank }, &error)
        }
    }
}

async fn sign_in(app: &App, caller: &Caller, session: &Session, form: &Credentials) -> Result<(), Error> {
    app.rates.sign_ins.check(&caller.0, app.clock.now())?;
    let operator = accounts::sign_in(app, &form.username, &form.password).await?;
    session::begin(session, &operator.id).await
}

/// `POST /consola/salir`
pub async fn leave(State(app): State<App>, session: Session) -> Response {
    let staff = session.get::<String>(accounts::STAFF_KEY).await.ok().flatten();
    if let Err(error) = session.flush().await {
        return error_page(&app, &session::store_fault(&error));
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
