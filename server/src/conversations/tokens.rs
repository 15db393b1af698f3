//! Bearer tokens. The page mints one before anything is stored; the first message binds it.

use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};

use crate::{clock::Millis, error::Error, ids, limits, store::entities::conversation_token as token};

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
    if !ids::is_token(text) {
        return Err(Error::BadToken);
    }
    let row = token::Entity::find_by_id(ids::sha256_hex(text)).one(db).await?;
    Ok(match row {
        None => Found::Unbound,
        Some(row) if now < row.expires_at.min(row.dies_at) => Found::Conversation(row.conversation_id),
        Some(_) => Found::Expired,
    })
}

/// Binds a token to a conversation, or slides the life of one that is bound.
pub(super) async fn bind(
    db: &impl ConnectionTrait,
    text: &str,
    conversation: &str,
    now: Millis,
) -> Result<(), Error> {
    let row = token::ActiveModel {
        token_hash: Set(ids::sha256_hex(text)),
        conversation_id: Set(conversation.to_owned()),
        created_at: Set(now),
        expires_at: Set(now + limits::TOKEN_IDLE_DAYS * DAY),
        dies_at: Set(now + limits::TOKEN_LIFE_DAYS * DAY),
    };
    let slide =
        OnConflict::column(token::Column::TokenHash).update_column(token::Column::ExpiresAt).to_owned();
    token::Entity::insert(row).on_conflict(slide).exec_without_returning(db).await?;
    Ok(())
}
