//! `/chat`, the institution's own page.

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::HeaderMap,
    response::Response,
};
use serde::Deserialize;

use super::{Code, Composer, Place, Which};
use crate::{
    http::{address::Caller, extract::FormBody},
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

pub async fn show(
    State(app): State<App>,
    preset: Result<Query<Preset>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let preset = preset.map(|Query(preset)| preset).unwrap_or_default();
    super::show(&app, &Place::full(), &headers, preset).await
}

pub async fn send(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    FormBody(form): FormBody<Composer>,
) -> Response {
    super::send(&app, &Place::full(), &headers, &caller, form).await
}

pub async fn refresh(
    State(app): State<App>,
    headers: HeaderMap,
    FormBody(form): FormBody<Composer>,
) -> Response {
    super::refresh(&app, &Place::full(), &headers, form).await
}

pub async fn end(State(app): State<App>, FormBody(form): FormBody<Which>) -> Response {
    super::end(&app, &Place::full(), form).await
}

pub async fn copy(State(app): State<App>, FormBody(form): FormBody<Which>) -> Response {
    super::copy(&app, &Place::full(), form).await
}

pub async fn resume(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    FormBody(form): FormBody<Code>,
) -> Response {
    super::resume(&app, &Place::full(), &headers, &caller, form).await
}
