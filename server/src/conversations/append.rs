//! The one way a message enters a conversation.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::Expr,
};

use super::text::preview;
use crate::{
    clock::Millis,
    error::Error,
    store::entities::{
        conversation::{self, State},
        message::{self, Author},
    },
    whatsapp::outbox,
};

pub(super) struct Draft<'a> {
    pub conversation: &'a str,
    pub client_id: &'a str,
    pub author: Author,
    pub name: Option<String>,
    pub staff_id: Option<String>,
    pub text: String,
    pub at: Millis,
}

/// The message already stored under the sender's id, if any.
pub(super) async fn stored(
    db: &impl ConnectionTrait,
    conversation: &str,
    client_id: &str,
) -> Result<Option<message::Model>, Error> {
    let query = message::Entity::find()
        .filter(message::Column::ConversationId.eq(conversation))
        .filter(message::Column::ClientId.eq(client_id));
    Ok(query.one(db).await?)
}

/// Takes the next sequence number and stores the message, in the caller's transaction: numbers have no
/// gaps because a transaction that fails gives its number back.
pub(super) async fn append(db: &impl ConnectionTrait, draft: Draft<'_>) -> Result<message::Model, Error> {
    let conversation = next_seq(db, &draft).await?;
    let row = message::ActiveModel {
        conversation_id: Set(draft.conversation.to_owned()),
        seq: Set(conversation.last_seq),
        client_id: Set(draft.client_id.to_owned()),
        author: Set(draft.author),
        name: Set(draft.name),
        staff_id: Set(draft.staff_id),
        text: Set(draft.text),
        at: Set(draft.at),
    };
    let message = row.insert(db).await?;
    if message.author != Author::Citizen {
        outbox::enqueue(db, &conversation, &message).await?;
    }
    Ok(message)
}

async fn next_seq(db: &impl ConnectionTrait, draft: &Draft<'_>) -> Result<conversation::Model, Error> {
    let next = Expr::col(conversation::Column::LastSeq).add(1);
    let mut update = conversation::Entity::update_many()
        .col_expr(conversation::Column::LastSeq, next.clone())
        .filter(conversation::Column::Id.eq(draft.conversation))
        // On PostgreSQL the other side may have ended it since it was read.
        .filter(conversation::Column::State.ne(State::Closed));
    if draft.author != Author::Assistant {
        update = update.col_expr(conversation::Column::Preview, Expr::value(preview(&draft.text)));
    }
    if draft.author == Author::Citizen {
        update = update.col_expr(conversation::Column::CitizenSeq, next);
    }
    let rows = update.exec_with_returning(db).await?;
    rows.into_iter().next().ok_or(Error::ConversationOver)
}
