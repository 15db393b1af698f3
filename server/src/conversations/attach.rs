//! Two tabs of one browser are one conversation: the second tab's own token joins it.

use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect};

use super::{
    send::Outgoing,
    tokens::{self, Life},
};
use crate::{
    clock::Millis,
    error::Error,
    store::entities::conversation::{self, State},
};

/// The conversation, and how long a token that joins it may live: no longer than the one it came by. Where it is
/// known whose conversation it is, only that person joins it.
pub(super) async fn open_conversation_of_cookie(
    db: &impl ConnectionTrait,
    outgoing: &Outgoing,
    now: Millis,
) -> Result<Option<(conversation::Model, Life<'static>)>, Error> {
    let Some(cookie) = &outgoing.cookie else { return Ok(None) };
    // A cookie that is no token at all is as good as none.
    let Ok(tokens::Found::Conversation(id)) = tokens::find(db, cookie, now).await else {
        return Ok(None);
    };
    let Some(dies_at) = tokens::dies_at(db, cookie).await? else { return Ok(None) };
    // Locked: on PostgreSQL it could be named, and its tokens retired, before the new token is there.
    let row = conversation::Entity::find_by_id(id).lock_exclusive().one(db).await?;
    Ok(row.filter(|row| may_join(row, outgoing)).map(|row| (row, Life::until(dies_at))))
}

fn may_join(row: &conversation::Model, outgoing: &Outgoing) -> bool {
    let writer = outgoing.member.as_ref().map(|who| &who.member);
    let nobodys_or_theirs = row.member_id.is_none() || row.member_id.as_ref() == writer;
    row.state != State::Closed && row.site == outgoing.site && nobodys_or_theirs
}
