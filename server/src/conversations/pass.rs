//! Passing a conversation to another desk, or back to one's own, with a note.

use protocol::limits::NOTE_CHARS;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::text;
use crate::{
    accounts::Operator,
    clock::Millis,
    error::Error,
    ids,
    state::App,
    store::entities::{
        conversation::{self, State},
        note,
    },
};

struct Handover {
    id: String,
    from: String,
    desk: String,
    note: String,
    at: Millis,
}

/// # Errors
/// `UnknownDesk`, an empty or too long note, `NotHolding`, `Storage`.
pub async fn pass(app: &App, operator: &Operator, id: &str, desk: &str, note: &str) -> Result<(), Error> {
    let note = text::clean(note, NOTE_CHARS)?;
    let desk = app.routing.desk(desk).ok_or(Error::UnknownDesk)?.id.clone();
    let before =
        conversation::Entity::find_by_id(id).one(app.store.reader()).await?.ok_or(Error::NotHolding)?;
    let handover = Handover { id: id.to_owned(), from: operator.id.clone(), desk, note, at: app.clock.now() };
    let row = app.store.write(move |tx| Box::pin(async move { pass_in(tx, handover).await })).await?;
    app.live.queue_changed(&row.id, &row.desk, row.last_seq);
    if before.desk != row.desk {
        app.live.desk_changed(&before.desk);
    }
    Ok(())
}

async fn pass_in(db: &impl ConnectionTrait, handover: Handover) -> Result<conversation::Model, Error> {
    let moved = conversation::ActiveModel {
        state: Set(State::Waiting),
        desk: Set(handover.desk),
        holder: Set(None),
        hold_until: Set(None),
        passed: Set(true),
        ..Default::default()
    };
    let rows = conversation::Entity::update_many()
        .set(moved)
        .filter(conversation::Column::Id.eq(handover.id.as_str()))
        .filter(conversation::Column::State.eq(State::Held))
        .filter(conversation::Column::Holder.eq(handover.from.as_str()))
        .exec_with_returning(db)
        .await?;
    let row = rows.into_iter().next().ok_or(Error::NotHolding)?;
    let note = note::ActiveModel {
        id: Set(ids::row_id()),
        conversation_id: Set(handover.id),
        staff_id: Set(handover.from),
        text: Set(handover.note),
        at: Set(handover.at),
    };
    note.insert(db).await?;
    Ok(row)
}
