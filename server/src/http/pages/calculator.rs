use app::{
    loan::{self, Calculator, Form},
    render::render,
    text::head,
};
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    response::{IntoResponse, Response},
};
use protocol::loan::Product;

use super::{document, public};
use crate::{config, state::App};

/// `GET /calculadora`: works as a form without script; with it, the same page hydrates.
pub async fn show(State(app): State<App>, query: Result<Query<Form>, QueryRejection>) -> Response {
    let form = query.map(|Query(form)| form).unwrap_or_default();
    let local = app.clock.local(app.clock.now());
    let today = local.date().to_string();
    let page = form.page(app.config.institution.short_name.clone(), products(&app), today, app.demo_clock());
    let wrong = loan::is_wrong(&page);
    let head = head::calculator(&page.institution, wrong);
    let state = page.clone();
    let body = render(|| leptos::view! { <Calculator page /> });
    match document(head, body).with_state(&state) {
        Ok(document) => public(document.answer(&app)),
        Err(error) => error.into_response(),
    }
}

/// Superseded versions come after the current ones.
fn products(app: &App) -> Vec<Product> {
    let (old, current): (Vec<_>, Vec<_>) = app.config.products.iter().partition(|product| product.superseded);
    current.into_iter().chain(old).map(offered).collect()
}

fn offered(product: &config::Product) -> Product {
    Product {
        id: product.id.clone(),
        version: product.version.clone(),
        name: product.name.clone(),
        annual_rate_pct: product.annual_rate_pct.clone(),
        iva_pct: product.iva_pct.clone(),
        min_amount: product.min_amount.clone(),
        max_amount: product.max_amount.clone(),
        terms: product.terms.clone(),
        max_term: product.max_term,
        valid_from: product.valid_from.clone(),
        source: product.source.clone(),
        superseded: product.superseded,
    }
}
