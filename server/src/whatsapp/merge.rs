//! Two rows turn out to be one person. Their conversations become that person's; where both have one open on
//! the same line, the younger one's messages go to the end of the other, because a line answers a person in
//! one place.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::Expr,
};

use super::incoming::Changed;
use crate::{
    clock::Millis,
    conversations,
    error::Error,
    ids,
    store::entities::{
        contact,
        conversation::{self, ActiveModel, Column, Model, State},
        conversation_event, message, note, outbox, wa_message,
    },
};

/// Moves everything of `other` to `person` and deletes `other`. Answers with what readers have to look at.
///
/// # Errors
/// `Storage`.
pub(super) async fn merge(
    db: &impl ConnectionTrait,
    person: &str,
    other: &str,
    now: Millis,
) -> Result<Vec<Changed>, Error> {
    // First: whoever stores a message of this row at the moment is waited for, and then moved too.
    contact::Entity::delete_by_id(other).exec(db).await?;
    let of_other = conversation::Entity::find().filter(Column::ContactId.eq(other));
    let mut changed = Vec::new();
    for row in of_other.all(db).await? {
        changed.extend(move_one(db, person, row, now).await?);
    }
    let theirs = outbox::ActiveModel { contact_id: Set(person.to_owned()), ..Default::default() };
    outbox::Entity::update_many().set(theirs).filter(outbox::Column::ContactId.eq(other)).exec(db).await?;
    Ok(changed)
}

async fn move_one(
    db: &impl ConnectionTrait,
    person: &str,
    row: Model,
    now: Millis,
) -> Result<Vec<Changed>, Error> {
    let open = match &row.line {
        Some(line) if row.state != State::Closed => conversations::open_on_line(db, person, line).await?,
        _ => None,
    };
    let Some(own) = open else {
        give(db, &row.id, person).await?;
        return Ok(Vec::new());
    };
    let (kept, dropped) = order(own, row);
    let Some(dropped) = close(db, &dropped.id, now).await? else {
        give(db, &dropped.id, person).await?;
        return Ok(Vec::new());
    };
    give(db, &dropped.id, person).await?;
    give(db, &kept.id, person).await?;
    let kept = extend(db, &kept, &dropped).await?;
    move_rows(db, &dropped, &kept).await?;
    Ok([kept, dropped].map(|row| Changed { moved: true, ..Changed::from(row) }).into())
}

/// The one that somebody holds is kept, else the older one.
fn order(one: Model, other: Model) -> (Model, Model) {
    let rank = |row: &Model| (row.state != State::Held, row.created_at, row.id.clone());
    if rank(&one) <= rank(&other) { (one, other) } else { (other, one) }
}

async fn give(db: &impl ConnectionTrait, conversation: &str, person: &str) -> Result<(), Error> {
    let theirs = ActiveModel { contact_id: Set(Some(person.to_owned())), ..Default::default() };
    conversation::Entity::update_many().set(theirs).filter(Column::Id.eq(conversation)).exec(db).await?;
    Ok(())
}

/// From here on nothing is added to it.
async fn close(db: &impl ConnectionTrait, id: &str, now: Millis) -> Result<Option<Model>, Error> {
    let closed = ActiveModel {
        state: Set(State::Closed),
        closed_at: Set(Some(now)),
        hold_until: Set(None),
        ..Default::default()
    };
    let rows = conversation::Entity::update_many()
        .set(closed)
        .filter(Column::Id.eq(id))
        .filter(Column::State.ne(State::Closed))
        .exec_with_returning(db)
        .await?;
    Ok(rows.into_iter().next())
}

/// Makes room at the end of the kept conversation; answers with it as it is then.
async fn extend(db: &impl ConnectionTrait, kept: &Model, dropped: &Model) -> Result<Model, Error> {
    let last = Expr::col(Column::LastSeq);
    let mut update = conversation::Entity::update_many()
        .col_expr(Column::LastSeq, last.clone().add(dropped.last_seq))
        .col_expr(Column::QueuedAt, Expr::value(std::cmp::min(kept.queued_at, dropped.queued_at)))
        .col_expr(Column::WindowUntil, Expr::value(std::cmp::max(kept.window_until, dropped.window_until)))
        .filter(Column::Id.eq(kept.id.as_str()))
        .filter(Column::State.ne(State::Closed));
    if dropped.citizen_seq > 0 {
        update = update
            .col_expr(Column::CitizenSeq, last.add(dropped.citizen_seq))
            .col_expr(Column::Preview, Expr::value(dropped.preview.clone()));
    }
    update.exec_with_returning(db).await?.into_iter().next().ok_or(Error::Busy)
}

/// Every row that names a message of the dropped conversation names it under its new number.
async fn move_rows(db: &impl ConnectionTrait, dropped: &Model, kept: &Model) -> Result<(), Error> {
    let (from, to) = (dropped.id.as_str(), kept.id.as_str());
    let by = kept.last_seq - dropped.last_seq;
    macro_rules! renumber {
        ($entity:ident, $seq:ident) => {
            $entity::Entity::update_many()
                .col_expr($entity::Column::ConversationId, Expr::value(to))
                .col_expr($entity::Column::$seq, Expr::col($entity::Column::$seq).add(by))
                .filter($entity::Column::ConversationId.eq(from))
                .exec(db)
                .await?
        };
    }
    renumber!(message, Seq);
    renumber!(wa_message, Seq);
    renumber!(outbox, Seq);
    renumber!(conversation_event, MessageSeq);
    note::Entity::update_many()
        .col_expr(note::Column::ConversationId, Expr::value(to))
        .filter(note::Column::ConversationId.eq(from))
        .exec(db)
        .await?;
    leave_word(db, dropped).await
}

/// The dropped conversation is empty, and says why.
async fn leave_word(db: &impl ConnectionTrait, dropped: &Model) -> Result<(), Error> {
    let empty = ActiveModel { last_seq: Set(0), citizen_seq: Set(0), read_seq: Set(0), ..Default::default() };
    conversation::Entity::update_many()
        .set(empty)
        .filter(Column::Id.eq(dropped.id.as_str()))
        .exec(db)
        .await?;
    let word = conversation_event::ActiveModel {
        id: Set(ids::row_id()),
        conversation_id: Set(dropped.id.clone()),
        message_seq: Set(None),
        text: Set("Es la misma persona de otra conversación abierta: sus mensajes están en ella.".into()),
        at: Set(dropped.closed_at.unwrap_or(dropped.created_at)),
    };
    word.insert(db).await?;
    Ok(())
}
