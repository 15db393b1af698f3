//! `POST /behaviour`: what goes wrong on purpose.

use std::time::Duration;

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};

use super::Sim;

/// Between a message's statuses: long enough to be seen, short enough not to be waited for.
const PACE_MS: u64 = 600;

/// What happens to the next message that Puente sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum NextSend {
    /// Refused: the 24 hours are over.
    #[serde(rename = "131047")]
    Window,
    /// Refused: the access token is not valid.
    #[serde(rename = "190")]
    Token,
    /// Refused: too many messages to this person.
    #[serde(rename = "131056")]
    PairRate,
    /// Taken, and a status says later that it cannot be delivered.
    #[serde(rename = "131026")]
    Undeliverable,
    /// Taken and delivered, but the answer never comes.
    #[serde(rename = "timeout")]
    NoAnswer,
    /// Lost, and the answer never comes.
    #[serde(rename = "timeout_lost")]
    Lost,
    /// A proxy's page in HTML instead of Graph's answer.
    #[serde(rename = "502")]
    BadGateway,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Order {
    #[default]
    Ordered,
    Reversed,
}

#[derive(Clone, Serialize)]
pub(super) struct Behaviour {
    pub next_send: Option<NextSend>,
    pub statuses: Order,
    pub pace_ms: u64,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self { next_send: None, statuses: Order::Ordered, pace_ms: PACE_MS }
    }
}

impl Behaviour {
    pub fn pace(&self) -> Duration {
        Duration::from_millis(self.pace_ms)
    }
}

/// What is left out stays as it is; `next_send` is `"ok"` or one of [`NextSend`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    next_send: Option<Next>,
    statuses: Option<Order>,
    pace_ms: Option<u64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Next {
    Wrong(NextSend),
    Ok(Fine),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Fine {
    Ok,
}

pub(super) async fn change(State(sim): State<Sim>, Json(change): Json<Change>) -> StatusCode {
    let behaviour = &mut sim.world().behaviour;
    match change.next_send {
        Some(Next::Wrong(next)) => behaviour.next_send = Some(next),
        Some(Next::Ok(Fine::Ok)) => behaviour.next_send = None,
        None => {}
    }
    behaviour.statuses = change.statuses.unwrap_or(behaviour.statuses);
    behaviour.pace_ms = change.pace_ms.unwrap_or(behaviour.pace_ms);
    StatusCode::NO_CONTENT
}
