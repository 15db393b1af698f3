//! How the tests ask the calculator.

use serde_json::{Value, json};

use crate::support::Server;

/// A server that answers as often as a test asks.
pub async fn patient() -> Server {
    Server::with(&[("limits.loan_requests_per_minute", "100000")]).await
}

pub async fn ask(server: &Server, path: &str, body: &Value) -> (u16, Value) {
    let url = server.url(&format!("/api/v1/loans/{path}"));
    let response = server.http.post(url).json(body).send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")))
}

pub async fn answered(server: &Server, path: &str, body: &Value) -> Value {
    let (status, answer) = ask(server, path, body).await;
    assert_eq!(status, 200, "{path} {body}: {answer}");
    answer
}

/// 60,000.00 at 13.67 % in 59 quincenas with IVA inside, and what is laid over it.
pub fn usual(over: &Value) -> Value {
    laid(json!({ "amount": "60000.00", "annual_rate_pct": "13.67", "payments": 59, "iva_pct": "16" }), over)
}

/// 1,000.00 at 1 % a month in three months.
pub fn thousand(over: &Value) -> Value {
    let terms =
        json!({ "amount": "1000.00", "annual_rate_pct": "12", "payments": 3, "periods_per_year": 12 });
    laid(terms, over)
}

/// Fields of `over` replace those of `body`; a null takes one out.
pub fn laid(mut body: Value, over: &Value) -> Value {
    for (field, value) in over.as_object().unwrap() {
        if value.is_null() {
            body.as_object_mut().unwrap().remove(field);
        } else {
            body[field] = value.clone();
        }
    }
    body
}

/// A column of the table.
pub fn column<'a>(answer: &'a Value, name: &str) -> Vec<&'a str> {
    answer["rows"].as_array().unwrap().iter().map(|row| row[name].as_str().unwrap()).collect()
}
