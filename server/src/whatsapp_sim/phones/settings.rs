//! `POST /phones/{id}/settings`: connection, and who looks at what.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::Deserialize;

use super::{Refusal, known_line, known_phone};
use crate::whatsapp_sim::{Sim, statuses};

/// What is left out stays as it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::whatsapp_sim) struct Change {
    online: Option<bool>,
    reads: Option<bool>,
    /// Key of the line whose chat is on the screen; `""` for none.
    looking: Option<String>,
}

pub(in crate::whatsapp_sim) async fn change(
    State(sim): State<Sim>,
    Path(id): Path<String>,
    Json(change): Json<Change>,
) -> Result<StatusCode, Refusal> {
    let citizen = known_phone(&sim, &id)?;
    if let Some(line) = change.looking.as_deref().filter(|line| !line.is_empty()) {
        known_line(&sim, line)?;
    }
    if let Some(phone) = sim.world().phone(citizen.id) {
        phone.online = change.online.unwrap_or(phone.online);
        phone.reads = change.reads.unwrap_or(phone.reads);
        if let Some(line) = change.looking {
            phone.looking = Some(line).filter(|line| !line.is_empty());
        }
    }
    statuses::nudge(&sim, citizen.id);
    Ok(StatusCode::NO_CONTENT)
}
