//! A message that came by a WhatsApp line: it joins the person's open conversation on that line, or begins
//! one.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};

use super::{
    append::{Draft, append},
    begin::{self, Beginning},
    closure,
};
use crate::{
    clock::Millis,
    config,
    error::Error,
    limits,
    state::{App, OWN_SITE},
    store::entities::{
        conversation::{self, Channel, State},
        message::Author,
    },
};

/// A message in words, from somebody we know by a row of `contact`.
pub(crate) struct Arrival<'a> {
    pub line_key: &'a str,
    pub line: &'a config::Line,
    pub contact: &'a str,
    /// The same for the same message, however often it comes.
    pub client_id: String,
    pub text: String,
    /// When it was sent.
    pub at: Millis,
}

/// Where it is now.
pub(crate) struct Received {
    pub conversation: String,
    pub desk: String,
    pub seq: i64,
    /// Beyond `seq` when the assistant said something too.
    pub last_seq: i64,
}

/// # Errors
/// `Storage`; `Busy` when two others closed and began conversations of the person meanwhile.
pub(crate) async fn receive(
    app: &App,
    db: &impl ConnectionTrait,
    arrival: Arrival<'_>,
) -> Result<Received, Error> {
    // A second time when the desk closed it, or another server began one, since it was looked for.
    for _ in 0..2 {
        let Some(conversation) = open_or_begun(app, db, &arrival).await? else { continue };
        match append(db, draft(&conversation.id, &arrival)).await {
            Err(Error::ConversationOver) => {}
            Err(error) => return Err(error),
            Ok(message) => return finish(app, db, &arrival, conversation, message.seq).await,
        }
    }
    Err(Error::Busy)
}

fn draft<'a>(conversation: &'a str, arrival: &'a Arrival<'_>) -> Draft<'a> {
    Draft {
        conversation,
        client_id: &arrival.client_id,
        author: Author::Citizen,
        name: None,
        staff_id: None,
        text: arrival.text.clone(),
        at: arrival.at,
    }
}

async fn finish(
    app: &App,
    db: &impl ConnectionTrait,
    arrival: &Arrival<'_>,
    conversation: conversation::Model,
    seq: i64,
) -> Result<Received, Error> {
    let until = arrival.at + limits::WINDOW_HOURS * 3_600_000;
    renew_window(db, &conversation.id, until).await?;
    let window = conversation.window_until.map_or(until, |known| known.max(until));
    let now = app.clock.now();
    // Meta repeats for a week: who wrote long ago is not greeted as if they had written now.
    let fresh = now - arrival.at <= limits::LATE_MINUTES * 60_000;
    let told = if fresh { closure::tell(app, db, &conversation, Some(window), now).await? } else { None };
    Ok(Received {
        last_seq: told.unwrap_or(seq),
        conversation: conversation.id,
        desk: conversation.desk,
        seq,
    })
}

/// WhatsApp lets us answer until 24 hours after the person's last message, by its own time.
async fn renew_window(db: &impl ConnectionTrait, id: &str, until: Millis) -> Result<(), Error> {
    let column = conversation::Column::WindowUntil;
    conversation::Entity::update_many()
        .set(conversation::ActiveModel { window_until: Set(Some(until)), ..Default::default() })
        .filter(conversation::Column::Id.eq(id))
        .filter(Condition::any().add(column.is_null()).add(column.lt(until)))
        .exec(db)
        .await?;
    Ok(())
}

/// None when another server began one first, or it was closed again before it could be read.
async fn open_or_begun(
    app: &App,
    db: &impl ConnectionTrait,
    arrival: &Arrival<'_>,
) -> Result<Option<conversation::Model>, Error> {
    if let Some(open) = open(db, arrival.contact, arrival.line_key).await? {
        return Ok(Some(open));
    }
    let topic = app.routing.topic(&arrival.line.topic).ok_or(Error::UnknownTopic)?;
    let beginning = Beginning {
        site: OWN_SITE,
        topic,
        channel: Channel::Whatsapp,
        line: Some(arrival.line_key.to_owned()),
        contact: Some(arrival.contact.to_owned()),
        member: None,
        queued_at: arrival.at,
    };
    // The unique index on open conversations decides between servers, without an error that would end the
    // transaction.
    let begun = conversation::Entity::insert(begin::row(app, beginning))
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    if begun == 1 {
        metrics::counter!("puente_conversations_total", "topic" => topic.id.clone()).increment(1);
    }
    open(db, arrival.contact, arrival.line_key).await
}

/// The open conversation of a person on a line; there is one at most.
pub(crate) async fn open(
    db: &impl ConnectionTrait,
    contact: &str,
    line: &str,
) -> Result<Option<conversation::Model>, Error> {
    let query = conversation::Entity::find()
        .filter(conversation::Column::ContactId.eq(contact))
        .filter(conversation::Column::Line.eq(line))
        .filter(conversation::Column::State.ne(State::Closed));
    Ok(query.one(db).await?)
}
