//! Changing one's own password, and setting the first one with a one-use code.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use protocol::staff::{ConsolePage, ConsoleView};
use serde::Deserialize;
use tower_sessions::Session;

use super::{page, session::Present};
use crate::{
    accounts::{self, Kind, Operator},
    error::Error,
    http::{address::Caller, extract::FormBody, pages::error_page, sessions},
    state::App,
};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Change {
    current: String,
    password: String,
    repeat: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct First {
    code: String,
    password: String,
    repeat: String,
}

/// `GET /consola/clave`
pub async fn show(State(app): State<App>, present: Result<Present, Error>) -> Response {
    match present {
        Ok(Present(Some(operator))) => page::answer(&app, form(&app, &operator)),
        Ok(Present(None)) => Redirect::to("/consola").into_response(),
        Err(error) => error_page(&app, &error),
    }
}

fn form(app: &App, operator: &Operator) -> ConsolePage {
    ConsolePage { me: Some(operator.me(app)), ..page::blank(app, ConsoleView::Password) }
}

/// `POST /consola/clave`
pub async fn change(
    State(app): State<App>,
    present: Result<Present, Error>,
    session: Session,
    headers: HeaderMap,
    FormBody(body): FormBody<Change>,
) -> Response {
    let operator = match present {
        Ok(Present(Some(operator))) => operator,
        Ok(Present(None)) => return Redirect::to("/consola").into_response(),
        Err(error) => return error_page(&app, &error),
    };
    match change_in(&app, &operator, &session, &headers, &body).await {
        Ok(operator) => {
            let success = Some("Su contraseña cambió. Cerramos sus otras sesiones.".to_owned());
            page::answer(&app, ConsolePage { success, ..form(&app, &operator) })
        }
        Err(error) => page::refused(&app, form(&app, &operator), &error),
    }
}

async fn change_in(
    app: &App,
    operator: &Operator,
    session: &Session,
    headers: &HeaderMap,
    body: &Change,
) -> Result<Operator, Error> {
    repeated(&body.password, &body.repeat)?;
    accounts::change_password(app, operator, &body.current, &body.password).await?;
    sessions::begin(session, Kind::Staff, &operator.id, headers).await?;
    accounts::find_operator(app, &operator.id).await
}

/// `GET /consola/primera-clave`
pub async fn show_first(State(app): State<App>) -> Response {
    page::answer(&app, page::blank(&app, ConsoleView::FirstPassword))
}

/// `POST /consola/primera-clave`
pub async fn set_first(State(app): State<App>, caller: Caller, FormBody(body): FormBody<First>) -> Response {
    match set_in(&app, &caller, &body).await {
        Ok(()) => {
            let success = Some("Su contraseña quedó lista. Ya puede entrar.".to_owned());
            page::answer(&app, ConsolePage { success, ..page::blank(&app, ConsoleView::SignIn) })
        }
        Err(error) => page::refused(&app, page::blank(&app, ConsoleView::FirstPassword), &error),
    }
}

async fn set_in(app: &App, caller: &Caller, body: &First) -> Result<(), Error> {
    app.rates.sign_ins.check(&caller.0, app.clock.now())?;
    repeated(&body.password, &body.repeat)?;
    accounts::set_first_password(app, &body.code, &body.password).await
}

fn repeated(password: &str, repeat: &str) -> Result<(), Error> {
    if password == repeat { Ok(()) } else { Err(Error::PasswordsDiffer) }
}
