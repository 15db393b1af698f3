use app::{pages::Privacy, render::render, text::head};
use axum::{extract::State, response::Response};

use super::{document, plain, public};
use crate::state::App;

pub async fn show(State(app): State<App>) -> Response {
    let page = plain(&app);
    let head = head::privacy(&page.institution);
    public(document(head, render(|| leptos::view! { <Privacy page /> })).answer(&app))
}
