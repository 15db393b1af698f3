//! `/healthz`: the process answers. `/readyz`: it can also store.

use axum::{Router, extract::State, http::StatusCode, routing::get};

use crate::{error::Error, state::App};

pub fn routes() -> Router<App> {
    Router::new().route("/healthz", get(|| async { "ok\n" })).route("/readyz", get(ready))
}

async fn ready(State(app): State<App>) -> Result<&'static str, (StatusCode, &'static str)> {
    let unavailable = |error: Error| {
        error.log();
        (StatusCode::SERVICE_UNAVAILABLE, "database\n")
    };
    if app.stop.is_cancelled() {
        return Err((StatusCode::SERVICE_UNAVAILABLE, "stopping\n"));
    }
    app.store.ping().await.map_err(unavailable)?;
    Ok("ok\n")
}
