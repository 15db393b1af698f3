//! The ways in. One endpoint, one file: request, handler, answer, in that order.

mod account;
mod address;
mod assets;
mod citizen;
mod document;
mod extract;
mod health;
pub mod listener;
mod live;
mod loans;
pub mod openapi;
mod pages;
mod security;
mod sessions;
mod staff;
mod webhook;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{NotForContentType, Predicate, SizeAbove},
    },
};

use crate::{error::Error, limits, state::App};

/// Everything but `/metrics`, which has a listener of its own.
pub fn router(app: &App) -> Router {
    let (api, document) = openapi::split(app);
    let pages = Router::new()
        .merge(pages::routes())
        .merge(citizen::pages(app))
        .merge(account::pages(app))
        .merge(staff::pages(app));
    let timed = pages
        .merge(api)
        .merge(assets::routes())
        .merge(health::routes())
        .route("/api/openapi.json", get(move || async move { axum::Json(document) }))
        .layer(from_fn_with_state(app.clone(), security::in_time))
        .layer(DefaultBodyLimit::max(limits::BODY_BYTES))
        .layer(compression());
    timed
        .merge(live::routes(app))
        .fallback(pages::not_found)
        .method_not_allowed_fallback(pages::method_not_allowed)
        .layer(from_fn_with_state(app.clone(), security::same_origin))
        .merge(webhook::routes(app))
        .layer(from_fn_with_state(app.clone(), security::console_host))
        .layer(CatchPanicLayer::custom(|_| panicked()))
        .layer(from_fn(security::headers))
        .layer(from_fn(security::observe))
        .with_state(app.clone())
}

fn panicked() -> Response {
    Error::Internal("a handler panicked".into()).into_response()
}

/// Pages are compressed as they are made; files were compressed when they were built.
fn compression() -> CompressionLayer<impl Predicate> {
    // Level 5 makes 20 kB of HTML 5 kB in under a millisecond; 11 takes twenty.
    let worth_it = SizeAbove::new(512).and(NotForContentType::const_new("application/wasm"));
    CompressionLayer::new().quality(CompressionLevel::Precise(5)).compress_when(worth_it)
}
