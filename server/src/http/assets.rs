//! Files. A hashed name never changes its content, so it is kept for a year; `/embed.js` keeps its name
//! for ever and is asked for again after five minutes.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use super::extract::Segment;
use crate::{assets::File, error::Error, state::App};

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const FIVE_MINUTES: &str = "public, max-age=300, stale-while-revalidate=86400";

pub fn routes() -> Router<App> {
    Router::new()
        .route("/assets/{name}", get(hashed))
        .route("/embed.js", get(embed))
        .route("/favicon.ico", get(favicon))
        .route("/robots.txt", get(robots))
}

async fn hashed(
    State(app): State<App>,
    Segment(name): Segment,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let file = app.assets.file(&name).ok_or(Error::NotFound)?;
    let mut response = answer(file, &headers, FOR_EVER);
    if name.starts_with("embed-") {
        share(&mut response);
    }
    Ok(response)
}

/// Integrity checks and modules need CORS for a cross-site script; the loader is the same for everybody.
fn share(response: &mut Response) {
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
}

async fn embed(State(app): State<App>, headers: HeaderMap) -> Result<Response, Error> {
    let file = app.assets.named("embed.js").ok_or(Error::NotFound)?;
    let tag = app.assets.url("embed.js").map(|url| format!("\"{url}\"")).unwrap_or_default();
    let tag = HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("\"\""));
    let fresh = headers.get(header::IF_NONE_MATCH).is_some_and(|known| *known == tag);
    let mut response =
        if fresh { StatusCode::NOT_MODIFIED.into_response() } else { answer(file, &headers, FIVE_MINUTES) };
    response.headers_mut().insert(header::ETAG, tag);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(FIVE_MINUTES));
    share(&mut response);
    Ok(response)
}

async fn favicon(State(app): State<App>, headers: HeaderMap) -> Result<Response, Error> {
    let file = app.assets.named("favicon.svg").ok_or(Error::NotFound)?;
    Ok(answer(file, &headers, FIVE_MINUTES))
}

async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /w/\nDisallow: /chat\nDisallow: /consola\nDisallow: /api/\n"
}

fn answer(file: &File, request: &HeaderMap, cache: &'static str) -> Response {
    let accepted =
        request.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (body, encoding) = match (&file.brotli, &file.gzip) {
        (Some(brotli), _) if accepts(accepted, "br") => (brotli, Some("br")),
        (_, Some(gzip)) if accepts(accepted, "gzip") => (gzip, Some("gzip")),
        _ => (&file.plain, None),
    };
    let mut response = body.clone().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.mime));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn accepts(header: &str, coding: &str) -> bool {
    header.split(',').any(|part| {
        let mut words = part.split(';').map(str::trim);
        words.next() == Some(coding) && words.next() != Some("q=0")
    })
}
