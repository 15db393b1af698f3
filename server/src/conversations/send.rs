//! A citizen's message: the first one begins the conversation.

use protocol::limits::CITIZEN_MESSAGE_CHARS;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait};

use super::{
    append::{Draft, append, stored},
    attach,
    begin::{self, Beginning},
    closure,
    identify::{Identity, identify},
    text,
    tokens::{self, Life},
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
    pub member: Option<Identity>,
}

/// A stored message and the conversation it is in.
pub struct Stored {
    pub message: message::Model,
    pub conversation: String,
    /// Speaks for the conversation from now on, in place of the one it was sent with: it is known who writes.
    pub token: Option<String>,
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
        let id = &sent.message.conversation_id;
        if sent.message.seq == 1 {
            app.live.queue_changed(id, desk, sent.last_seq);
        } else {
            app.live.conversation_changed(id, desk, sent.last_seq);
        }
    }
    let conversation = sent.message.conversation_id.clone();
    Ok(Stored { conversation, message: sent.message, token: sent.token })
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
    token: Option<String>,
}

async fn send_in(app: &App, db: &impl ConnectionTrait, outgoing: &Outgoing) -> Result<SentRow, Error> {
    let now = app.clock.now();
    let (conversation, life) = match conversation_of(db, outgoing, now).await? {
        Some(found) => found,
        None => (begin(app, db, outgoing, now).await?, first_life(outgoing, now)),
    };
    // Before looking for the message: on PostgreSQL a retry beside it waits here, and then finds it.
    let bound = tokens::bind(db, &outgoing.token, &conversation.id, life, now).await?;
    if bound.conversation_id != conversation.id {
        return Err(Error::Busy);
    }
    let token = match &outgoing.member {
        Some(who) => identify(db, &conversation, &bound, who, now).await?,
        None => None,
    };
    if let Some(message) = stored(db, &conversation.id, &outgoing.client_id).await? {
        return Ok(SentRow { message, changed_desk: None, last_seq: conversation.last_seq, token });
    }
    if conversation.state == State::Closed {
        return Err(Error::ConversationOver);
    }
    let message = append(db, draft(outgoing, &conversation.id, now)).await?;
    let last_seq = closure::tell(app, db, &conversation, None, now).await?.unwrap_or(message.seq);
    Ok(SentRow { message, changed_desk: Some(conversation.desk), last_seq, token })
}

/// A page hands the same token to whoever opens it until somebody writes: the person before at this browser may
/// have kept it. So a conversation that begins with a name never opens by the token it began with; the row only
/// makes a retry the same message.
fn first_life(outgoing: &Outgoing, now: Millis) -> Life<'static> {
    if outgoing.member.is_some() { Life::until(now) } else { Life::whole(now) }
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

/// The conversation the token opens, or the one another tab of the same browser began; and the life of the token
/// where it is not bound yet. A token that is over still leads its signed-in owner there: the answer with the one
/// that replaced it may have been lost.
async fn conversation_of(
    db: &impl ConnectionTrait,
    outgoing: &Outgoing,
    now: Millis,
) -> Result<Option<(conversation::Model, Life<'static>)>, Error> {
    match tokens::find(db, &outgoing.token, now).await? {
        tokens::Found::Conversation(id) => {
            let row = conversation::Entity::find_by_id(id).one(db).await?;
            Ok(row.map(|row| (row, Life::whole(now))))
        }
        tokens::Found::Expired(id) => {
            let row = conversation::Entity::find_by_id(id).one(db).await?;
            let owned = row.filter(|row| outgoing.member.as_ref().is_some_and(|who| who.owns(row)));
            owned.map(|row| Some((row, Life::until(now)))).ok_or(Error::TokenExpired)
        }
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
    let row = begin::row(
        app,
        Beginning {
            site: &outgoing.site,
            topic,
            channel: Channel::Web,
            line: None,
            contact: None,
            member: outgoing.member.as_ref().map(|who| who.member.clone()),
            queued_at: now,
        },
    );
    metrics::counter!("puente_conversations_total", "topic" => topic.id.clone()).increment(1);
    Ok(row.insert(db).await?)
}
