//! The desks' console: pages with forms, and the API its WASM uses.

pub mod actions;
pub mod conversation;
mod page;
mod password;
pub mod queue;
mod session;
mod sign_in;
pub mod stay;

use axum::{
    Router,
    routing::{get, post},
};

pub use session::{Signed, ended};

use super::sessions;
use crate::state::App;

pub fn pages(app: &App) -> Router<App> {
    Router::new()
        .route("/consola", get(page::show))
        .route("/consola/entrar", post(sign_in::enter))
        .route("/consola/salir", post(sign_in::leave))
        .route("/consola/clave", get(password::show).post(password::change))
        .route("/consola/primera-clave", get(password::show_first).post(password::set_first))
        .layer(sessions::staff(app))
}
