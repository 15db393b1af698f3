//! The raw bytes: stored before the answer to Meta, claimed by a worker under a lease, done once every item
//! has its row.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockBehavior, LockType, OnConflict},
};
use sha2::{Digest, Sha256};

use crate::{
    clock::Millis,
    error::Error,
    ids, limits,
    state::App,
    store::entities::webhook::{ActiveModel, Column, Entity, Model, State},
};

/// The hub's name of the worker's queue.
pub(crate) const WORK: &str = "webhooks";

/// Stores a body as it came; no when the same bytes are there already. Durable when this returns.
///
/// # Errors
/// `Storage` and `Busy`: nothing was stored, and Meta is to send it again.
pub(crate) async fn keep(app: &App, body: Vec<u8>) -> Result<bool, Error> {
    let row = ActiveModel {
        body_hash: Set(ids::hex(&Sha256::digest(&body))),
        received_at: Set(app.clock.now()),
        body: Set(body),
        state: Set(State::Pending),
        lease_until: Set(0),
        attempts: Set(0),
        done_at: Set(None),
    };
    let kept = app.store.write(move |tx| {
        Box::pin(async move {
            let same = OnConflict::column(Column::BodyHash).do_nothing().to_owned();
            Ok(Entity::insert(row).on_conflict(same).exec_without_returning(tx).await?)
        })
    });
    let is_new = kept.await? == 1;
    app.live.work_waits(WORK);
    Ok(is_new)
}

/// The oldest webhooks that nobody works on. Two workers that ask at once get different ones: PostgreSQL's
/// second one passes over what the first is taking, and SQLite has one writer.
pub(super) async fn claim(app: &App) -> Result<Vec<Model>, Error> {
    let now = app.clock.now();
    let mut rows = app.store.write(move |tx| Box::pin(async move { take(tx, now).await })).await?;
    rows.sort_by(|a, b| (a.received_at, &a.body_hash).cmp(&(b.received_at, &b.body_hash)));
    Ok(rows)
}

async fn take(db: &impl ConnectionTrait, now: Millis) -> Result<Vec<Model>, Error> {
    // Asked for by itself: as a subquery of the update, PostgreSQL may answer it again for each row, and then
    // its limit is none.
    let oldest: Vec<(String, i64)> = Entity::find()
        .select_only()
        .columns([Column::BodyHash, Column::Attempts])
        .filter(is_free(now))
        .order_by_asc(Column::ReceivedAt)
        .limit(limits::WEBHOOKS_PER_CLAIM)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .into_tuple()
        .all(db)
        .await?;
    let rows = Entity::update_many()
        .col_expr(Column::LeaseUntil, Expr::value(now + limits::WEBHOOK_LEASE_SECONDS * 1000))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::BodyHash.is_in(together(oldest)))
        .filter(is_free(now))
        .exec_with_returning(db)
        .await?;
    Ok(rows)
}

/// New ones go together. One that has been tried goes alone: should it end the process, its neighbours are
/// not counted out with it.
fn together(oldest: Vec<(String, i64)>) -> Vec<String> {
    let tried = oldest.first().is_some_and(|(_, attempts)| *attempts > 0);
    let most = if tried { 1 } else { oldest.len() };
    let fit = oldest.into_iter().take(most).filter(|(_, attempts)| tried || *attempts == 0);
    fit.map(|(hash, _)| hash).collect()
}

fn is_free(now: Millis) -> Expr {
    Column::State.eq(State::Pending).and(Column::LeaseUntil.lte(now))
}

/// What became of claimed webhooks.
#[derive(Default)]
pub(super) struct Settled {
    pub done: Vec<String>,
    pub failed: Vec<Model>,
    /// Not looked at to their end: the service stops.
    pub left: Vec<String>,
}

/// Marks what is done, and gives back what is not.
pub(super) async fn settle(app: &App, settled: Settled) -> Result<(), Error> {
    let Settled { done, failed, left } = settled;
    let now = app.clock.now();
    let unit = app.store.write(move |tx| {
        Box::pin(async move {
            let finished = ActiveModel {
                state: Set(State::Done),
                done_at: Set(Some(now)),
                lease_until: Set(0),
                ..Default::default()
            };
            Entity::update_many().set(finished).filter(Column::BodyHash.is_in(done)).exec(tx).await?;
            for row in failed {
                let again = again(&row, now);
                Entity::update_many().set(again).filter(Column::BodyHash.eq(row.body_hash)).exec(tx).await?;
            }
            // As if they had not been claimed.
            Entity::update_many()
                .col_expr(Column::LeaseUntil, Expr::value(0))
                .col_expr(Column::Attempts, Expr::col(Column::Attempts).sub(1))
                .filter(Column::BodyHash.is_in(left))
                .exec(tx)
                .await?;
            Ok(())
        })
    });
    unit.await
}

/// Longer after each failure. The last try is never used up: a database that could not even store the
/// quarantine's row decides nothing about the webhook.
fn again(row: &Model, now: Millis) -> ActiveModel {
    let attempts = row.attempts.clamp(1, limits::WEBHOOK_TRIES - 1);
    let pause = limits::WEBHOOK_RETRY_SECONDS * 1000 * (1 << attempts);
    ActiveModel { attempts: Set(attempts), lease_until: Set(now + pause), ..Default::default() }
}

#[cfg(test)]
mod tests {
    use super::together;

    #[test]
    fn what_has_been_tried_goes_alone() {
        for (oldest, claimed) in [
            (&[][..], ""),
            (&[("a", 0), ("b", 0), ("c", 0)], "abc"),
            (&[("a", 0), ("b", 1), ("c", 0)], "ac"),
            (&[("a", 1), ("b", 0), ("c", 1)], "a"),
            (&[("a", 4)], "a"),
        ] {
            let rows = oldest.iter().map(|(hash, attempts)| ((*hash).to_owned(), *attempts)).collect();
            assert_eq!(together(rows).concat(), claimed, "{oldest:?}");
        }
    }
}
