use app::{
    loan::{self, csv},
    text::calculator_table::FILE_NAME,
};
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use protocol::loan::{CalculatorForm, CalculatorPage};

use super::calculator;
use crate::state::App;

/// `GET /calculadora.csv`: the table of the simulation with the same query. What cannot be calculated comes
/// back as the calculator's page, which says what to write.
pub async fn show(State(app): State<App>, query: Result<Query<CalculatorForm>, QueryRejection>) -> Response {
    let mut form = query.map(|Query(form)| form).unwrap_or_default();
    if let Some(usual) = app.config.products.first().filter(|_| form.producto.is_empty()) {
        form.producto.clone_from(&usual.id);
    }
    form.paso.clear();
    let mut page = calculator::page(&app, form);
    // As if "Calcular" had been pressed: what is missing is a fault here, but not what links leave out.
    page.form.de.clone_from(&page.form.producto);
    match file(&page) {
        Some(file) => attachment(file),
        None => (StatusCode::UNPROCESSABLE_ENTITY, calculator::answer(&app, page)).into_response(),
    }
}

fn file(page: &CalculatorPage) -> Option<String> {
    let offer = loan::Offer::of(page)?;
    let outcome = loan::outcome(page);
    let figures = outcome.ready()?;
    let table = loan::table_of(&offer, figures, &page.form);
    let query = loan::shared(&offer.product, &page.form, Some(figures));
    let link = format!("{}/calculadora?{query}", page.origin);
    Some(csv::file(&offer, figures, &table.rows, &link))
}

fn attachment(file: String) -> Response {
    let disposition = format!("attachment; filename=\"{FILE_NAME}\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, file).into_response()
}
