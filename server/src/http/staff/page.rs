//! `GET /consola`: the queue for who is signed in, the sign-in form for everybody else.

use app::{console::Console, render::render, text::head};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use protocol::staff::{ConsolePage, ConsoleView, Desk};

use super::session::Present;
use crate::{
    accounts::Operator,
    conversations,
    error::Error,
    http::{document::Document, pages::error_page},
    state::App,
};

pub async fn show(State(app): State<App>, present: Result<Present, Error>) -> Response {
    match present {
        Ok(Present(Some(operator))) if operator.must_change_password => {
            Redirect::to("/consola/clave").into_response()
        }
        Ok(Present(Some(operator))) => queue(&app, &operator).await,
        Ok(Present(None)) => answer(&app, blank(&app, ConsoleView::SignIn)),
        Err(error) => error_page(&app, &error),
    }
}

async fn queue(app: &App, operator: &Operator) -> Response {
    match conversations::queue(app, operator).await {
        Ok(queue) => {
            let me = Some(operator.me(app));
            answer(app, ConsolePage { me, queue: Some(queue), ..blank(app, ConsoleView::Queue) })
        }
        Err(error) => error_page(app, &error),
    }
}

pub(super) fn blank(app: &App, view: ConsoleView) -> ConsolePage {
    let desk = |desk: &crate::config::Desk| Desk { id: desk.id.clone(), name: desk.name.clone() };
    ConsolePage {
        institution: app.config.institution.short_name.clone(),
        me: None,
        desks: app.routing.desks().iter().map(desk).collect(),
        queue: None,
        notice: None,
        success: None,
        username: String::new(),
        view,
        utc_offset_minutes: app.clock.utc_offset_minutes(),
        now: app.clock.now(),
        demo_clock: app.demo_clock(),
        demo_accounts: if view == ConsoleView::SignIn { app.demo_accounts.clone() } else { Vec::new() },
    }
}

/// The page again with what went wrong.
pub(super) fn refused(app: &App, page: ConsolePage, error: &Error) -> Response {
    error.log();
    let mut response = answer(app, ConsolePage { notice: Some(error.detail()), ..page });
    error.mark(&mut response);
    response
}

pub(super) fn answer(app: &App, page: ConsolePage) -> Response {
    let head = head::console(&page.institution);
    let state = page.clone();
    let body = render(|| leptos::view! { <Console page /> });
    match Document::page("console", head.title, head.description, body).with_state(&state) {
        Ok(document) => document.answer(app),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
