//! Where a conversation's token travels: the `X-Conv` header, a form's hidden field, and a cookie that is
//! partitioned by the site that frames us. Never a URL.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use crate::{error::Error, http::document::cookie, ids, limits};

const COOKIE: &str = "__Host-conv";

/// # Errors
/// `BadToken` without the header.
pub fn of_header(headers: &HeaderMap) -> Result<String, Error> {
    let value = headers.get("x-conv").and_then(|value| value.to_str().ok());
    value.map(str::to_owned).ok_or(Error::BadToken)
}

pub fn of_cookie(headers: &HeaderMap) -> Option<String> {
    cookie(headers, COOKIE).filter(|value| ids::is_token(value)).map(str::to_owned)
}

pub fn remember(mut response: Response, token: &str) -> Response {
    let seconds = limits::TOKEN_LIFE_DAYS * 24 * 3600;
    let line =
        format!("{COOKIE}={token}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=None; Partitioned");
    if let Ok(value) = HeaderValue::from_str(&line) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}
