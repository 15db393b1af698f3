//! Conversations that have been quiet for as long as they are kept, with everything in them.

use std::collections::BTreeSet;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
    sea_query::{Expr, LockBehavior, LockType},
};

use super::{DAY, Mode, Report};
use crate::{
    clock::Millis,
    error::Error,
    limits,
    state::App,
    store::entities::{
        conversation::{self, State},
        conversation_token as token, message, wa_message,
    },
};

pub(super) async fn purge(app: &App, mode: Mode, report: &mut Report) -> Result<(), Error> {
    let quiet = quiet(app);
    let (conversations, messages) = match mode {
        Mode::Count => count(app, quiet).await?,
        Mode::Delete => delete(app, quiet).await?,
    };
    report.0.extend([("conversations", conversations), ("messages", messages)]);
    Ok(())
}

/// Nobody holds it, and it began, and everything in it was written, before its cutoff: one for people
/// nobody knows, one for a derechohabiente or a WhatsApp number.
fn quiet(app: &App) -> Condition {
    let now = app.clock.now();
    let days = &app.config.retention;
    let nobody = || {
        Condition::all()
            .add(conversation::Column::MemberId.is_null())
            .add(conversation::Column::ContactId.is_null())
    };
    let anonymous = nobody().add(silent_since(now - days.anonymous_chat_days * DAY));
    let identified =
        Condition::all().add(nobody().not()).add(silent_since(now - days.identified_chat_days * DAY));
    Condition::all()
        .add(conversation::Column::State.ne(State::Held))
        .add(Condition::any().add(anonymous).add(identified))
}

/// Every message is asked for its time: one that came late from Meta may be older than the one before it.
fn silent_since(cutoff: Millis) -> Condition {
    let later = message::Entity::find()
        .select_only()
        .expr(Expr::val(1))
        .filter(
            Expr::col((message::Entity, message::Column::ConversationId))
                .equals((conversation::Entity, conversation::Column::Id)),
        )
        .filter(message::Column::At.gte(cutoff))
        .into_query();
    Condition::all().add(conversation::Column::CreatedAt.lt(cutoff)).add(Expr::exists(later).not())
}

async fn count(app: &App, quiet: Condition) -> Result<(u64, u64), Error> {
    let db = app.store.reader();
    let found = || conversation::Entity::find().filter(quiet.clone());
    let ids = found().select_only().column(conversation::Column::Id).into_query();
    let messages = message::Entity::find().filter(message::Column::ConversationId.in_subquery(ids));
    Ok((found().count(db).await?, messages.count(db).await?))
}

async fn delete(app: &App, quiet: Condition) -> Result<(u64, u64), Error> {
    let mut total = (0, 0);
    let mut desks = BTreeSet::new();
    while !app.stop.is_cancelled() {
        // A reader looks first: an idle night writes nothing.
        if conversation::Entity::find().filter(quiet.clone()).one(app.store.reader()).await?.is_none() {
            break;
        }
        let which = quiet.clone();
        let batch = app.store.write(move |tx| Box::pin(async move { delete_batch(tx, which).await })).await?;
        total = (total.0 + batch.conversations, total.1 + batch.messages);
        desks.extend(batch.desks);
        if batch.conversations == 0 {
            // The rest is being written to at this moment, and so is not quiet.
            break;
        }
    }
    for desk in desks {
        app.live.desk_changed(&desk);
    }
    Ok(total)
}

#[derive(Default)]
struct Batch {
    conversations: u64,
    messages: u64,
    /// Whose queues they stood in.
    desks: BTreeSet<String>,
}

async fn delete_batch(db: &impl ConnectionTrait, quiet: Condition) -> Result<Batch, Error> {
    let rows = locked(db, quiet).await?;
    if rows.is_empty() {
        return Ok(Batch::default());
    }
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    forget_content(db, &ids).await?;
    let messages =
        message::Entity::delete_many().filter(message::Column::ConversationId.is_in(ids.iter().copied()));
    let messages = messages.exec(db).await?.rows_affected;
    // Notes, events, tokens, tickets and the outbox go with their conversation (ON DELETE CASCADE).
    let deleted = conversation::Entity::delete_many().filter(conversation::Column::Id.is_in(ids));
    let conversations = deleted.exec(db).await?.rows_affected;
    let waiting = rows.into_iter().filter(|row| row.state == State::Waiting);
    Ok(Batch { conversations, messages, desks: waiting.map(|row| row.desk).collect() })
}

/// Some quiet conversations that nobody can write to until this transaction ends. On PostgreSQL they are
/// locked as a message locks them, the token first, so that neither waits for the other; and they are judged
/// again once locked, because a message may have come in between. SQLite has one writer and no row locks.
async fn locked(db: &impl ConnectionTrait, quiet: Condition) -> Result<Vec<conversation::Model>, Error> {
    let chosen = conversation::Entity::find()
        .filter(quiet.clone())
        .order_by_asc(conversation::Column::CreatedAt)
        .limit(limits::PURGE_CONVERSATIONS)
        .all(db)
        .await?;
    let ids: Vec<String> = chosen.into_iter().map(|row| row.id).collect();
    let tokens = token::Entity::find().filter(token::Column::ConversationId.is_in(ids.iter()));
    tokens.lock_exclusive().all(db).await?;
    let free = conversation::Entity::find()
        .filter(conversation::Column::Id.is_in(ids))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(db)
        .await?;
    let free = free.into_iter().map(|row| row.id);
    let still = conversation::Entity::find().filter(conversation::Column::Id.is_in(free)).filter(quiet);
    Ok(still.all(db).await?)
}

/// The ids by which a repeated WhatsApp message is known stay for their own time, without what was said.
async fn forget_content(db: &impl ConnectionTrait, conversations: &[&str]) -> Result<(), Error> {
    let forgotten = wa_message::ActiveModel {
        conversation_id: Set(None),
        seq: Set(None),
        item: Set(None),
        ..Default::default()
    };
    wa_message::Entity::update_many()
        .set(forgotten)
        .filter(wa_message::Column::ConversationId.is_in(conversations.iter().copied()))
        .exec(db)
        .await?;
    Ok(())
}
