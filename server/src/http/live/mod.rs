//! Sockets. They carry ticks, pokes and missing rows; nobody sends messages through them.

mod citizen;
mod socket;
mod staff;

use axum::{Router, routing::get};

use super::sessions;
use crate::state::App;

pub fn routes(app: &App) -> Router<App> {
    let desks = Router::new().route("/api/v1/staff/live", get(staff::upgrade)).layer(sessions::staff(app));
    Router::new().route("/api/v1/chat/live", get(citizen::upgrade)).merge(desks)
}
