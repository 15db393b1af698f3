//! What a copy says that may no longer be true: it is settled before anybody is served.

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::{
    clock::Millis,
    error::Error,
    store::{
        Store,
        entities::{
            conversation_token as token, member_code,
            outbox::{self, State},
            session, staff_code, ticket,
        },
    },
};

/// What a restored outbox row tells the desk.
const RESTORED: &str = "Se restauró un respaldo y no se sabe si este mensaje salió. Pregunte a la persona.";

pub(super) async fn settle(store: &Store, now: Millis) -> Result<(), Error> {
    let settled = store.write(move |tx| {
        Box::pin(async move {
            doubt_unsent(tx).await?;
            end_access(tx, now).await
        })
    });
    settled.await
}

async fn doubt_unsent(db: &impl ConnectionTrait) -> Result<(), Error> {
    let doubted = outbox::ActiveModel {
        state: Set(State::Unknown),
        reason: Set(Some(RESTORED.to_owned())),
        ..Default::default()
    };
    outbox::Entity::update_many()
        .set(doubted)
        .filter(outbox::Column::State.is_in([State::Queued, State::Sending]))
        .exec(db)
        .await?;
    Ok(())
}

/// Any of it may have ended since the copy: a person left, a telephone was lost, a code was used.
async fn end_access(db: &impl ConnectionTrait, now: Millis) -> Result<(), Error> {
    session::Entity::delete_many().exec(db).await?;
    member_code::Entity::delete_many().exec(db).await?;
    staff_code::Entity::delete_many().exec(db).await?;
    ticket::Entity::delete_many().exec(db).await?;
    token::Entity::update_many()
        .set(token::ActiveModel { dies_at: Set(now), ..Default::default() })
        .filter(token::Column::SessionHash.is_not_null())
        .filter(token::Column::DiesAt.gt(now))
        .exec(db)
        .await?;
    Ok(())
}
