//! The public pages that anyone may read.

mod accessibility;
mod calculator;
mod calculator_csv;
mod home;
mod integrate;
mod privacy;

use app::{
    pages::{ErrorPage, ErrorView, PlainPage},
    render::render,
    text::head::{self, Head},
};
use axum::{
    Router,
    extract::State,
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};

use super::document::Document;
use crate::{error::Error, state::App};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home::show))
        .route("/calculadora", get(calculator::show))
        .route("/calculadora.csv", get(calculator_csv::show))
        .route("/privacidad", get(privacy::show))
        .route("/accesibilidad", get(accessibility::show))
        .route("/integrar", get(integrate::show))
}

pub async fn not_found(State(app): State<App>, uri: Uri) -> Response {
    refuse(&app, &uri, Error::NotFound)
}

pub async fn method_not_allowed(State(app): State<App>, uri: Uri) -> Response {
    refuse(&app, &uri, Error::MethodNotAllowed)
}

/// Machines get a problem document, people a page.
pub(super) fn refuse(app: &App, uri: &Uri, error: Error) -> Response {
    if uri.path().starts_with("/api/") { error.into_response() } else { error_page(app, &error) }
}

/// What happened, what was kept, what to do.
pub fn error_page(app: &App, error: &Error) -> Response {
    error.log();
    let status = error.status();
    let view = ErrorView {
        institution: app.config.institution.short_name.clone(),
        status: status.as_u16(),
        demo_clock: app.demo_clock(),
    };
    let head = head::error(&app.config.institution.short_name, status.as_u16());
    let body = render(|| leptos::view! { <ErrorPage page=view /> });
    let mut response = document(head, body).answer(app);
    error.mark(&mut response);
    response
}

fn plain(app: &App) -> PlainPage {
    PlainPage { institution: app.config.institution.short_name.clone(), demo_clock: app.demo_clock() }
}

fn document(head: Head, body: String) -> Document {
    Document::page("site", head.title, head.description, body)
}

/// A page without anything personal may be kept by the browser for a minute.
fn public(mut response: Response) -> Response {
    if response.status() == StatusCode::OK {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=60"));
    }
    response
}
