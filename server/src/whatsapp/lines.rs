//! Whether a line can send. Meta stops a line as a whole (an expired token, a lock, an unpaid account); its
//! messages wait then, and none of them counts as failed.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

use crate::{
    clock::Millis,
    error::Error,
    limits,
    state::App,
    store::entities::line_state::{self, Column},
};

/// Sentences for the consoles of these desks: which of their lines cannot send, why, and what to do.
///
/// # Errors
/// `Storage`.
pub(crate) async fn stopped_lines(app: &App, desks: &[String]) -> Result<Vec<String>, Error> {
    let stopped =
        line_state::Entity::find().filter(Column::StoppedAt.is_not_null()).all(app.store.reader()).await?;
    let sentence = |row: line_state::Model| {
        let line = app.routing.lines().get(&row.line)?;
        let desk = &app.routing.topic(&line.topic)?.desk;
        let reason = row.reason.unwrap_or_default();
        desks.contains(desk).then(|| format!("La línea {} no puede enviar. {reason}", line.name))
    };
    Ok(stopped.into_iter().filter_map(sentence).collect())
}

/// Why a line's messages wait, in words for the desk; none when nothing keeps them.
pub(super) fn obstacle(line: &line_state::Model, now: Millis) -> Option<String> {
    if line.stopped_at.is_some() {
        let reason = line.reason.as_deref().unwrap_or_default();
        return Some(format!("{reason} El mensaje sigue en la fila y saldrá cuando se resuelva."));
    }
    let slowed = line.held_until > now;
    slowed.then(|| "WhatsApp pidió ir más despacio. El mensaje saldrá solo en unos momentos.".to_owned())
}

/// How a stopped line finds out that it can send again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Retry {
    /// One message is tried now and then: Meta's refusal of it costs nothing.
    Probe,
    /// Meta takes messages and fails them afterwards: each try would cost a message, so a person says when.
    Person,
}

/// Stops a line until somebody has repaired its account; `at` is when Meta said so. Answers no when somebody
/// has let it go on since: Meta reports failures late, even of what was sent before the repair.
///
/// # Errors
/// `Storage`.
pub(super) async fn stop(
    db: &impl ConnectionTrait,
    line: &str,
    code: i64,
    retry: Retry,
    at: Millis,
) -> Result<bool, Error> {
    let next_try = match retry {
        Retry::Probe => at + limits::LINE_PROBE_MINUTES * 60_000,
        Retry::Person => Millis::MAX,
    };
    let row = line_state::ActiveModel {
        line: Set(line.to_owned()),
        held_until: Set(next_try),
        stopped_at: Set(Some(at)),
        code: Set(Some(code)),
        reason: Set(Some(whatsapp::line_reason(code).to_owned())),
        resumed_at: Set(None),
    };
    let resumed = || Expr::col((line_state::Entity, Column::ResumedAt));
    let again = OnConflict::column(Column::Line)
        .update_columns([Column::HeldUntil, Column::StoppedAt, Column::Code, Column::Reason])
        .action_and_where(resumed().is_null().or(resumed().lte(at)))
        .to_owned();
    Ok(line_state::Entity::insert(row).on_conflict(again).exec_without_returning(db).await? > 0)
}

/// Slows a line down; one that is stopped, or held for longer, stays so.
///
/// # Errors
/// `Storage`.
pub(super) async fn hold(db: &impl ConnectionTrait, line: &str, until: Millis) -> Result<(), Error> {
    let row = line_state::ActiveModel {
        line: Set(line.to_owned()),
        held_until: Set(until),
        stopped_at: Set(None),
        code: Set(None),
        reason: Set(None),
        resumed_at: Set(None),
    };
    let none_yet = OnConflict::column(Column::Line).do_nothing().to_owned();
    line_state::Entity::insert(row).on_conflict(none_yet).exec_without_returning(db).await?;
    line_state::Entity::update_many()
        .col_expr(Column::HeldUntil, Expr::value(until))
        .filter(Column::Line.eq(line))
        .filter(Column::HeldUntil.lt(until))
        .filter(Column::StoppedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Lets a stopped line send again; answers whether it was stopped. What waited leaves in its order.
///
/// # Errors
/// `Storage`.
pub async fn resume(db: &impl ConnectionTrait, line: &str, now: Millis) -> Result<bool, Error> {
    let free = line_state::ActiveModel { resumed_at: Set(Some(now)), ..sending() };
    let resumed = line_state::Entity::update_many()
        .set(free)
        .filter(Column::Line.eq(line))
        .filter(Column::StoppedAt.is_not_null())
        .exec(db)
        .await?;
    Ok(resumed.rows_affected > 0)
}

fn sending() -> line_state::ActiveModel {
    line_state::ActiveModel {
        held_until: Set(0),
        stopped_at: Set(None),
        code: Set(None),
        reason: Set(None),
        ..Default::default()
    }
}

/// Meta answered to a message of a stopped line: it sends again. Answers whether it was stopped. Where a
/// person has to say so, only they do.
///
/// # Errors
/// `Storage`.
pub(super) async fn answered(db: &impl ConnectionTrait, line: &str) -> Result<bool, Error> {
    let freed = line_state::Entity::update_many()
        .set(sending())
        .filter(Column::Line.eq(line))
        .filter(Column::StoppedAt.is_not_null())
        .filter(Column::HeldUntil.lt(Millis::MAX))
        .exec(db)
        .await?;
    Ok(freed.rows_affected > 0)
}

/// Takes the one try of a stopped line that is due; of many workers one gets it.
///
/// # Errors
/// `Storage`.
pub(super) async fn begin_probe(app: &App, line: &str, now: Millis) -> Result<bool, Error> {
    let line = line.to_owned();
    let update = line_state::Entity::update_many()
        .col_expr(Column::HeldUntil, Expr::value(now + limits::LINE_PROBE_MINUTES * 60_000))
        .filter(Column::Line.eq(line))
        .filter(Column::StoppedAt.is_not_null())
        .filter(Column::HeldUntil.lte(now));
    let taken = app.store.write(move |tx| Box::pin(async move { Ok(update.exec(tx).await?) })).await?;
    Ok(taken.rows_affected > 0)
}

/// After a commit: the banner of the line's desk is read again.
pub(super) fn poke(app: &App, line: &str) {
    let topic = app.routing.lines().get(line).and_then(|line| app.routing.topic(&line.topic));
    if let Some(topic) = topic {
        app.live.consoles_look(&topic.desk);
    }
}

/// Of the connected lines: those that may send, and those stopped ones of which one message may be tried.
#[derive(Default)]
pub(super) struct Sendable {
    pub free: Vec<String>,
    pub probes: Vec<String>,
}

/// # Errors
/// `Storage`.
pub(super) async fn sendable(app: &App, now: Millis) -> Result<Sendable, Error> {
    let held = line_state::Entity::find()
        .filter(Column::StoppedAt.is_not_null().or(Column::HeldUntil.gt(now)))
        .all(app.store.reader())
        .await?;
    let mut sendable = Sendable::default();
    for (key, line) in app.routing.lines() {
        match held.iter().find(|state| state.line == *key) {
            _ if line.phone_number_id.is_empty() => {}
            None => sendable.free.push(key.clone()),
            Some(state) if state.held_until <= now => sendable.probes.push(key.clone()),
            Some(_) => {}
        }
    }
    Ok(sendable)
}
