use app::{account::SignIn, text::head};
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use protocol::{
    account::{Next, SignInPage},
    curp::Curp,
};
use serde::Deserialize;
use tower_sessions::Session;

use super::{Present, page, refused};
use crate::{
    accounts::{self, Kind},
    error::Error,
    http::{address::Caller, extract::FormBody, pages::error_page, sessions},
    state::App,
};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `chat` or `cuenta`.
    next: String,
    /// The person has just signed out.
    salida: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Credentials {
    curp: String,
    password: String,
    next: String,
}

/// `GET /entrar`
pub async fn show(
    State(app): State<App>,
    asked: Result<Query<Asked>, QueryRejection>,
    present: Result<Present, Error>,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let next = Next::of_key(&asked.next);
    match present {
        Ok(Present(Some(_))) => Redirect::to(next.path()).into_response(),
        Ok(Present(None)) => {
            let success = asked.salida.is_some().then(|| "Cerró su sesión.".to_owned());
            form(&app, SignInPage { next, success, ..blank(&app) })
        }
        Err(error) => error_page(&app, &error),
    }
}

/// `POST /entrar`
pub async fn enter(
    State(app): State<App>,
    caller: Caller,
    session: Session,
    headers: HeaderMap,
    FormBody(body): FormBody<Credentials>,
) -> Response {
    let next = Next::of_key(&body.next);
    match sign_in(&app, &caller, &session, &headers, &body).await {
        Ok(()) => Redirect::to(next.path()).into_response(),
        Err(error) => {
            let (notice, curp_fault) = (Some(error.detail()), matches!(error, Error::BadCurp(_)));
            let again = SignInPage { curp: body.curp, next, notice, curp_fault, ..blank(&app) };
            refused(&error, form(&app, again))
        }
    }
}

async fn sign_in(
    app: &App,
    caller: &Caller,
    session: &Session,
    headers: &HeaderMap,
    body: &Credentials,
) -> Result<(), Error> {
    app.rates.sign_ins.check(&caller.0, app.clock.now())?;
    // Neither counted nor hashed: that a text is no CURP is told by a public algorithm, so answering at once
    // tells nothing of the padrón. What is well-formed costs one hash, whoever it is.
    let curp = body.curp.parse::<Curp>().map_err(Error::BadCurp)?;
    let member = accounts::sign_in_member(app, &curp, &body.password).await?;
    sessions::begin(session, Kind::Member, &member.id, headers).await
}

pub(super) fn blank(app: &App) -> SignInPage {
    SignInPage {
        institution: app.config.institution.short_name.clone(),
        demo_accounts: app.demo_members.clone(),
        demo_clock: app.demo_clock(),
        ..SignInPage::default()
    }
}

pub(super) fn form(app: &App, sign_in: SignInPage) -> Response {
    let head = head::sign_in(&sign_in.institution, sign_in.notice.is_some());
    page(app, head, || leptos::view! { <SignIn page=sign_in /> })
}
