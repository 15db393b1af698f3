use app::{account::FirstPassword, text::head};
use axum::{extract::State, response::Response};
use protocol::account::{FirstPasswordPage, SignInPage};
use serde::Deserialize;

use super::{page, refused, sign_in};
use crate::{
    accounts,
    error::Error,
    http::{address::Caller, extract::FormBody},
    state::App,
};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct First {
    code: String,
    password: String,
    repeat: String,
}

/// `GET /entrar/primera-clave`
pub async fn show(State(app): State<App>) -> Response {
    form(&app, FirstPasswordPage::default())
}

/// `POST /entrar/primera-clave`
pub async fn set(State(app): State<App>, caller: Caller, FormBody(body): FormBody<First>) -> Response {
    match set_in(&app, &caller, &body).await {
        Ok(()) => {
            let success = Some("Su contraseña quedó lista. Ya puede entrar.".to_owned());
            sign_in::form(&app, SignInPage { success, ..sign_in::blank(&app) })
        }
        Err(error) => {
            let notice = Some(error.detail());
            refused(&error, form(&app, FirstPasswordPage { code: body.code, notice, ..Default::default() }))
        }
    }
}

async fn set_in(app: &App, caller: &Caller, body: &First) -> Result<(), Error> {
    app.rates.sign_ins.check(&caller.0, app.clock.now())?;
    if body.password != body.repeat {
        return Err(Error::PasswordsDiffer);
    }
    accounts::set_member_password(app, &body.code, &body.password).await
}

fn form(app: &App, first: FirstPasswordPage) -> Response {
    let institution = app.config.institution.short_name.clone();
    let first = FirstPasswordPage { institution, demo_clock: app.demo_clock(), ..first };
    let head = head::first_password(&first.institution, first.notice.is_some());
    page(app, head, || leptos::view! { <FirstPassword page=first /> })
}
