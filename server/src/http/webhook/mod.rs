//! Meta's way in. No browser calls it: it has no session, no cookie and no same-origin rule, but a signature.

mod receive;
mod verify;

use axum::{Router, extract::DefaultBodyLimit, middleware::from_fn_with_state, routing::get};

use super::security;
use crate::{limits, state::App};

pub fn routes(app: &App) -> Router<App> {
    Router::new()
        .route("/webhooks/whatsapp", get(verify::verify).post(receive::receive))
        .layer(from_fn_with_state(app.clone(), security::in_time))
        .layer(DefaultBodyLimit::max(limits::WEBHOOK_BYTES))
}
