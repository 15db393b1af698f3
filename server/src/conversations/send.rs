//! A citizen's message: the first one begins the conversation.

use protocol::limits::CITIZEN_MESSAGE_CHARS;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait};

use super::{
    append::{Draft, append, stored},
    attach, text, tokens,
};
use crate::{
    clock::Millis,
    error::Error,
    ids,
    state::App,
    store::entities::{
        conversation::{self, Channel, State},
        message::{self, Author},
    },
};

/// What a page or the API hands in; nothing of it has been checked.
#[derive(Clone)]
pub struct Outgoing {
    pub site: String,
    pub token: String,
    /// Token of the browser's cookie, when it came: a second tab joins its conversation.
    pub cookie: Option<String>,
    pub client_id: String,
    pub topic: Option<String>,
    pub text: String,
    /// The signed-in derechohabiente, on the institution's own page only.
    pub member: Option<String>,
}

/// A stored message and the conversation it is in.
pub struct Stored {
    pub message: message::Model,
    pub conversation: String,
}

/// Stores the message, or finds the one already stored under its client id.
///
/// # Errors
/// What is wrong with the text, the topic or the token; nothing is stored then.
pub async fn send(app: &App, outgoing: Outgoing) -> Result<Stored, Error> {
    let text = text::clean(&outgoing.text, CITIZEN_MESSAGE_CHARS)?;
    if !ids::is_uuid(&outgoing.client_id) {
        return Err(Error::BadClientId);
    }
    if app.site(&outgoing.site).is_none() {
        return Err(Error::UnknownSite);
    }
    app.rates.messages.check(&ids::sha256_hex(&outgoing.token), app.clock.now())?;
    let outgoing = Outgoing { text, ..outgoing };
    let sent = match write(app, outgoing.clone()).await {
        // On PostgreSQL another request of the same token began the conversation first: now it is there.
        Err(Error::Busy) => write(app, outgoing).await?,
        other => other?,
    };
    if let Some(desk) = &sent.changed_desk {
        app.live.conversation_changed(&sent.message.conversation_id, desk, sent.last_seq);
    }
    Ok(Stored { conversation: sent.message.conversation_id.clone(), message: sent.message })
}

async fn write(app: &App, outgoing: Outgoing) -> Result<SentRow, Error> {
    let inner = app.clone();
    app.store.write(move |tx| Box::pin(async move { send_in(&inner, tx, &outgoing).await })).await
}

struct SentRow {
    message: message::Model,
    /// None when the message was there before.
    changed_desk: Option<String>,
    last_seq: i64,
}

async fn send_in(app: &App, db: &impl ConnectionTrait, outgoing: &Outgoing) -> Result<SentRow, Error> {
    let now = app.clock.now();
    let conversation = match conversation_of(db, outgoing, now).await? {
        Some(found) => found,
        None => begin(app, db, outgoing, now).await?,
    };
    // Before looking for the message: on PostgreSQL a retry beside it waits here, and then finds it.
    if tokens::bind(db, &outgoing.token, &conversation.id, now).await? != conversation.id {
        return Err(Error::Busy);
    }
    if let Some(message) = stored(db, &conversation.id, &outgoing.client_id).await? {
        return Ok(SentRow { message, changed_desk: None, last_seq: conversation.last_seq });
    }
    if conversation.state == State::Closed {
        return Err(Error::ConversationOver);
    }
    let message = append(db, draft(outgoing, &conversation.id, now)).await?;
    let last_seq = match conversation.last_seq {
        0 => greet_when_closed(app, db, &conversation, now).await?.unwrap_or(message.seq),
        _ => message.seq,
    };
    Ok(SentRow { message, changed_desk: Some(conversation.desk), last_seq })
}

fn draft<'a>(outgoing: &'a Outgoing, conversation: &'a str, at: Millis) -> Draft<'a> {
    Draft {
        conversation,
        client_id: &outgoing.client_id,
        author: Author::Citizen,
        name: None,
        staff_id: None,
        text: outgoing.text.clone(),
        at,
    }
}

/// The conversation the token opens, or the one another tab of the same browser began.
async fn conversation_of(
    db: &impl ConnectionTrait,
    outgoing: &Outgoing,
    now: Millis,
) -> Result<Option<conversation::Model>, Error> {
    match tokens::find(db, &outgoing.token, now).await? {
        tokens::Found::Conversation(id) => Ok(conversation::Entity::find_by_id(id).one(db).await?),
        tokens::Found::Expired => Err(Error::TokenExpired),
        tokens::Found::Unbound => attach::open_conversation_of_cookie(db, outgoing, now).await,
    }
}

async fn begin(
    app: &App,
    db: &impl ConnectionTrait,
    outgoing: &Outgoing,
    now: Millis,
) -> Result<conversation::Model, Error> {
    let topic = outgoing.topic.as_deref().filter(|topic| !topic.is_empty()).ok_or(Error::TopicNeeded)?;
    let topic = app.routing.topic(topic).ok_or(Error::UnknownTopic)?;
    let id = ids::row_id();
    let code = ids::resume_code(app.secret.expose(), &id);
    let row = conversation::ActiveModel {
        id: Set(id),
        site: Set(outgoing.site.clone()),
        topic: Set(topic.id.clone()),
        desk: Set(topic.desk.clone()),
        state: Set(State::Waiting),
        holder: Set(None),
        hold_until: Set(None),
        queued_at: Set(now),
        taken_at: Set(None),
        created_at: Set(now),
        closed_at: Set(None),
        last_seq: Set(0),
        citizen_seq: Set(0),
        read_seq: Set(0),
        passed: Set(false),
        preview: Set(String::new()),
        resume_hash: Set(ids::sha256_hex(&code)),
        channel: Set(Channel::Web),
        line: Set(None),
        contact_id: Set(None),
        member_id: Set(outgoing.member.clone()),
        window_until: Set(None),
        told_opening: Set(None),
    };
    metrics::counter!("puente_conversations_total", "topic" => topic.id.clone()).increment(1);
    Ok(row.insert(db).await?)
}

/// Out of hours the assistant says when the desk opens, and that the message is in the queue.
async fn greet_when_closed(
    app: &App,
    db: &impl ConnectionTrait,
    conversation: &conversation::Model,
    now: Millis,
) -> Result<Option<i64>, Error> {
    let opening = app.routing.opening(&conversation.topic, &app.clock, now);
    if opening.open {
        return Ok(None);
    }
    let desk = app.routing.desk(&conversation.desk).map_or("", |desk| desk.name.as_str());
    let text = format!(
        "Recibimos su mensaje y ya está en la fila de {desk}. {}. Le responderemos aquí mismo.",
        opening.text
    );
    let greeting = Draft {
        conversation: &conversation.id,
        client_id: &ids::client_id(),
        author: Author::Assistant,
        name: Some("Asistente".into()),
        staff_id: None,
        text,
        at: now,
    };
    Ok(Some(append(db, greeting).await?.seq))
}
