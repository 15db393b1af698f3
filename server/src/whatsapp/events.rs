//! Reactions, edits, changes of number: no turn of the conversation, no answer, no window. The desk reads
//! them beside the conversation they belong to.

use ::whatsapp::{
    inbound::{Content, Event, Message},
    spoken,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};

use super::{
    contacts,
    incoming::{Changed, Incoming, Outcome},
    known, quarantine, relink,
};
use crate::{
    conversations,
    error::Error,
    ids,
    store::entities::{conversation, conversation_event},
};

pub(super) async fn take_in(
    db: &impl ConnectionTrait,
    incoming: &Incoming<'_>,
    line: &str,
    event: &Event,
) -> Result<Outcome, Error> {
    let Some(Content::Message(message)) = incoming.item.map(|item| &item.content) else {
        return Ok(Outcome::repeat());
    };
    if !known::remember(db, incoming, line, message).await? {
        return Ok(Outcome::repeat());
    }
    let (person, mut changed) = person(db, incoming, message, event).await?;
    let about = match event.target() {
        Some(target) => known::find(db, line, target).await?,
        None => None,
    };
    let home = match &person {
        Some(person) => conversation_of(db, line, person).await?,
        None => None,
    };
    let Some(home) = home else {
        let what = spoken::event(event);
        let outcome = quarantine::put(db, incoming, quarantine::NO_CONVERSATION, &what).await?;
        return Ok(Outcome { changed, ..outcome });
    };
    // Only a message of the same conversation can be pointed at.
    let seq =
        about.filter(|about| about.conversation_id.as_ref() == Some(&home.id)).and_then(|about| about.seq);
    store(db, incoming, message, &home, seq, event).await?;
    known::place(db, line, &message.wamid, &home.id, None).await?;
    changed.push(Changed::from(home));
    Ok(Outcome { changed, ..Outcome::quiet("event") })
}

/// Whom the event is about, after it has been heeded.
async fn person(
    db: &impl ConnectionTrait,
    incoming: &Incoming<'_>,
    message: &Message,
    event: &Event,
) -> Result<(Option<String>, Vec<Changed>), Error> {
    if let Event::Moved { previous, new } = event {
        return relink::relink(db, previous, new, incoming.app.clock.now()).await;
    }
    Ok((contacts::find(db, &message.from).await?.map(|contact| contact.id), Vec::new()))
}

/// The person's open conversation on the line, or their latest one.
async fn conversation_of(
    db: &impl ConnectionTrait,
    line: &str,
    person: &str,
) -> Result<Option<conversation::Model>, Error> {
    if let Some(open) = conversations::open_on_line(db, person, line).await? {
        return Ok(Some(open));
    }
    let query = conversation::Entity::find()
        .filter(conversation::Column::ContactId.eq(person))
        .filter(conversation::Column::Line.eq(line))
        .order_by_desc(conversation::Column::CreatedAt)
        .order_by_desc(conversation::Column::Id);
    Ok(query.one(db).await?)
}

async fn store(
    db: &impl ConnectionTrait,
    incoming: &Incoming<'_>,
    message: &Message,
    home: &conversation::Model,
    seq: Option<i64>,
    event: &Event,
) -> Result<(), Error> {
    let row = conversation_event::ActiveModel {
        id: Set(ids::row_id()),
        conversation_id: Set(home.id.clone()),
        message_seq: Set(seq),
        text: Set(conversations::as_received(&spoken::event(event))),
        at: Set(incoming.at(message.at)),
    };
    row.insert(db).await?;
    Ok(())
}
