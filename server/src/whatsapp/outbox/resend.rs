use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::deliveries::may_go_again;
use crate::{
    clock::Millis,
    error::Error,
    store::entities::outbox::{self, ActiveModel, Column, State},
};

/// Puts the parts of a message that failed, or of which nothing has been heard for long, back in the queue;
/// those that arrived stay. Answers how many.
///
/// # Errors
/// `Storage`.
pub(crate) async fn resend(
    db: &impl ConnectionTrait,
    conversation: &str,
    seq: i64,
    window: Millis,
    now: Millis,
) -> Result<usize, Error> {
    let parts = outbox::Entity::find()
        .filter(Column::ConversationId.eq(conversation))
        .filter(Column::Seq.eq(seq))
        .all(db)
        .await?;
    let mut again = 0;
    for part in parts.iter().filter(|part| may_go_again(part, window, now)) {
        again += requeue(db, part, now).await?;
    }
    Ok(again)
}

async fn requeue(db: &impl ConnectionTrait, part: &outbox::Model, now: Millis) -> Result<usize, Error> {
    let queued = ActiveModel {
        state: Set(State::Queued),
        attempts: Set(0),
        not_before: Set(0),
        // The statuses of this attempt are told apart from those of the former by Meta's id.
        wamid: Set(None),
        error_code: Set(None),
        reason: Set(None),
        updated_at: Set(now),
        ..Default::default()
    };
    let updated = outbox::Entity::update_many()
        .set(queued)
        .filter(Column::Id.eq(part.id.as_str()))
        // A status may have been faster.
        .filter(Column::State.eq(part.state))
        .exec(db)
        .await?;
    Ok(usize::try_from(updated.rows_affected).unwrap_or(0))
}
