//! Sockets. They carry ticks, pokes and missing rows; nobody sends messages through them.

mod citizen;
mod socket;
mod staff;

use axum::{Router, routing::get};

use crate::state::App;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/chat/live", get(citizen::upgrade))
        .route("/api/v1/staff/live", get(staff::upgrade))
}
