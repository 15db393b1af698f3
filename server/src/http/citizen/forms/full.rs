//! `/chat`, the institution's own page.

use axum::{
    extract::{FromRequestParts, Query, State, rejection::QueryRejection},
    http::{HeaderMap, request::Parts},
    response::Response,
};
use serde::Deserialize;

use super::{Code, Composer, Place, Which};
use crate::{
    error::Error,
    http::{
        account::{Present, Speaker, identity},
        address::Caller,
        extract::FormBody,
        pages::error_page,
    },
    state::App,
};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Preset {
    /// Topic key, as links from other pages carry it.
    pub tema: Option<String>,
    /// Asks for a new conversation after the one that ended.
    pub nueva: Option<String>,
}

/// The page as the person of the session sees it.
pub struct Own(pub(in super::super) Place);

impl FromRequestParts<App> for Own {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let present = Present::from_request_parts(parts, app).await;
        let Present(member) = present.map_err(|error| error_page(app, &error))?;
        let who = identity(parts, member.as_ref());
        Ok(Self(Place::full(member, who)))
    }
}

pub async fn show(
    State(app): State<App>,
    Own(place): Own,
    preset: Result<Query<Preset>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let preset = preset.map(|Query(preset)| preset).unwrap_or_default();
    super::show(&app, &place, &headers, preset).await
}

pub async fn send(
    State(app): State<App>,
    Own(place): Own,
    speaker: Result<Speaker, Error>,
    caller: Caller,
    headers: HeaderMap,
    FormBody(form): FormBody<Composer>,
) -> Response {
    match speaker {
        Ok(Speaker(who)) => super::send(&app, &place, &headers, &caller, who, form).await,
        Err(error) => error_page(&app, &error),
    }
}

pub async fn refresh(
    State(app): State<App>,
    Own(place): Own,
    headers: HeaderMap,
    FormBody(form): FormBody<Composer>,
) -> Response {
    super::refresh(&app, &place, &headers, form).await
}

pub async fn end(State(app): State<App>, Own(place): Own, FormBody(form): FormBody<Which>) -> Response {
    super::end(&app, &place, form).await
}

pub async fn copy(State(app): State<App>, Own(place): Own, FormBody(form): FormBody<Which>) -> Response {
    super::copy(&app, &place, form).await
}

pub async fn resume(
    State(app): State<App>,
    Own(place): Own,
    speaker: Result<Speaker, Error>,
    caller: Caller,
    headers: HeaderMap,
    FormBody(form): FormBody<Code>,
) -> Response {
    match speaker {
        Ok(Speaker(who)) => super::resume(&app, &place, &headers, &caller, who, form).await,
        Err(error) => error_page(&app, &error),
    }
}
