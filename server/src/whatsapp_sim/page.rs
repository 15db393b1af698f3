//! The page with the phones: three files, nothing inline, nothing from elsewhere.

use axum::{
    http::{
        HeaderName, HeaderValue,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
        },
    },
    response::IntoResponse,
};

const PAGE: &str = include_str!("page.html");
/// The product's own tokens, so that both look like one.
const STYLE: &str = concat!(include_str!("../../../style/tokens.css"), include_str!("phones.css"));
const SCRIPT: &str = include_str!("phones.js");
const ICON: &str = include_str!("icon.svg");

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

type Answer = ([(HeaderName, HeaderValue); 5], &'static str);

fn file(kind: &'static str, text: &'static str) -> Answer {
    let headers = [
        (CONTENT_TYPE, kind),
        (CONTENT_SECURITY_POLICY, POLICY),
        // Another build may stand on the same port tomorrow.
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
    ];
    (headers.map(|(name, value)| (name, HeaderValue::from_static(value))), text)
}

pub(super) async fn page() -> impl IntoResponse {
    file("text/html; charset=utf-8", PAGE)
}

pub(super) async fn style() -> impl IntoResponse {
    file("text/css; charset=utf-8", STYLE)
}

pub(super) async fn script() -> impl IntoResponse {
    file("text/javascript; charset=utf-8", SCRIPT)
}

pub(super) async fn icon() -> impl IntoResponse {
    file("image/svg+xml", ICON)
}
