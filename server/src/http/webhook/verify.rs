//! Meta asks once, when the webhook's address is saved.

use axum::extract::State;
use serde::Deserialize;

use crate::{error::Error, http::extract::QueryOf, state::App};

#[derive(Deserialize)]
pub struct Verification {
    #[serde(rename = "hub.mode", default)]
    mode: String,
    #[serde(rename = "hub.verify_token", default)]
    verify_token: String,
    #[serde(rename = "hub.challenge", default)]
    challenge: String,
}

/// Whoever knows the token gets the challenge back as plain text.
pub async fn verify(State(app): State<App>, QueryOf(query): QueryOf<Verification>) -> Result<String, Error> {
    if !app.routing.has_connected_line() {
        return Err(Error::NotFound);
    }
    let token = app.config.whatsapp.verify_token.expose();
    if query.mode == "subscribe" && whatsapp::signature::is_same(&query.verify_token, token) {
        return Ok(query.challenge);
    }
    Err(Error::BadVerifyToken)
}
