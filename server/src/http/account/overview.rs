use app::{account::Account, text::head};
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    response::Response,
};
use protocol::account::AccountPage;
use serde::Deserialize;
use tower_sessions::Session;

use super::{Present, page, sessions::Done, to_sign_in};
use crate::{
    accounts::{self, Member},
    error::Error,
    http::pages::error_page,
    loans,
    state::App,
};

#[derive(Deserialize)]
pub struct Asked {
    /// What the form before has done.
    hecho: Option<Done>,
}

/// `GET /mi-cuenta`
pub async fn show(
    State(app): State<App>,
    asked: Result<Query<Asked>, QueryRejection>,
    present: Result<Present, Error>,
    session: Session,
) -> Response {
    let done = asked.ok().and_then(|Query(asked)| asked.hecho);
    match present {
        Ok(Present(Some(member))) => answer(&app, &member, &session, done.map(|done| Ok(done.said()))).await,
        Ok(Present(None)) => to_sign_in(),
        Err(error) => error_page(&app, &error),
    }
}

/// `said` is what became of the last form.
pub(super) async fn answer(
    app: &App,
    member: &Member,
    session: &Session,
    said: Option<Result<&str, Error>>,
) -> Response {
    let (success, error) = match said {
        Some(Ok(text)) => (Some(text.to_owned()), None),
        Some(Err(error)) => (None, Some(error)),
        None => (None, None),
    };
    let notice = error.as_ref().map(Error::detail);
    match of(app, member, session).await {
        Ok(account) => {
            let head = head::account(&account.institution);
            let account = AccountPage { success, notice, ..account };
            let answer = page(app, head, || leptos::view! { <Account page=account /> });
            match error {
                Some(error) => super::refused(&error, answer),
                None => answer,
            }
        }
        Err(error) => error_page(app, &error),
    }
}

async fn of(app: &App, member: &Member, session: &Session) -> Result<AccountPage, Error> {
    let current = session.id().map(accounts::session_hash);
    Ok(AccountPage {
        institution: app.config.institution.short_name.clone(),
        name: member.name.clone(),
        curp: member.curp.clone(),
        affiliation: member.affiliation.clone(),
        loans: loans::of_member(app, &member.id).await?,
        sessions: accounts::member_sessions(app, &member.id, current.as_deref()).await?,
        utc_offset_minutes: app.clock.utc_offset_minutes(),
        now: app.clock.now(),
        demo_clock: app.demo_clock(),
        ..AccountPage::default()
    })
}
