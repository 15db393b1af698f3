use app::{pages::Accessibility, render::render, text::head};
use axum::{extract::State, response::Response};

use super::{document, plain, public};
use crate::state::App;

pub async fn show(State(app): State<App>) -> Response {
    let page = plain(&app);
    let head = head::accessibility(&page.institution);
    public(document(head, render(|| leptos::view! { <Accessibility page /> })).answer(&app))
}
