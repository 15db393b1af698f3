//! Ids of messages that have been taken in: UNIQUE (line, wamid) makes a repeated one nothing.

use ::whatsapp::inbound::Message;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict,
};

use super::incoming::Incoming;
use crate::{
    error::Error,
    store::entities::wa_message::{self, ActiveModel, Column, Direction},
};

/// Whether the message is new; from here on it is known.
pub(super) async fn remember(
    db: &impl ConnectionTrait,
    incoming: &Incoming<'_>,
    line: &str,
    message: &Message,
) -> Result<bool, Error> {
    let row = ActiveModel {
        line: Set(line.to_owned()),
        wamid: Set(message.wamid.clone()),
        direction: Set(Direction::In),
        conversation_id: Set(None),
        seq: Set(None),
        item: Set(incoming.item.map(|item| item.json.clone())),
        at: Set(incoming.at(message.at)),
    };
    let same = OnConflict::columns([Column::Line, Column::Wamid]).do_nothing().to_owned();
    Ok(wa_message::Entity::insert(row).on_conflict(same).exec_without_returning(db).await? == 1)
}

/// Says where it ended up.
pub(super) async fn place(
    db: &impl ConnectionTrait,
    line: &str,
    wamid: &str,
    conversation: &str,
    seq: Option<i64>,
) -> Result<(), Error> {
    let placed = ActiveModel {
        conversation_id: Set(Some(conversation.to_owned())),
        seq: Set(seq),
        ..Default::default()
    };
    wa_message::Entity::update_many()
        .set(placed)
        .filter(Column::Line.eq(line))
        .filter(Column::Wamid.eq(wamid))
        .exec(db)
        .await?;
    Ok(())
}

/// A message of ours or of theirs, by Meta's id.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    line: &str,
    wamid: &str,
) -> Result<Option<wa_message::Model>, Error> {
    Ok(wa_message::Entity::find_by_id((line.to_owned(), wamid.to_owned())).one(db).await?)
}
