//! The phones' side: what their page and the tests ask.

pub(super) mod send;
pub(super) mod settings;
pub(super) mod view;

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{Sim, settings::Line};
use crate::demo::citizens::{CITIZENS, Citizen};

/// A refusal in words for the page.
pub(super) struct Refusal(StatusCode, &'static str);

impl Refusal {
    const NO_PHONE: Self = Self(StatusCode::NOT_FOUND, "Esa persona no está en el simulador.");
    const NO_LINE: Self = Self(StatusCode::NOT_FOUND, "Esa línea no está conectada.");
    const NO_PUENTE: Self =
        Self(StatusCode::SERVICE_UNAVAILABLE, "Puente todavía no responde. Espere un momento.");
    const OFFLINE: Self =
        Self(StatusCode::CONFLICT, "El teléfono está sin conexión. Conéctelo y envíe otra vez.");
    const EMPTY: Self = Self(StatusCode::UNPROCESSABLE_ENTITY, "Escriba su mensaje antes de enviarlo.");
    const NOTHING_TO_REPEAT: Self =
        Self(StatusCode::CONFLICT, "Este teléfono no ha enviado nada que se pueda repetir.");
    const NOTHING_TO_REACT_TO: Self =
        Self(StatusCode::CONFLICT, "El área no ha escrito nada en este chat: no hay a qué reaccionar.");
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

fn known_phone(sim: &Sim, id: &str) -> Result<&'static Citizen, Refusal> {
    let known = CITIZENS.iter().find(|citizen| citizen.id == id);
    known.filter(|_| sim.world().phone(id).is_some()).ok_or(Refusal::NO_PHONE)
}

fn known_line<'a>(sim: &'a Sim, key: &str) -> Result<&'a Line, Refusal> {
    sim.settings.line(key).ok_or(Refusal::NO_LINE)
}
