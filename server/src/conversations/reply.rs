//! A desk's answer; idempotent like the citizen's message.

use protocol::limits::STAFF_MESSAGE_CHARS;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{
    append::{Draft, append, stored},
    text,
};
use crate::{
    accounts::Operator,
    clock::Millis,
    error::Error,
    ids, limits,
    state::App,
    store::entities::{
        conversation::{self, Channel, State},
        message::{self, Author},
    },
    whatsapp::outbox,
};

struct Answer {
    id: String,
    operator: Operator,
    client_id: String,
    text: String,
    at: Millis,
}

/// # Errors
/// What is wrong with the text; `NotHolding` when the hold was lost, so that two colleagues never answer
/// the same person twice; `WindowClosed` when WhatsApp would not deliver it.
pub async fn reply(
    app: &App,
    operator: &Operator,
    id: &str,
    client_id: &str,
    text: &str,
) -> Result<message::Model, Error> {
    let text = text::clean(text, STAFF_MESSAGE_CHARS)?;
    if !ids::is_uuid(client_id) {
        return Err(Error::BadClientId);
    }
    let answer = Answer {
        id: id.to_owned(),
        operator: operator.clone(),
        client_id: client_id.to_owned(),
        text,
        at: app.clock.now(),
    };
    let (message, desk) =
        app.store.write(move |tx| Box::pin(async move { reply_in(tx, answer).await })).await?;
    app.live.conversation_changed(&message.conversation_id, &desk, message.seq);
    app.live.work_waits(outbox::WORK);
    Ok(message)
}

async fn reply_in(db: &impl ConnectionTrait, answer: Answer) -> Result<(message::Model, String), Error> {
    // The update first: on PostgreSQL it locks the row, so that a retry beside it waits and finds the message.
    let rows = conversation::Entity::update_many()
        .set(conversation::ActiveModel {
            hold_until: ActiveValue::Set(Some(answer.at + limits::HOLD_SECONDS * 1000)),
            ..Default::default()
        })
        .filter(conversation::Column::Id.eq(answer.id.as_str()))
        .filter(conversation::Column::State.eq(State::Held))
        .filter(conversation::Column::Holder.eq(answer.operator.id.as_str()))
        .exec_with_returning(db)
        .await?;
    if let Some(message) = stored(db, &answer.id, &answer.client_id).await? {
        let own = message.staff_id.as_deref() == Some(answer.operator.id.as_str());
        let desk = rows.first().map(|row| row.desk.clone()).unwrap_or_default();
        return if own { Ok((message, desk)) } else { Err(Error::BadClientId) };
    }
    let row = rows.into_iter().next().ok_or(Error::NotHolding)?;
    if !may_answer(&row, answer.at) {
        return Err(Error::WindowClosed);
    }
    let draft = Draft {
        conversation: &row.id,
        client_id: &answer.client_id,
        author: Author::Staff,
        name: Some(answer.operator.display_name),
        staff_id: Some(answer.operator.id),
        text: answer.text,
        at: answer.at,
    };
    Ok((append(db, draft).await?, row.desk))
}

/// WhatsApp lets us answer for 24 hours after the person's last message; the web always.
fn may_answer(conversation: &conversation::Model, now: Millis) -> bool {
    conversation.channel == Channel::Web || conversation.window_until.is_some_and(|until| until > now)
}
