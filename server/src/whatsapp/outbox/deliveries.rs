//! How far each outgoing message has come, for the console.

use std::collections::BTreeMap;

use ::whatsapp::WINDOW_CLOSED;
use protocol::staff::{Delivery, DeliveryState};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::window;
use crate::{
    clock::Millis,
    error::Error,
    limits,
    store::entities::{
        line_state,
        outbox::{self, State},
    },
    whatsapp::lines,
};

/// State of every message of a conversation that had to leave by WhatsApp, ascending by `seq`; nothing for
/// the web. A message of several parts shows the one in trouble, else the least advanced.
///
/// # Errors
/// `Storage`.
pub(crate) async fn deliveries(
    db: &impl ConnectionTrait,
    conversation: &str,
    now: Millis,
) -> Result<Vec<Delivery>, Error> {
    let parts = outbox::Entity::find()
        .filter(outbox::Column::ConversationId.eq(conversation))
        .order_by_asc(outbox::Column::Seq)
        .order_by_asc(outbox::Column::Part)
        .all(db)
        .await?;
    let Some(first) = parts.first() else { return Ok(Vec::new()) };
    let line = line_state::Entity::find_by_id(first.line.as_str()).one(db).await?;
    let obstacle = line.and_then(|line| lines::obstacle(&line, now));
    let window = window::until(db, &first.contact_id, &first.line).await?;
    let mut messages: BTreeMap<i64, Vec<&outbox::Model>> = BTreeMap::new();
    for part in &parts {
        messages.entry(part.seq).or_default().push(part);
    }
    let delivery = |(seq, parts): (i64, Vec<&outbox::Model>)| {
        let shown = shown(&parts)?;
        let waiting = if shown.state == State::Queued { obstacle.clone() } else { None };
        Some(Delivery {
            seq,
            state: shown.state.into(),
            reason: waiting.or_else(|| shown.reason.clone()),
            can_resend: parts.iter().any(|part| may_go_again(part, window, now)),
        })
    };
    Ok(messages.into_iter().filter_map(delivery).collect())
}

fn shown<'a>(parts: &[&'a outbox::Model]) -> Option<&'a outbox::Model> {
    let trouble = parts.iter().filter(|part| matches!(part.state, State::Unknown | State::Failed));
    let worst = trouble.max_by_key(|part| DeliveryState::from(part.state));
    worst.or_else(|| parts.iter().min_by_key(|part| DeliveryState::from(part.state))).copied()
}

/// A part the desk may send again while the window is open: it failed, or nothing has been heard of it for
/// long. One that Meta refused because the window was over needs a newer message of the person.
pub(super) fn may_go_again(part: &outbox::Model, window: Millis, now: Millis) -> bool {
    let wrote_at = window - limits::WINDOW_HOURS * 3_600_000;
    match part.state {
        _ if window <= now => false,
        State::Failed if part.error_code == Some(WINDOW_CLOSED) => wrote_at > part.updated_at,
        State::Failed => true,
        State::Unknown => part.updated_at <= now - limits::UNKNOWN_RESEND_MINUTES * 60_000,
        _ => false,
    }
}

impl From<State> for DeliveryState {
    fn from(state: State) -> Self {
        match state {
            State::Queued => Self::Queued,
            State::Sending => Self::Sending,
            State::Accepted => Self::Accepted,
            State::Sent => Self::Sent,
            State::Delivered => Self::Delivered,
            State::Read => Self::Read,
            State::Unknown => Self::Unknown,
            State::Failed => Self::Failed,
        }
    }
}
