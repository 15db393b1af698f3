//! Two tabs of one browser are one conversation: the second tab's own token joins it.

use sea_orm::{ConnectionTrait, EntityTrait};

use super::{send::Outgoing, tokens};
use crate::{
    clock::Millis,
    error::Error,
    store::entities::conversation::{self, State},
};

pub(super) async fn open_conversation_of_cookie(
    db: &impl ConnectionTrait,
    outgoing: &Outgoing,
    now: Millis,
) -> Result<Option<conversation::Model>, Error> {
    let Some(cookie) = &outgoing.cookie else { return Ok(None) };
    // A cookie that is no token at all is as good as none.
    let Ok(tokens::Found::Conversation(id)) = tokens::find(db, cookie, now).await else {
        return Ok(None);
    };
    let row = conversation::Entity::find_by_id(id).one(db).await?;
    Ok(row.filter(|row| row.state != State::Closed && row.site == outgoing.site))
}
