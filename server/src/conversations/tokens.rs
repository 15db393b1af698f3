//! Bearer tokens. The page mints one before anything is stored; the first message binds it.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};

use crate::{
    clock::Millis,
    error::Error,
    ids, limits,
    state::App,
    store::entities::{conversation_token as token, session},
};

const DAY: Millis = 24 * 3600 * 1000;

/// What a token opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Conversation(String),
    /// Opens nothing any more; the id is for its signed-in owner alone.
    Expired(String),
    /// Never bound: well-formed, and free to name a new conversation.
    Unbound,
}

/// # Errors
/// `BadToken` when the text is no token at all; `Storage`.
pub async fn find(db: &impl ConnectionTrait, text: &str, now: Millis) -> Result<Found, Error> {
    judge(db, row_of(db, text).await?.as_ref(), now).await
}

async fn row_of(db: &impl ConnectionTrait, text: &str) -> Result<Option<token::Model>, Error> {
    if !ids::is_token(text) {
        return Err(Error::BadToken);
    }
    Ok(token::Entity::find_by_id(ids::sha256_hex(text)).one(db).await?)
}

async fn judge(db: &impl ConnectionTrait, row: Option<&token::Model>, now: Millis) -> Result<Found, Error> {
    let Some(row) = row else { return Ok(Found::Unbound) };
    let alive = now < row.expires_at.min(row.dies_at) && session_lasts(db, row, now).await?;
    let id = row.conversation_id.clone();
    Ok(if alive { Found::Conversation(id) } else { Found::Expired(id) })
}

/// What was given to a signed-in session ends with it, also when nobody ends it: after its idle or its whole life.
async fn session_lasts(db: &impl ConnectionTrait, row: &token::Model, now: Millis) -> Result<bool, Error> {
    let Some(hash) = &row.session_hash else { return Ok(true) };
    let session = session::Entity::find_by_id(hash).one(db).await?;
    Ok(session.is_some_and(|row| row.member_id.is_some() && now < row.expires_at.min(row.dies_at)))
}

/// Finds what a reader's token opens. Looking for the answer is a use too: it slides the token's life, with
/// one write a day at most, and a database that cannot write takes nothing from the reader.
pub(super) async fn find_for_reader(app: &App, text: &str) -> Result<Found, Error> {
    let now = app.clock.now();
    let row = row_of(app.store.reader(), text).await?;
    let found = judge(app.store.reader(), row.as_ref(), now).await?;
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

/// How long a token that is bound now may live at most, and with what.
pub(super) struct Life<'a> {
    pub dies_at: Millis,
    /// The signed-in session it is given to, as [`crate::accounts::session_hash`].
    pub session: Option<&'a str>,
}

impl<'a> Life<'a> {
    pub fn whole(now: Millis) -> Self {
        Self { dies_at: now + limits::TOKEN_LIFE_DAYS * DAY, session: None }
    }

    pub fn with_session(session: &'a str, now: Millis) -> Self {
        Self { session: Some(session), ..Self::whole(now) }
    }

    /// Of a token that came by another one: it must not outlive it.
    pub fn until(dies_at: Millis) -> Self {
        Self { dies_at, session: None }
    }
}

/// The last moment of a bound token; using it does not move it.
pub(super) async fn dies_at(db: &impl ConnectionTrait, text: &str) -> Result<Option<Millis>, Error> {
    Ok(row_of(db, text).await?.map(|row| row.dies_at))
}

/// Binds a token to a conversation, or slides the life of one that is bound; answers with the row, whose
/// conversation may be another. The row stays locked on PostgreSQL: messages of one token come one after the
/// other.
pub(super) async fn bind(
    db: &impl ConnectionTrait,
    text: &str,
    conversation: &str,
    life: Life<'_>,
    now: Millis,
) -> Result<token::Model, Error> {
    let row = token::ActiveModel {
        token_hash: Set(ids::sha256_hex(text)),
        conversation_id: Set(conversation.to_owned()),
        created_at: Set(now),
        expires_at: Set(now + limits::TOKEN_IDLE_DAYS * DAY),
        dies_at: Set(life.dies_at),
        session_hash: Set(life.session.map(str::to_owned)),
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
