//! The citizen's conversation: pages that work as plain forms, and the API the WASM uses.

pub mod conversation;
pub mod end;
mod forms;
pub mod messages;
mod page;
pub mod resume;
mod site_state;
mod ticket;
mod token;
pub mod transcript;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use super::sessions;
use crate::{limits, state::App};

/// A frame's forms post to and are answered under its own `/w/{site}`; `/chat` is the full page. Only `/chat`
/// has the signed-in person's session.
pub fn pages(app: &App) -> Router<App> {
    framed().merge(full().layer(sessions::member(app)))
}

fn framed() -> Router<App> {
    let long = DefaultBodyLimit::max(limits::COMPOSER_FORM_BYTES);
    Router::new()
        .route("/w/{site}", get(forms::framed::show).post(forms::framed::send).layer(long))
        .route("/w/{site}/ver", post(forms::framed::refresh).layer(long))
        .route("/w/{site}/terminar", post(forms::framed::end))
        .route("/w/{site}/copia", post(forms::framed::copy))
        .route("/w/{site}/reanudar", post(forms::framed::resume))
        .route("/w/{site}/abrir", post(ticket::issue))
        .route("/w/{site}/estado", get(site_state::show))
}

fn full() -> Router<App> {
    let long = DefaultBodyLimit::max(limits::COMPOSER_FORM_BYTES);
    Router::new()
        .route("/chat", get(forms::full::show).post(forms::full::send).layer(long))
        .route("/chat/ver", post(forms::full::refresh).layer(long))
        .route("/chat/terminar", post(forms::full::end))
        .route("/chat/copia", post(forms::full::copy))
        .route("/chat/reanudar", post(forms::full::resume))
        .route("/chat/continuar", get(ticket::choose).post(ticket::redeem))
}
