//! Bearer tokens. The page mints one before anything is stored; the first message binds it.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};

use crate::{
    clock::Millis, error::Error, ids, limits, state::App, store::entities::conversation_token as token,
};

const DAY: Millis = 24 * 3600 * 1000;

/// What a token opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Conversation(String),
    Expired,
    /// Never bound: well-formed, and free to name a new conversation.
    Unbound,
}

/// # Errors
/// `BadToken` when the text is no token at all; `Storage`.
pub async fn find(db: &impl ConnectionTrait, text: &str, now: Millis) -> Result<Found, Error> {
    Ok(judge(row_of(db, text).await?.as_ref(), now))
}

async fn row_of(db: &impl ConnectionTrait, text: &str) -> Result<Option<token::Model>, Error> {
    if !ids::is_token(text) {
        return Err(Error::BadToken);
    }
    Ok(token::Entity::find_by_id(ids::sha256_hex(text)).one(db).await?)
}

fn judge(row: Option<&token::Model>, now: Millis) -> Found {
    match row {
        None => Found::Unbound,
        Some(row) if now < row.expires_at.min(row.dies_at) => {
            Found::Conversation(row.conversation_id.clone())
        }
        Some(_) => Found::Expired,
    }
}

/// Finds what a reader's token opens. Looking for the answer is a use too: it slides the token's life, with
/// one write a day at most, and a database that cannot write takes nothing from the reader.
pub(super) async fn find_for_reader(app: &App, text: &str) -> Result<Found, Error> {
    let now = app.clock.now();
    let row = row_of(app.store.reader(), text).await?;
    let found = judge(row.as_ref(), now);
    if let (Some(row), Found::Conversation(_)) = (row, &found)
        && row.expires_at < now + (limits::TOKEN_IDLE_DAYS - 1) * DAY
        && let Err(error) = slide(app, row.token_hash, now).await
    {
        error.log();
    }
    Ok(found)
}

async fn slide(app: &App, token_hash: String, now: Millis) -> Result<(), Error> {
    let until = now + limits::TOKEN_IDLE_DAYS * DAY;
    let slid =
        token::ActiveModel { token_hash: Set(token_hash), expires_at: Set(until), ..Default::default() };
    app.store
        .write(move |tx| {
            Box::pin(async move {
                slid.update(tx).await?;
                Ok(())
            })
        })
        .await
}

/// Binds a token to a conversation, or slides the life of one that is bound; answers with the row, whose
/// conversation may be another. `session` is the signed-in one it is given to. The row stays locked on PostgreSQL: messages of one token come one after the other.
pub(super) async fn bind(
    db: &impl ConnectionTrait,
    text: &str,
    conversation: &str,
    session: Option<&str>,
    now: Millis,
) -> Result<token::Model, Error> {
    let row = token::ActiveModel {
        token_hash: Set(ids::sha256_hex(text)),
        conversation_id: Set(conversation.to_owned()),
        created_at: Set(now),
        expires_at: Set(now + limits::TOKEN_IDLE_DAYS * DAY),
        dies_at: Set(now + limits::TOKEN_LIFE_DAYS * DAY),
        session_hash: Set(session.map(str::to_owned)),
    };
    let slide =
        OnConflict::column(token::Column::TokenHash).update_column(token::Column::ExpiresAt).to_owned();
    Ok(token::Entity::insert(row).on_conflict(slide).exec_with_returning(db).await?)
}

/// Every token of the conversation that was not given to this signed-in session ends within a minute: whoever
/// framed the widget, or saw a code, does not go on reading once it is known whose conversation it is.
pub(super) async fn retire_others(
    db: &impl ConnectionTrait,
    conversation: &str,
    session: &str,
    now: Millis,
) -> Result<(), Error> {
    let end = now + limits::OLD_TOKEN_SECONDS * 1000;
    let others = Condition::any()
        .add(token::Column::SessionHash.is_null())
        .add(token::Column::SessionHash.ne(session));
    token::Entity::update_many()
        .set(token::ActiveModel { dies_at: Set(end), ..Default::default() })
        .filter(token::Column::ConversationId.eq(conversation))
        .filter(token::Column::DiesAt.gt(end))
        .filter(others)
        .exec(db)
        .await?;
    Ok(())
}
