//! One attempt at one claimed message, and what it leaves behind.

use std::time::Duration;

use ::whatsapp::{Recipient, text_message};
use sea_orm::EntityTrait;

use super::{
    decide::{Attempt, Next, decide},
    record::{Recorded, record},
    window,
};
use crate::{
    clock::Millis,
    error::Error,
    ids,
    state::App,
    store::entities::{contact, conversation, outbox},
    whatsapp::{graph::Sent, lines},
};

/// Tries to store what became of a message: Meta's answer is known only here. Past them the lease runs out.
const RECORD_TRIES: u32 = 5;

/// Sends a claimed message and stores what became of it.
pub(crate) async fn deliver(app: App, row: outbox::Model) {
    let attempt = attempt(&app, &row).await.unwrap_or_else(|error| {
        // Our own database failed before anything was sent.
        error.log();
        Attempt::Sent(Sent::Unreached)
    });
    tell(&row, &attempt);
    let now = app.clock.now();
    let next = decide(attempt, row.attempts, now, ids::random());
    metrics::counter!("puente_whatsapp_sends_total", "outcome" => next.name()).increment(1);
    store(&app, row, next, now).await;
}

async fn attempt(app: &App, row: &outbox::Model) -> Result<Attempt, Error> {
    let db = app.store.reader();
    let now = app.clock.now();
    if window::until(db, &row.contact_id, &row.line).await? <= now {
        return Ok(Attempt::WindowClosed);
    }
    let contact = contact::Entity::find_by_id(row.contact_id.as_str()).one(db).await?;
    let Some(recipient) = contact.as_ref().and_then(recipient) else { return Ok(Attempt::NoAddress) };
    if let Err(until) = app.pace.take(&row.contact_id, &row.line, now) {
        return Ok(Attempt::Paced(until));
    }
    let (Some(graph), Some(line)) = (&app.graph, app.routing.lines().get(&row.line)) else {
        return Ok(Attempt::Sent(Sent::Unreached));
    };
    let body = text_message(recipient, &row.text, &row.id);
    let body = body.map_err(|error| Error::Internal(format!("a message as JSON: {error}")))?;
    Ok(Attempt::Sent(graph.send(&line.phone_number_id, body).await))
}

/// The number as the person last wrote from it; people with a user name may have none.
fn recipient(contact: &contact::Model) -> Option<Recipient<'_>> {
    let is_number = |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = contact.wa_id.as_deref().filter(is_number);
    let number = number.or_else(|| contact.phone.as_deref().filter(is_number));
    number.map(Recipient::Phone).or_else(|| contact.bsuid.as_deref().map(Recipient::Bsuid))
}

/// Never Meta's own sentence: of a malformed token it repeats the token.
fn tell(row: &outbox::Model, attempt: &Attempt) {
    let id = row.id.as_str();
    match attempt {
        Attempt::Sent(Sent::Refused { status, error }) => {
            let (code, subcode) = (error.code, error.subcode);
            tracing::warn!(id, status, code, subcode, trace = error.fbtrace, "Meta refused a message");
        }
        Attempt::Sent(Sent::Unclear(what)) => tracing::warn!(id, what, "no word whether a message was taken"),
        Attempt::Sent(Sent::Unreached) => tracing::warn!(id, "the Graph API was not reached"),
        _ => {}
    }
}

async fn store(app: &App, row: outbox::Model, next: Next, now: Millis) {
    for tried in 1..=RECORD_TRIES {
        let (row, next) = (row.clone(), next.clone());
        let line = row.line.clone();
        match app.store.write(move |tx| Box::pin(async move { record(tx, &row, next, now).await })).await {
            Ok(recorded) => return tell_consoles(app, &line, &recorded),
            Err(error) if tried == RECORD_TRIES => error.log(),
            Err(_) => tokio::time::sleep(Duration::from_millis(100) * 2_u32.pow(tried)).await,
        }
    }
}

fn tell_consoles(app: &App, line: &str, recorded: &Recorded) {
    if let Some(conversation) = &recorded.conversation {
        poke(app, conversation);
    }
    if recorded.line_changed {
        lines::poke(app, line);
    }
}

/// After a commit: the consoles look at the conversation again.
pub(super) fn poke(app: &App, conversation: &conversation::Model) {
    app.live.conversation_changed(&conversation.id, &conversation.desk, conversation.last_seq);
}
