//! The derechohabiente's own pages: plain forms, never kept by the browser, nothing personal in any address.

mod first_password;
mod overview;
mod present;
mod sessions;
mod sign_in;
mod sign_out;

use app::{render::render, text::head::Head};
use axum::{
    Router,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use leptos::IntoView;

pub(super) use present::{Present, Speaker, identity};

use super::{document::Document, sessions as layers};
use crate::{error::Error, state::App};

pub fn pages(app: &App) -> Router<App> {
    Router::new()
        .route("/entrar", get(sign_in::show).post(sign_in::enter))
        .route("/entrar/primera-clave", get(first_password::show).post(first_password::set))
        .route("/mi-cuenta", get(overview::show))
        .route("/mi-cuenta/sesiones", post(sessions::close))
        .route("/salir", post(sign_out::leave))
        .layer(layers::member(app))
}

/// A page without a program.
fn page<V: IntoView + 'static>(app: &App, head: Head, view: impl FnOnce() -> V + 'static) -> Response {
    Document::page("site", head.title, head.description, render(view)).answer(app)
}

/// The page again with what went wrong.
fn refused(error: &Error, mut page: Response) -> Response {
    error.log();
    error.mark(&mut page);
    page
}

fn to_sign_in() -> Response {
    Redirect::to("/entrar").into_response()
}
