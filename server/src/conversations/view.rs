//! A conversation as its citizen sees it.

use protocol::chat::{self, Standing};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    places,
    tokens::{self, Found},
};
use crate::{
    error::Error,
    ids, limits,
    state::App,
    store::entities::{
        conversation::{self, State},
        message, staff,
    },
};

/// The conversation a token opens, from `after` on.
///
/// # Errors
/// `NoConversation` for a token that is bound to nothing, `TokenExpired`, `Storage`.
pub async fn by_token(app: &App, token: &str, after: i64) -> Result<(String, chat::Conversation), Error> {
    let id = match tokens::find_for_reader(app, token).await? {
        Found::Conversation(id) => id,
        Found::Expired(_) => return Err(Error::TokenExpired),
        Found::Unbound => return Err(Error::NoConversation),
    };
    let view = seen_by_citizen(app, &id, after).await?;
    Ok((id, view))
}

/// # Errors
/// `NoConversation`, `Storage`.
pub async fn seen_by_citizen(app: &App, id: &str, after: i64) -> Result<chat::Conversation, Error> {
    let db = app.store.reader();
    let row = conversation::Entity::find_by_id(id).one(db).await?.ok_or(Error::NoConversation)?;
    let messages = messages_after(db, id, after).await?;
    Ok(chat::Conversation {
        opening: app.routing.opening(&row.topic, &app.clock, app.clock.now()),
        desk: app.routing.desk(&row.desk).map_or_else(|| row.desk.clone(), |desk| desk.name.clone()),
        standing: standing(app, &row).await?,
        last_seq: row.last_seq,
        messages,
        resume_code: ids::resume_code(app.secret.expose(), &row.id),
        topic: row.topic,
    })
}

async fn standing(app: &App, row: &conversation::Model) -> Result<Standing, Error> {
    Ok(match row.state {
        State::Closed => Standing::Closed,
        State::Held => {
            let holder = row.holder.clone().unwrap_or_default();
            let person = staff::Entity::find_by_id(holder).one(app.store.reader()).await?;
            Standing::Attended { by: person.map(|person| person.display_name).unwrap_or_default() }
        }
        State::Waiting => Standing::Waiting { place: places::place_of(app, &row.desk, &row.id).await? },
    })
}

pub(super) async fn messages_after(
    db: &impl ConnectionTrait,
    conversation: &str,
    after: i64,
) -> Result<Vec<chat::Message>, Error> {
    let rows = message::Entity::find()
        .filter(message::Column::ConversationId.eq(conversation))
        .filter(message::Column::Seq.gt(after))
        .order_by_asc(message::Column::Seq)
        .limit(limits::ROWS_PER_ANSWER)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(chat::Message::from).collect())
}

impl From<message::Model> for chat::Message {
    fn from(row: message::Model) -> Self {
        Self {
            seq: row.seq,
            author: row.author.into(),
            name: row.name,
            text: row.text,
            at: row.at,
            client_id: row.client_id,
        }
    }
}

impl From<message::Author> for chat::Author {
    fn from(author: message::Author) -> Self {
        match author {
            message::Author::Citizen => Self::Citizen,
            message::Author::Staff => Self::Staff,
            message::Author::Assistant => Self::Assistant,
        }
    }
}
