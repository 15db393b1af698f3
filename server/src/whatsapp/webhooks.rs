//! The raw bytes: stored before the answer to Meta, claimed by a worker under a lease, done once every item
//! has its row.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, OnConflict, Query},
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

/// The oldest webhooks that nobody works on. Two workers that ask at once get different ones: the second
/// update finds the lease taken.
pub(super) async fn claim(app: &App) -> Result<Vec<Model>, Error> {
    let now = app.clock.now();
    let mut rows = app
        .store
        .write(move |tx| Box::pin(async move { Ok(claiming(now).exec_with_returning(tx).await?) }))
        .await?;
    rows.sort_by(|a, b| (a.received_at, &a.body_hash).cmp(&(b.received_at, &b.body_hash)));
    Ok(rows)
}

fn claiming(now: Millis) -> sea_orm::UpdateMany<Entity> {
    let oldest = Entity::find()
        .select_only()
        .column(Column::BodyHash)
        .filter(is_free(now))
        .order_by_asc(Column::ReceivedAt)
        .limit(limits::WEBHOOKS_PER_CLAIM)
        .into_query();
    // One level deeper: PostgreSQL may otherwise evaluate the limited question again for each row.
    let oldest = Query::select().column(Column::BodyHash).from_subquery(oldest, "oldest").to_owned();
    Entity::update_many()
        .col_expr(Column::LeaseUntil, Expr::value(now + limits::WEBHOOK_LEASE_SECONDS * 1000))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::BodyHash.in_subquery(oldest))
        .filter(is_free(now))
}

fn is_free(now: Millis) -> Expr {
    Column::State.eq(State::Pending).and(Column::LeaseUntil.lte(now))
}

/// Marks what is done, and gives back what is not.
pub(super) async fn settle(app: &App, done: Vec<String>, failed: Vec<Model>) -> Result<(), Error> {
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
