//! What every answer carries and every unsafe request must show (ASVS 3.4, 3.5).

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};

use super::pages;
use crate::{error::Error, limits, state::App};

const DOCUMENT_HEADERS: [(&str, &str); 2] = [
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()"),
];

/// Adds the headers an answer has not set itself.
pub async fn headers(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    // Only a document has windows and permissions: on a file these would be bytes that everybody pays.
    let file = response.status().is_success() && (path.starts_with("/assets/") || path == "/embed.js");
    let headers = response.headers_mut();
    if !file {
        for (name, value) in DOCUMENT_HEADERS {
            headers.entry(name).or_insert(HeaderValue::from_static(value));
        }
    }
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Not no-referrer: Chromium would then send `Origin: null` with forms.
        (header::REFERRER_POLICY, "same-origin"),
        (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
        (HeaderName::from_static("cross-origin-resource-policy"), resource_policy(&path)),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Other sites load the loader and frame the widget; nothing else is theirs to load.
fn resource_policy(path: &str) -> &'static str {
    let shared = path == "/embed.js" || path.starts_with("/w/") || path.starts_with("/assets/embed-");
    if shared { "cross-origin" } else { "same-origin" }
}

/// Refuses an unsafe request that did not come from our own pages. The stateless calculator reads no
/// cookie and answers any client.
pub async fn same_origin(State(app): State<App>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let stateless = request.uri().path().starts_with("/api/v1/loans/");
    if safe || stateless || is_ours(&app, request.headers()) {
        return next.run(request).await;
    }
    pages::refuse(&app, request.uri(), Error::CrossSite)
}

/// `Sec-Fetch-Site` decides where the browser sends it; else the exact `Origin`; else no.
fn is_ours(app: &App, headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    headers.get(header::ORIGIN).is_some_and(|origin| is_own_origin(app, origin.as_bytes()))
}

/// Sockets carry `Origin` always; it must be exactly ours.
pub fn is_own_socket(app: &App, headers: &HeaderMap) -> bool {
    headers.get(header::ORIGIN).is_some_and(|origin| {
        is_own_origin(app, origin.as_bytes()) || same_host(headers, origin.to_str().unwrap_or_default())
    })
}

fn is_own_origin(app: &App, origin: &[u8]) -> bool {
    let own = [&app.config.server.public_origin, &app.config.server.console_origin];
    own.into_iter().any(|own| !own.is_empty() && own.as_bytes() == origin)
}

/// A browser's `Origin` beside the `Host` it called: the page may have been opened under another name of
/// this machine (localhost for 127.0.0.1), and both headers are out of a script's reach.
fn same_host(headers: &HeaderMap, origin: &str) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let loopback = host.starts_with("127.0.0.1:") || host.starts_with("localhost:");
    loopback && origin.strip_prefix("http://") == Some(host)
}

/// The path of an address (a `Referer`) that is on our own origin.
pub fn own_path<'a>(app: &App, headers: &HeaderMap, url: &'a str) -> Option<&'a str> {
    let (_, rest) = url.split_once("://")?;
    let (host, _) = rest.split_once('/')?;
    let origin = &url[..url.len() - rest.len() + host.len()];
    let called = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let own = origin == app.config.server.public_origin || called == Some(host);
    let path = &rest[host.len()..];
    own.then(|| path.split(['?', '#']).next().unwrap_or_default())
}

/// When the console has an origin of its own, it answers only there.
pub async fn console_host(State(app): State<App>, request: Request, next: Next) -> Response {
    let console =
        request.uri().path().starts_with("/consola") || request.uri().path().starts_with("/api/v1/staff");
    let own = app.config.server.console_origin.split_once("://").map(|(_, host)| host);
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    match own {
        Some(own) if console && host != Some(own) => pages::refuse(&app, request.uri(), Error::NotFound),
        _ => next.run(request).await,
    }
}

/// Cuts a request that takes too long, in our own words.
pub async fn in_time(State(app): State<App>, request: Request, next: Next) -> Response {
    let uri = request.uri().clone();
    let answer = tokio::time::timeout(limits::REQUEST_TIMEOUT, next.run(request)).await;
    answer.unwrap_or_else(|_| pages::refuse(&app, &uri, Error::Timeout))
}

/// Counts and logs a request by its route: a path could hold an id, a query anything.
pub async fn observe(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let method = request.method().clone();
    let start = Instant::now();
    let response = next.run(request).await;
    let route = route.unwrap_or_else(|| "unmatched".to_owned());
    let status = response.status().as_u16();
    let seconds = start.elapsed().as_secs_f64();
    metrics::counter!("puente_requests_total", "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!("puente_request_seconds", "route" => route.clone()).record(seconds);
    tracing::debug!(%method, route, status, milliseconds = seconds * 1000.0, "request");
    response
}
