//! Storing what became of an attempt.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict,
};

use super::{
    decide::{Next, UNKNOWN},
    statuses::apply_statuses,
};
use crate::{
    clock::Millis,
    error::Error,
    limits,
    store::entities::{
        conversation,
        outbox::{self, ActiveModel, Column, State},
        wa_message::{self, Direction},
    },
    whatsapp::lines::{self, Retry},
};

/// What people must be shown anew.
pub(super) struct Recorded {
    pub conversation: Option<conversation::Model>,
    /// The line stopped, or sends again.
    pub line_changed: bool,
}

/// Changes the row as decided, unless a status has been faster or the row has another attempt by now, and
/// its line.
///
/// # Errors
/// `Storage`.
pub(super) async fn record(
    db: &impl ConnectionTrait,
    row: &outbox::Model,
    next: Next,
    now: Millis,
) -> Result<Recorded, Error> {
    let mut line_changed = change_line(db, row, &next, now).await?;
    let changed = change(db, row, &next, now).await?;
    match next {
        Next::Accepted { wamid } => {
            remember(db, row, &wamid, now).await?;
            line_changed |= apply_statuses(db, &row.line, &wamid, Some(&row.id)).await?.line_stopped;
        }
        Next::Failed { code, reason, .. } if changed => fail_rest(db, row, code, reason, now).await?,
        _ => {}
    }
    let conversation = conversation::Entity::find_by_id(row.conversation_id.as_str()).one(db).await?;
    Ok(Recorded { conversation, line_changed })
}

async fn change_line(
    db: &impl ConnectionTrait,
    row: &outbox::Model,
    next: &Next,
    now: Millis,
) -> Result<bool, Error> {
    match next {
        Next::StopLine { code } => lines::stop(db, &row.line, *code, Retry::Probe, now).await,
        Next::Again { at, slows_line: true, .. } => {
            lines::hold(db, &row.line, (*at).min(now + limits::LINE_PAUSE_SECONDS * 1000)).await?;
            Ok(false)
        }
        // Whatever Meta says of the message itself, the account is in order.
        Next::Accepted { .. } | Next::Failed { by_meta: true, .. } => lines::answered(db, &row.line).await,
        _ => Ok(false),
    }
}

async fn change(
    db: &impl ConnectionTrait,
    row: &outbox::Model,
    next: &Next,
    now: Millis,
) -> Result<bool, Error> {
    let changed = ActiveModel { lease_until: Set(0), updated_at: Set(now), ..as_row(row, next, now) };
    let updated = outbox::Entity::update_many()
        .set(changed)
        .filter(Column::Id.eq(row.id.as_str()))
        .filter(Column::Attempts.eq(row.attempts))
        .filter(Column::State.is_in([State::Sending, State::Unknown]))
        .exec(db)
        .await?;
    Ok(updated.rows_affected > 0)
}

fn as_row(row: &outbox::Model, next: &Next, now: Millis) -> ActiveModel {
    let told = |state, code: Option<i64>, reason: Option<&str>| ActiveModel {
        state: Set(state),
        error_code: Set(code),
        reason: Set(reason.map(str::to_owned)),
        ..Default::default()
    };
    match next {
        Next::Accepted { wamid } => {
            ActiveModel { wamid: Set(Some(wamid.clone())), ..told(State::Accepted, None, None) }
        }
        Next::Again { at, counted, code, reason, .. } => ActiveModel {
            not_before: Set(*at),
            attempts: Set(if *counted { row.attempts } else { row.attempts - 1 }),
            ..told(State::Queued, *code, *reason)
        },
        Next::Failed { code, reason, .. } => told(State::Failed, *code, Some(reason)),
        Next::Unknown => told(State::Unknown, None, Some(UNKNOWN)),
        Next::StopLine { code } => {
            ActiveModel { not_before: Set(now), ..told(State::Queued, Some(*code), None) }
        }
    }
}

/// Remembers Meta's id of what we sent: statuses and the person's reactions name it.
pub(super) async fn remember(
    db: &impl ConnectionTrait,
    row: &outbox::Model,
    wamid: &str,
    now: Millis,
) -> Result<(), Error> {
    let sent = wa_message::ActiveModel {
        line: Set(row.line.clone()),
        wamid: Set(wamid.to_owned()),
        direction: Set(Direction::Out),
        conversation_id: Set(Some(row.conversation_id.clone())),
        seq: Set(Some(row.seq)),
        item: Set(None),
        at: Set(now),
    };
    let mut known = OnConflict::columns([wa_message::Column::Line, wa_message::Column::Wamid]);
    known.do_nothing();
    wa_message::Entity::insert(sent).on_conflict(known).exec_without_returning(db).await?;
    Ok(())
}

/// The later parts of a text whose earlier part failed do not leave alone; they fail for the same reason.
pub(super) async fn fail_rest(
    db: &impl ConnectionTrait,
    row: &outbox::Model,
    code: Option<i64>,
    reason: &str,
    now: Millis,
) -> Result<(), Error> {
    let failed = ActiveModel {
        state: Set(State::Failed),
        error_code: Set(code),
        reason: Set(Some(reason.to_owned())),
        updated_at: Set(now),
        ..Default::default()
    };
    outbox::Entity::update_many()
        .set(failed)
        .filter(Column::ConversationId.eq(row.conversation_id.as_str()))
        .filter(Column::Seq.eq(row.seq))
        .filter(Column::Part.gt(row.part))
        .filter(Column::State.eq(State::Queued))
        .exec(db)
        .await?;
    Ok(())
}
