//! Taking messages to send: one conditional update, so that of many workers one gets each.

use sea_orm::{
    ActiveEnum, ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
    sea_query::{Alias, Expr, LockBehavior, LockType, Query, SelectStatement},
};

use super::window;
use crate::{
    clock::Millis,
    error::Error,
    limits,
    state::App,
    store::entities::outbox::{self, Column, State},
    whatsapp::lines,
};

/// Claims up to `places` messages, the oldest first and at most one of a person and line.
///
/// # Errors
/// `Storage`.
pub async fn claim(app: &App, places: usize) -> Result<Vec<outbox::Model>, Error> {
    if places == 0 {
        return Ok(Vec::new());
    }
    let now = app.clock.now();
    let lines = lines::sendable(app, now).await?;
    let mut claimed = claim_of(app, lines.free, places, now).await?;
    for line in lines.probes {
        match probe(app, line, now).await {
            Ok(one) => claimed.extend(one),
            // What is claimed already has to leave all the same.
            Err(error) => error.log(),
        }
    }
    Ok(claimed)
}

/// The one message by which a stopped line finds out whether it can send again.
async fn probe(app: &App, line: String, now: Millis) -> Result<Vec<outbox::Model>, Error> {
    if waits(app, std::slice::from_ref(&line), now).await? && lines::begin_probe(app, &line, now).await? {
        return claim_of(app, vec![line], 1, now).await;
    }
    Ok(Vec::new())
}

/// Asked of a reader first: an idle service writes nothing.
async fn waits(app: &App, lines: &[String], now: Millis) -> Result<bool, Error> {
    if lines.is_empty() {
        return Ok(false);
    }
    Ok(due(lines, now).limit(1).one(app.store.reader()).await?.is_some())
}

async fn claim_of(
    app: &App,
    lines: Vec<String>,
    places: usize,
    now: Millis,
) -> Result<Vec<outbox::Model>, Error> {
    if !waits(app, &lines, now).await? {
        return Ok(Vec::new());
    }
    app.store.write(move |tx| Box::pin(async move { take(tx, &lines, places as u64, now).await })).await
}

async fn take(
    db: &impl ConnectionTrait,
    lines: &[String],
    places: u64,
    now: Millis,
) -> Result<Vec<outbox::Model>, Error> {
    // Asked for by itself: as a subquery of the update, PostgreSQL may answer it again for each row, and
    // then its limit is none.
    let free: Vec<String> = due(lines, now)
        .select_only()
        .column(Column::Id)
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .limit(places)
        // PostgreSQL only: a worker passes over what another one is taking at this moment.
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .into_tuple()
        .all(db)
        .await?;
    let rows = outbox::Entity::update_many()
        .col_expr(Column::State, State::Sending.to_value().into())
        .col_expr(Column::LeaseUntil, Expr::value(now + limits::OUTBOX_LEASE_SECONDS * 1000))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.is_in(free))
        .filter(Column::State.eq(State::Queued))
        .exec_with_returning(db)
        .await?;
    Ok(rows)
}

/// What can leave now by these lines.
fn due(lines: &[String], now: Millis) -> Select<outbox::Entity> {
    outbox::Entity::find()
        .filter(Column::State.eq(State::Queued))
        .filter(Column::NotBefore.lte(now))
        .filter(Column::Line.is_in(lines.iter().map(String::as_str)))
        .filter(window::is_open(now))
        .filter(Expr::exists(ahead(now)).not())
}

/// What keeps a person's message waiting: one of theirs under way, one that Meta took a moment ago without
/// having sent it on, or an earlier one that waits too. Conversations of a person and line follow one
/// another, and their ids rise with time.
fn ahead(now: Millis) -> SelectStatement {
    let other = Alias::new("other");
    let of_other = |column: Column| Expr::col((other.clone(), column));
    let of_row = |column: Column| Expr::col((outbox::Entity, column));
    let same = |column: Column| of_other(column).eq(of_row(column));
    let is = |state: State| of_other(Column::State).eq(Expr::from(state.to_value()));
    let place = [Column::ConversationId, Column::Seq, Column::Part];
    let before = Expr::tuple(place.map(of_other)).lt(Expr::tuple(place.map(of_row)));
    let just_taken = of_other(Column::UpdatedAt).gt(now - limits::OUTBOX_GAP_SECONDS * 1000);
    Query::select()
        .expr(Expr::value(1))
        .from_as(outbox::Entity, other.clone())
        .and_where(same(Column::ContactId))
        .and_where(same(Column::Line))
        .and_where(of_other(Column::Id).ne(of_row(Column::Id)))
        .cond_where(
            Condition::any()
                .add(is(State::Sending))
                .add(is(State::Accepted).and(just_taken))
                .add(is(State::Queued).and(before)),
        )
        .to_owned()
}
