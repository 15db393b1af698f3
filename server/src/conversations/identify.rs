//! A signed-in derechohabiente writes: the desk learns who it is, and everybody who knew the conversation's token
//! before loses it (Chatwoot #15776).

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use super::tokens;
use crate::{
    clock::Millis,
    error::Error,
    ids,
    state::App,
    store::entities::{conversation, conversation_token},
};

/// Who writes on the institution's own page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Member id.
    pub member: String,
    /// [`crate::accounts::session_hash`] of the session: what is given to it ends with it.
    pub session: String,
}

/// The conversation becomes this person's; answers with the token that replaces the one it came with, unless
/// that one was already given to this session.
///
/// # Errors
/// `TokenExpired` when the conversation is another person's: two people share a browser, and the second begins
/// anew. `Storage`.
pub(super) async fn identify(
    db: &impl ConnectionTrait,
    conversation: &conversation::Model,
    token: &conversation_token::Model,
    who: &Identity,
    now: Millis,
) -> Result<Option<String>, Error> {
    if conversation.member_id.as_ref().is_some_and(|member| *member != who.member) {
        return Err(Error::TokenExpired);
    }
    if token.session_hash.as_ref() == Some(&who.session) {
        return Ok(None);
    }
    name_person(db, &conversation.id, who).await?;
    let fresh = ids::fresh_token()?;
    tokens::bind(db, &fresh, &conversation.id, Some(&who.session), now).await?;
    tokens::retire_others(db, &conversation.id, &who.session, now).await?;
    Ok(Some(fresh))
}

/// Two people at once: the second one to write begins anew.
async fn name_person(db: &impl ConnectionTrait, conversation: &str, who: &Identity) -> Result<(), Error> {
    let named = conversation::ActiveModel { member_id: Set(Some(who.member.clone())), ..Default::default() };
    let free = Condition::any()
        .add(conversation::Column::MemberId.is_null())
        .add(conversation::Column::MemberId.eq(&who.member));
    let done = conversation::Entity::update_many()
        .set(named)
        .filter(conversation::Column::Id.eq(conversation))
        .filter(free)
        .exec(db)
        .await?;
    if done.rows_affected == 0 { Err(Error::TokenExpired) } else { Ok(()) }
}

/// Whether the conversation may be shown to this signed-in person: not when it is somebody else's.
///
/// # Errors
/// `Storage`.
pub async fn may_see(app: &App, conversation: &str, member: &str) -> Result<bool, Error> {
    let row = conversation::Entity::find_by_id(conversation).one(app.store.reader()).await?;
    Ok(row.is_some_and(|row| row.member_id.is_none_or(|owner| owner == member)))
}
