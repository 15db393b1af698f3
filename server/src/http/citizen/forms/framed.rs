//! `/w/{site}`, the panel inside a registered site's frame.

use axum::{
    extract::{FromRequestParts, Path, Query, State, rejection::QueryRejection},
    http::{HeaderMap, header, request::Parts},
    response::Response,
};

use super::{Code, Composer, Place, Which, full::Preset};
use crate::{
    error::Error,
    http::{address::Caller, extract::FormBody, pages::error_page},
    state::App,
};

/// A registered site, opened from a page that may show it.
pub struct Panel(pub(in super::super) Place);

impl FromRequestParts<App> for Panel {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let refuse = || error_page(app, &Error::UnknownSite);
        let Path(site) = Path::<PathSite>::from_request_parts(parts, app).await.map_err(|_| refuse())?;
        let origins = &app.site(&site.site).ok_or_else(refuse)?.origins;
        if !may_show(app, origins, &parts.headers) {
            return Err(refuse());
        }
        let framed = parts.headers.get("sec-fetch-dest").is_none_or(|dest| dest != "document");
        Ok(Self(Place { site: site.site, panel: true, framed, member: None, who: None }))
    }
}

#[derive(serde::Deserialize)]
struct PathSite {
    site: String,
}

/// A missing Referer is normal; one that is present must be the site's own or ours.
fn may_show(app: &App, origins: &[String], headers: &HeaderMap) -> bool {
    let Some(referer) = headers.get(header::REFERER).and_then(|value| value.to_str().ok()) else {
        return true;
    };
    let origin = origin_of(referer);
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let own =
        origin == app.config.server.public_origin || origin.split_once("://").is_some_and(|(_, h)| h == host);
    own || origins.iter().any(|allowed| allowed == origin)
}

fn origin_of(url: &str) -> &str {
    let after_scheme = url.find("://").map_or(0, |at| at + 3);
    let end = url[after_scheme..].find(['/', '?', '#']).map_or(url.len(), |at| after_scheme + at);
    &url[..end]
}

pub async fn show(
    State(app): State<App>,
    panel: Panel,
    preset: Result<Query<Preset>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let preset = preset.map(|Query(preset)| preset).unwrap_or_default();
    super::show(&app, &panel.0, &headers, preset).await
}

pub async fn send(
    State(app): State<App>,
    panel: Panel,
    caller: Caller,
    headers: HeaderMap,
    FormBody(form): FormBody<Composer>,
) -> Response {
    super::send(&app, &panel.0, &headers, &caller, None, form).await
}

pub async fn refresh(
    State(app): State<App>,
    panel: Panel,
    headers: HeaderMap,
    FormBody(form): FormBody<Composer>,
) -> Response {
    super::refresh(&app, &panel.0, &headers, form).await
}

pub async fn end(State(app): State<App>, panel: Panel, FormBody(form): FormBody<Which>) -> Response {
    super::end(&app, &panel.0, form).await
}

pub async fn copy(State(app): State<App>, panel: Panel, FormBody(form): FormBody<Which>) -> Response {
    super::copy(&app, &panel.0, form).await
}

pub async fn resume(
    State(app): State<App>,
    panel: Panel,
    caller: Caller,
    headers: HeaderMap,
    FormBody(form): FormBody<Code>,
) -> Response {
    super::resume(&app, &panel.0, &headers, &caller, None, form).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_referer_is_cut_to_its_origin() {
        for (url, origin) in [
            ("https://a.mx/x?y#z", "https://a.mx"),
            ("https://a.mx", "https://a.mx"),
            ("https://a.mx:8443/", "https://a.mx:8443"),
            ("https://a.mx?x=https://b.mx/", "https://a.mx"),
            ("nonsense", "nonsense"),
        ] {
            assert_eq!(origin_of(url), origin);
        }
    }
}
