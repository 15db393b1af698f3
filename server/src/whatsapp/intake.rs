//! One item becomes its rows, in the caller's savepoint: a message in a conversation, an event, a status, or
//! a row of the quarantine.

use ::whatsapp::{
    inbound::{Content, Item, Kind, Message},
    spoken,
};
use sea_orm::DatabaseTransaction;

use super::{
    contacts, events,
    incoming::{Changed, Incoming, Outcome},
    known, quarantine, statuses,
};
use crate::{
    config,
    conversations::{self, Arrival},
    error::Error,
    ids,
};

pub(super) async fn take_in(
    db: &DatabaseTransaction,
    incoming: &Incoming<'_>,
    item: &Item,
) -> Result<Outcome, Error> {
    if let Content::Aside(aside) = &item.content {
        return quarantine::put_aside(db, incoming, aside).await;
    }
    let Some(line) = incoming.line() else {
        let named = item.phone_number_id.as_deref().unwrap_or_default();
        return quarantine::put(db, incoming, quarantine::UNKNOWN_LINE, named).await;
    };
    match &item.content {
        Content::Message(Message { kind: Kind::Event(event), .. }) => {
            events::take_in(db, incoming, line.0, event).await
        }
        Content::Message(message) => take_message(db, incoming, line, message).await,
        Content::Status(status) => statuses::take_in(db, incoming, line.0, status).await,
        Content::Aside(_) => Ok(Outcome::repeat()),
    }
}

async fn take_message(
    db: &DatabaseTransaction,
    incoming: &Incoming<'_>,
    (line_key, line): (&str, &config::Line),
    message: &Message,
) -> Result<Outcome, Error> {
    if message.from.is_nobody() {
        return quarantine::put(db, incoming, quarantine::NO_SENDER, "").await;
    }
    // First of all: whoever brings the same message at the same moment waits here, and then finds it.
    if !known::remember(db, incoming, line_key, message).await? {
        return Ok(Outcome::repeat());
    }
    let contact = contacts::resolve(db, &message.from, incoming.app.clock.now()).await?;
    let arrival = Arrival {
        line_key,
        line,
        contact: &contact.row.id,
        client_id: ids::derived_id(&[line_key, &message.wamid]),
        text: conversations::as_received(&spoken::text(&message.kind)),
        at: incoming.at(message.at),
    };
    let received = conversations::receive(incoming.app, db, arrival).await?;
    known::place(db, line_key, &message.wamid, &received.conversation, Some(received.seq)).await?;
    let kind = if matches!(message.kind, Kind::Unsupported(_)) { "placeholder" } else { "message" };
    let wakes_outbox = received.last_seq > received.seq;
    let mut changed = contact.changed;
    changed.push(Changed {
        id: received.conversation,
        desk: received.desk,
        seq: received.last_seq,
        moved: received.seq == 1,
    });
    Ok(Outcome { changed, wakes_outbox, ..Outcome::quiet(kind) })
}
