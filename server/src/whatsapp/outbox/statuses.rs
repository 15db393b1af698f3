//! Meta's statuses as the state of a message: append-only rows in any order, repeated, perhaps earlier than
//! the answer to the send. The shown state is the most advanced of a partial order.

use ::whatsapp::{Lane, lane, reason};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
};

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

/// Brings an outgoing message's state up to what Meta has said of it so far; answers with its conversation
/// when that changed. The message is found by Meta's id, or by our own that came back; while neither is
/// known the statuses stay as they are, until the answer to the send calls this again.
///
/// # Errors
/// `Storage`.
pub(crate) async fn apply_statuses(
    db: &impl ConnectionTrait,
    line: &str,
    wamid: &str,
    callback: Option<&str>,
) -> Result<Option<conversation::Model>, Error> {
    let Some(mut row) = find(db, line, wamid, callback).await? else { return Ok(None) };
    let said = said(db, &row, wamid).await?;
    let at = said.iter().map(|status| status.received_at).max().unwrap_or(row.updated_at);
    if row.wamid.is_none() && !is_known(db, line, wamid).await? {
        row.wamid = Some(wamid.to_owned());
        remember(db, &row, wamid, at).await?;
        let learned = ActiveModel { wamid: Set(row.wamid.clone()), ..Default::default() };
        outbox::Entity::update_many().set(learned).filter(Column::Id.eq(row.id.as_str())).exec(db).await?;
    }
    let Some(news) = news(&row, &said) else { return Ok(None) };
    show(db, &row, &news, at).await?;
    Ok(conversation::Entity::find_by_id(row.conversation_id).one(db).await?)
}

/// Locked on PostgreSQL: a status and the answer to the send may be stored at the same moment.
async fn find(
    db: &impl ConnectionTrait,
    line: &str,
    wamid: &str,
    callback: Option<&str>,
) -> Result<Option<outbox::Model>, Error> {
    let mut named = Condition::any().add(Column::Wamid.eq(wamid));
    if let Some(callback) = callback {
        named = named.add(Column::Id.eq(callback));
    }
    let query = outbox::Entity::find().filter(Column::Line.eq(line)).filter(named).lock_exclusive();
    Ok(query.one(db).await?)
}

/// Whether an earlier attempt of ours had this id.
async fn is_known(db: &impl ConnectionTrait, line: &str, wamid: &str) -> Result<bool, Error> {
    let key = (line.to_owned(), wamid.to_owned());
    Ok(wa_message::Entity::find_by_id(key).one(db).await?.is_some())
}

/// Everything said of a message, of earlier attempts at it too.
async fn said(
    db: &impl ConnectionTrait,
    row: &outbox::Model,
    wamid: &str,
) -> Result<Vec<wa_status::Model>, Error> {
    let ids = row.wamid.iter().map(String::as_str).chain([wamid]);
    let about = Condition::any()
        .add(wa_status::Column::Wamid.is_in(ids))
        .add(wa_status::Column::Callback.eq(row.id.as_str()));
    let query = wa_status::Entity::find().filter(wa_status::Column::Line.eq(row.line.as_str())).filter(about);
    Ok(query.all(db).await?)
}

#[derive(Debug, PartialEq, Eq)]
struct News {
    state: State,
    code: Option<i64>,
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
    let code = of_this("failed").and_then(|status| status.error_code).filter(|_| state == State::Failed);
    (rank(state) > rank(row.state)).then_some(News { state, code })
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

async fn show(db: &impl ConnectionTrait, row: &outbox::Model, news: &News, at: Millis) -> Result<(), Error> {
    let why = (news.state == State::Failed).then(|| reason(news.code.unwrap_or(-1)));
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
            lines::stop(db, &row.line, code, Retry::Person, at).await
        }
        _ => Ok(()),
    }
}
