use axum::{
    extract::State,
    http::{HeaderName, StatusCode, header},
};

use crate::{error::Error, http::extract::Segment, state::App};

/// `GET /w/{site}/estado`: 204 for a registered key, 404 for any other. Any page may ask: the loader does,
/// to know whether to disappear.
pub async fn show(
    State(app): State<App>,
    site: Result<Segment, Error>,
) -> (StatusCode, [(HeaderName, &'static str); 2]) {
    let status = if site.is_ok_and(|Segment(site)| app.site(&site).is_some()) {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::NOT_FOUND
    };
    (status, [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"), (header::CACHE_CONTROL, "max-age=60")])
}
