//! A signed-in derechohabiente writes: the desk learns who it is, and everybody who knew the conversation's token
//! before loses it (Chatwoot #15776).

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use super::tokens::{self, Found, Life};
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

impl Identity {
    pub(super) fn owns(&self, row: &conversation::Model) -> bool {
        row.member_id.as_ref() == Some(&self.member)
    }
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
    tokens::bind(db, &fresh, &conversation.id, Life::with_session(&who.session, now), now).await?;
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

/// What a token that is over is still good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// It was this person's conversation: this token opens it.
    Renewed(String),
    /// It is somebody's, who may yet sign in.
    Named,
    Nothing,
}

/// Signing in brings one's conversation back, where the browser still has the token it was once opened with.
///
/// # Errors
/// `Storage`.
pub async fn claim(app: &App, token: &str, who: Option<&Identity>) -> Result<Claim, Error> {
    let (db, now) = (app.store.reader(), app.clock.now());
    let Found::Expired(id) = tokens::find(db, token, now).await? else { return Ok(Claim::Nothing) };
    let row = conversation::Entity::find_by_id(&id).one(db).await?.filter(|row| row.member_id.is_some());
    let Some(row) = row else { return Ok(Claim::Nothing) };
    let Some(who) = who.filter(|who| who.owns(&row)) else { return Ok(Claim::Named) };
    let fresh = ids::fresh_token()?;
    let (bound, session) = (fresh.clone(), who.session.clone());
    app.store
        .write(move |tx| {
            Box::pin(
                async move { tokens::bind(tx, &bound, &id, Life::with_session(&session, now), now).await },
            )
        })
        .await?;
    Ok(Claim::Renewed(fresh))
}

/// Whether a site's panel may show the conversation by the cookie alone. Where a page of our own site frames us,
/// the panel has the cookie of `/chat`: another site's conversation stays there, and so does what is known to be
/// somebody's.
///
/// # Errors
/// `Storage`.
pub async fn may_frame(app: &App, conversation: &str, site: &str) -> Result<bool, Error> {
    let row = conversation::Entity::find_by_id(conversation).one(app.store.reader()).await?;
    Ok(row.is_some_and(|row| row.site == site && row.member_id.is_none()))
}

/// Whether the conversation may be shown to this signed-in person: not when it is somebody else's.
///
/// # Errors
/// `Storage`.
pub async fn may_see(app: &App, conversation: &str, member: &str) -> Result<bool, Error> {
    let row = conversation::Entity::find_by_id(conversation).one(app.store.reader()).await?;
    Ok(row.is_some_and(|row| row.member_id.is_none_or(|owner| owner == member)))
}
