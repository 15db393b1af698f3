//! The way from the widget to the institution's own page. The cookie jars of the two are not the same, so the
//! conversation is carried over by a ticket that works once, within a minute, and only beside the token it was
//! given for.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
};

use super::tokens::{self, Life};
use crate::{
    clock::Millis,
    error::Error,
    ids, limits,
    state::App,
    store::entities::{conversation, ticket},
};

/// # Errors
/// `NoConversation` for a token that names nothing, a conversation of another site, or one of which it is known
/// whose it is: that one opens at `/chat` for its person, and for nobody else. `TokenExpired`, `TooMany`, `Storage`.
pub async fn issue_ticket(app: &App, site: &str, token: &str) -> Result<String, Error> {
    let (token_hash, now) = (ids::sha256_hex(token), app.clock.now());
    app.rates.messages.check(&token_hash, now)?;
    let db = app.store.reader();
    let id = match tokens::find(db, token, now).await? {
        tokens::Found::Conversation(id) => id,
        tokens::Found::Expired(_) => return Err(Error::TokenExpired),
        tokens::Found::Unbound => return Err(Error::NoConversation),
    };
    let row = conversation::Entity::find_by_id(id.as_str()).one(db).await?;
    if row.is_none_or(|row| row.site != site || row.member_id.is_some()) {
        return Err(Error::NoConversation);
    }
    let ticket = ids::fresh_token()?;
    let row = ticket::ActiveModel {
        ticket_hash: Set(ids::sha256_hex(&ticket)),
        conversation_id: Set(id),
        token_hash: Set(token_hash),
        expires_at: Set(now + limits::TICKET_SECONDS * 1000),
        used_at: Set(None),
    };
    app.store
        .write(move |tx| {
            Box::pin(async move {
                row.insert(tx).await?;
                Ok(())
            })
        })
        .await?;
    Ok(ticket)
}

/// Spends a ticket for a token of the institution's own page, which lives no longer than the one it came with.
///
/// # Errors
/// `TicketSpent` alike for a ticket that never was, was used, is old or came without its token; `SignInToResume`
/// when it has become known whose conversation it is; `Storage`.
pub async fn redeem_ticket(app: &App, ticket: &str, token: &str) -> Result<String, Error> {
    if !ids::is_token(ticket) || !ids::is_token(token) {
        return Err(Error::TicketSpent);
    }
    let (ticket_hash, token_hash) = (ids::sha256_hex(ticket), ids::sha256_hex(token));
    let (fresh, now) = (ids::fresh_token()?, app.clock.now());
    let (given, token) = (fresh.clone(), token.to_owned());
    app.store
        .write(move |tx| {
            Box::pin(async move {
                let id = spend(tx, ticket_hash, token_hash, now).await?;
                refuse_named(tx, &id).await?;
                let dies_at = tokens::dies_at(tx, &token).await?.ok_or(Error::TicketSpent)?;
                tokens::bind(tx, &given, &id, Life::until(dies_at), now).await?;
                Ok(())
            })
        })
        .await?;
    Ok(fresh)
}

/// Locked: on PostgreSQL it could be named, and its tokens retired, before the new token is there.
async fn refuse_named(db: &impl ConnectionTrait, conversation: &str) -> Result<(), Error> {
    let row = conversation::Entity::find_by_id(conversation).lock_exclusive().one(db).await?;
    if row.ok_or(Error::TicketSpent)?.member_id.is_some() { Err(Error::SignInToResume) } else { Ok(()) }
}

async fn spend(
    db: &impl ConnectionTrait,
    ticket_hash: String,
    token_hash: String,
    now: Millis,
) -> Result<String, Error> {
    let rows = ticket::Entity::update_many()
        .set(ticket::ActiveModel { used_at: Set(Some(now)), ..Default::default() })
        .filter(ticket::Column::TicketHash.eq(ticket_hash))
        .filter(ticket::Column::TokenHash.eq(token_hash))
        .filter(ticket::Column::UsedAt.is_null())
        .filter(ticket::Column::ExpiresAt.gt(now))
        .exec_with_returning(db)
        .await?;
    rows.into_iter().next().map(|row| row.conversation_id).ok_or(Error::TicketSpent)
}
