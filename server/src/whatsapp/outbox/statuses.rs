//! Meta's statuses as the state of a message: append-only rows in any order, repeated, perhaps earlier than
//! the answer to the send. The shown state is the most advanced of a partial order.

use ::whatsapp::{Lane, failure_reason, lane};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::record::{fail_rest, remember};
use crate::{
    clock::Millis,
    error::Error,
    store::entities::{
        conversation,
        outbox::{self, ActiveModel, Column, State},
        wa_message, wa_status,
    },
    whatsapp::lines::{self, Retry},
};

/// What people must be shown anew.
#[derive(Default)]
pub(crate) struct Applied {
    /// The message's, when its state changed.
    pub conversation: Option<conversation::Model>,
    /// Its line cannot send any more.
    pub line_stopped: bool,
}

/// Brings an outgoing message's state up to what Meta has said of it so far. The message is found by Meta's id, or by our own that came back; while neither is
/// known the statuses stay as they are, until the answer to the send calls this again.
///
/// # Errors
/// `Storage`.
pub(crate) async fn apply_statuses(
    db: &impl ConnectionTrait,
    line: &str,
    wamid: &str,
    callback: Option<&str>,
) -> Result<Applied, Error> {
    let Some(mut row) = find(db, line, wamid, callback).await? else { return Ok(Applied::default()) };
    let said = said(db, &row, wamid).await?;
    let at = said.iter().map(|status| status.received_at).max().unwrap_or(row.updated_at);
    if row.wamid.is_none() && !is_known(db, line, wamid).await? {
        row.wamid = Some(wamid.to_owned());
        remember(db, &row, wamid, at).await?;
        let learned = ActiveModel { wamid: Set(row.wamid.clone()), ..Default::default() };
        outbox::Entity::update_many().set(learned).filter(Column::Id.eq(row.id.as_str())).exec(db).await?;
    }
    let Some(news) = news(&row, &said) else { return Ok(Applied::default()) };
    let line_stopped = show(db, &row, &news, at).await?;
    let conversation = conversation::Entity::find_by_id(row.conversation_id).one(db).await?;
    Ok(Applied { conversation, line_stopped })
}

/// Locked on PostgreSQL: a status and the answer to the send may be stored at the same moment. Asked twice:
/// each question has an index, and SQLite reads every row of the line for both in one.
async fn find(
    db: &impl ConnectionTrait,
    line: &str,
    wamid: &str,
    callback: Option<&str>,
) -> Result<Option<outbox::Model>, Error> {
    let of_line = || outbox::Entity::find().filter(Column::Line.eq(line)).lock_exclusive();
    if let Some(callback) = callback
        && let Some(row) = of_line().filter(Column::Id.eq(callback)).one(db).await?
    {
        return Ok(Some(row));
    }
    Ok(of_line().filter(Column::Wamid.eq(wamid)).one(db).await?)
}

/// Whether an earlier attempt of ours had this id.
async fn is_known(db: &impl ConnectionTrait, line: &str, wamid: &str) -> Result<bool, Error> {
    let key = (line.to_owned(), wamid.to_owned());
    Ok(wa_message::Entity::find_by_id(key).one(db).await?.is_some())
}

/// Everything said of a message, of earlier attempts at it too; asked twice for the same reason as above.
async fn said(
    db: &impl ConnectionTrait,
    row: &outbox::Model,
    wamid: &str,
) -> Result<Vec<wa_status::Model>, Error> {
    let ids = row.wamid.iter().map(String::as_str).chain([wamid]);
    let of_line = || wa_status::Entity::find().filter(wa_status::Column::Line.eq(row.line.as_str()));
    let mut said = of_line().filter(wa_status::Column::Wamid.is_in(ids)).all(db).await?;
    let called = of_line().filter(wa_status::Column::Callback.eq(row.id.as_str())).all(db).await?;
    // What has both is there once. A message has a handful of them.
    for status in called {
        if !said.contains(&status) {
            said.push(status);
        }
    }
    Ok(said)
}

#[derive(Debug, PartialEq, Eq)]
struct News {
    state: State,
    code: Option<i64>,
    /// When Meta says that it happened.
    failed_at: Option<Millis>,
}

/// The state that statuses give a message, when it is more than it has. Delivery counts whichever attempt
/// it is of; `sent` and `failed` only of the present one. A failure stays unless delivery is reported.
fn news(row: &outbox::Model, said: &[wa_status::Model]) -> Option<News> {
    let has = |name: &str| said.iter().any(|status| status.status == name);
    let of_this = |name: &str| {
        let mut rows = said.iter().filter(|status| row.wamid.as_deref() == Some(status.wamid.as_str()));
        rows.find(|status| status.status == name)
    };
    let state = if has("read") || has("played") {
        State::Read
    } else if has("delivered") {
        State::Delivered
    } else if of_this("failed").is_some() {
        State::Failed
    } else if of_this("sent").is_some() {
        State::Sent
    } else {
        return None;
    };
    let failed = of_this("failed").filter(|_| state == State::Failed);
    let code = failed.and_then(|status| status.error_code);
    let news = News { state, code, failed_at: failed.map(|status| status.at) };
    (rank(state) > rank(row.state)).then_some(news)
}

/// How much a state says; `unknown` says less than anything of Meta's.
fn rank(state: State) -> u8 {
    match state {
        State::Queued | State::Sending | State::Unknown => 0,
        State::Accepted => 1,
        State::Sent => 2,
        State::Failed => 3,
        State::Delivered => 4,
        State::Read => 5,
    }
}

/// Answers whether the message's line stopped.
async fn show(
    db: &impl ConnectionTrait,
    row: &outbox::Model,
    news: &News,
    at: Millis,
) -> Result<bool, Error> {
    let why = (news.state == State::Failed).then(|| failure_reason(news.code.unwrap_or(-1)));
    let changed = ActiveModel {
        state: Set(news.state),
        error_code: Set(news.code),
        reason: Set(why.map(str::to_owned)),
        lease_until: Set(0),
        updated_at: Set(at),
        ..Default::default()
    };
    outbox::Entity::update_many().set(changed).filter(Column::Id.eq(row.id.as_str())).exec(db).await?;
    if let Some(why) = why {
        fail_rest(db, row, news.code, why, at).await?;
    }
    match news.code {
        Some(code) if lane(code) == Lane::StopLine => {
            lines::stop(db, &row.line, code, Retry::Person, news.failed_at.unwrap_or(at)).await
        }
        _ => Ok(false),
    }
}
