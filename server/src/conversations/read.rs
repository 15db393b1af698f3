//! Opening and reading a conversation from the console.

use std::collections::HashMap;

use protocol::staff::{Event, Note, Opened};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, sea_query::Expr};

use super::{person::person, queue::item_of, view::messages_after};
use crate::{
    accounts::Operator,
    error::Error,
    state::App,
    store::entities::{conversation, conversation_event, note, staff},
    whatsapp::outbox,
};

/// # Errors
/// `NoConversation` for one of a desk the person does not attend, alike to one that does not exist.
pub async fn open(app: &App, operator: &Operator, id: &str, after: i64) -> Result<Opened, Error> {
    let row = visible(app, operator, id).await?;
    Ok(Opened {
        item: item_of(app, &row, operator).await?,
        messages: messages_after(app.store.reader(), id, after).await?,
        notes: notes(app, id).await?,
        citizen_present: app.live.is_watched(id, &row.desk),
        started_at: row.created_at,
        person: person(app, &row).await?,
        events: events(app, id).await?,
        deliveries: outbox::deliveries(app.store.reader(), id, app.clock.now()).await?,
    })
}

/// Marks the citizen's messages up to `seq` as read by the desk.
///
/// # Errors
/// `NoConversation`, `Storage`.
pub async fn mark_read(app: &App, operator: &Operator, id: &str, seq: i64) -> Result<(), Error> {
    let row = visible(app, operator, id).await?;
    let seq = std::cmp::min(seq, row.last_seq);
    if seq <= row.read_seq {
        return Ok(());
    }
    let wanted = row.id.clone();
    app.store
        .write(move |tx| {
            Box::pin(async move {
                conversation::Entity::update_many()
                    .col_expr(conversation::Column::ReadSeq, Expr::value(seq))
                    .filter(conversation::Column::Id.eq(wanted))
                    .filter(Expr::col(conversation::Column::ReadSeq).lt(seq))
                    .exec(tx)
                    .await?;
                Ok(())
            })
        })
        .await?;
    app.live.consoles_look(&row.desk);
    Ok(())
}

async fn visible(app: &App, operator: &Operator, id: &str) -> Result<conversation::Model, Error> {
    let row =
        conversation::Entity::find_by_id(id).one(app.store.reader()).await?.ok_or(Error::NoConversation)?;
    let mine = row.holder.as_deref() == Some(operator.id.as_str());
    if mine || operator.desks.contains(&row.desk) { Ok(row) } else { Err(Error::NoConversation) }
}

async fn notes(app: &App, id: &str) -> Result<Vec<Note>, Error> {
    let db = app.store.reader();
    let query =
        note::Entity::find().filter(note::Column::ConversationId.eq(id)).order_by_asc(note::Column::At);
    let rows = query.all(db).await?;
    let authors: Vec<String> = rows.iter().map(|row| row.staff_id.clone()).collect();
    let people = staff::Entity::find().filter(staff::Column::Id.is_in(authors)).all(db).await?;
    let names: HashMap<_, _> = people.into_iter().map(|person| (person.id, person.display_name)).collect();
    let note = |row: note::Model| Note {
        by: names.get(&row.staff_id).cloned().unwrap_or_default(),
        text: row.text,
        at: row.at,
    };
    Ok(rows.into_iter().map(note).collect())
}

async fn events(app: &App, id: &str) -> Result<Vec<Event>, Error> {
    let query = conversation_event::Entity::find()
        .filter(conversation_event::Column::ConversationId.eq(id))
        .order_by_asc(conversation_event::Column::At)
        .order_by_asc(conversation_event::Column::Id);
    let rows = query.all(app.store.reader()).await?;
    Ok(rows.into_iter().map(|row| Event { text: row.text, at: row.at }).collect())
}
