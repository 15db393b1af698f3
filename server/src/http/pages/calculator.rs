use app::{
    loan::{self, Calculator},
    render::render,
    text::head,
};
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    response::{IntoResponse, Response},
};
use protocol::loan::{CalculatorForm, CalculatorPage, FirstDueRule, PayDate, Product};

use super::{document, public};
use crate::{config, state::App};

/// `GET /calculadora`: works as a form without script; with it, the same page hydrates.
pub async fn show(State(app): State<App>, query: Result<Query<CalculatorForm>, QueryRejection>) -> Response {
    let form = query.map(|Query(form)| form).unwrap_or_default();
    answer(&app, page(&app, form))
}

/// What a query asks for, on today's terms.
pub(super) fn page(app: &App, form: CalculatorForm) -> CalculatorPage {
    loan::settled(CalculatorPage {
        institution: app.config.institution.short_name.clone(),
        origin: app.config.server.public_origin.clone(),
        products: products(app),
        pay_dates: pay_dates(app),
        form,
        today: app.clock.local(app.clock.now()).date().to_string(),
        demo_clock: app.demo_clock(),
    })
}

pub(super) fn answer(app: &App, page: CalculatorPage) -> Response {
    let head = head::calculator(&page.institution, loan::is_wrong(&page));
    let state = page.clone();
    let body = render(|| leptos::view! { <Calculator page /> });
    match document(head, body).with_state(&state) {
        Ok(document) => public(document.answer(app)),
        Err(error) => error.into_response(),
    }
}

fn pay_dates(app: &App) -> Vec<PayDate> {
    let moved = app.config.pay_dates.iter();
    moved.map(|date| PayDate { nominal: date.nominal.clone(), shown: date.shown.clone() }).collect()
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
        first_due: match product.first_due {
            config::FirstDue::Nth(n) => FirstDueRule::Nth(n),
            config::FirstDue::LagDays(days) => FirstDueRule::LagDays(days),
        },
        conditions: product.conditions.clone(),
    }
}
