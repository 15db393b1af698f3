//! Meta brings messages and statuses. The signature over the raw bytes, one insert, the answer: reading the
//! body is a job's work.

use axum::{
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode},
};

use crate::{error::Error, state::App, whatsapp::webhooks};

/// 200 once the bytes are durable; 401 unsigned or wrong; 413 above Meta's limit; 404 while no line is
/// connected; 503 when they could not be stored, and Meta sends them again.
pub async fn receive(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, Error> {
    let outcome = keep(&app, &headers, body).await;
    let word = match &outcome {
        Ok(true) => "received",
        Ok(false) => "duplicate",
        Err(Error::BadSignature) => "unsigned",
        Err(Error::Storage(_) | Error::Busy) => "not_stored",
        Err(_) => "refused",
    };
    metrics::counter!("puente_webhooks_total", "outcome" => word).increment(1);
    outcome.map(|_| StatusCode::OK)
}

async fn keep(app: &App, headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<bool, Error> {
    if !app.routing.has_connected_line() {
        return Err(Error::NotFound);
    }
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        _ => Error::BadBody("El cuerpo llegó incompleto.".into()),
    })?;
    let signature = headers.get("x-hub-signature-256").and_then(|value| value.to_str().ok());
    let whatsapp = &app.config.whatsapp;
    let secrets = [whatsapp.app_secret.expose().as_str(), whatsapp.previous_app_secret.expose().as_str()];
    if !whatsapp::signature::is_signed(signature, &body, &secrets) {
        return Err(Error::BadSignature);
    }
    webhooks::keep(app, body.into()).await
}
