use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use crate::{
    error::Error,
    ids,
    store::entities::{
        conversation::{self, Channel},
        message,
        outbox::{self, State},
    },
};

/// Queues a desk's or the assistant's message, in the message's own transaction; nothing for the web.
/// After the commit the caller wakes the worker: `live.work_waits(outbox::WORK)`.
///
/// # Errors
/// `Storage`; `Internal` for a WhatsApp conversation without line or person.
pub(crate) async fn enqueue(
    db: &impl ConnectionTrait,
    conversation: &conversation::Model,
    message: &message::Model,
) -> Result<(), Error> {
    if conversation.channel != Channel::Whatsapp {
        return Ok(());
    }
    let (Some(line), Some(contact)) = (&conversation.line, &conversation.contact_id) else {
        return Err(Error::Internal("a WhatsApp conversation without line or contact".into()));
    };
    // Meta refuses a body of blanks; a message always has something else in another part.
    let parts = ::whatsapp::split(&message.text).into_iter().filter(|part| !part.trim().is_empty());
    let row = |(part, text): (i64, &str)| outbox::ActiveModel {
        id: Set(ids::row_id()),
        conversation_id: Set(conversation.id.clone()),
        seq: Set(message.seq),
        part: Set(part),
        line: Set(line.clone()),
        contact_id: Set(contact.clone()),
        text: Set(text.to_owned()),
        state: Set(State::Queued),
        attempts: Set(0),
        lease_until: Set(0),
        not_before: Set(0),
        wamid: Set(None),
        error_code: Set(None),
        reason: Set(None),
        created_at: Set(message.at),
        updated_at: Set(message.at),
    };
    let rows: Vec<_> = (0..).zip(parts).map(row).collect();
    outbox::Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(())
}
