//! A hold is a lease: renewed by the operator's signs of life, back in the queue when they vanish.

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};

use crate::{
    accounts::Operator,
    error::Error,
    limits,
    state::App,
    store::entities::conversation::{self, State},
};

/// Renews every hold of a person.
///
/// # Errors
/// `Storage`.
pub async fn renew(app: &App, staff: &str) -> Result<(), Error> {
    let until = app.clock.now() + limits::HOLD_SECONDS * 1000;
    let staff = staff.to_owned();
    app.store
        .write(move |tx| {
            Box::pin(async move {
                let renewed =
                    conversation::ActiveModel { hold_until: Set(Some(until)), ..Default::default() };
                conversation::Entity::update_many()
                    .set(renewed)
                    .filter(conversation::Column::State.eq(State::Held))
                    .filter(conversation::Column::Holder.eq(staff))
                    .exec(tx)
                    .await?;
                Ok(())
            })
        })
        .await
}

/// Renews when a hold has used up half of its lease, so that asking often writes seldom.
///
/// # Errors
/// `Storage`.
pub async fn renew_if_due(app: &App, staff: &str) -> Result<(), Error> {
    let half = app.clock.now() + limits::HOLD_SECONDS * 500;
    let due = conversation::Entity::find()
        .filter(conversation::Column::State.eq(State::Held))
        .filter(conversation::Column::Holder.eq(staff))
        .filter(conversation::Column::HoldUntil.lt(half));
    if due.one(app.store.reader()).await?.is_some() { renew(app, staff).await } else { Ok(()) }
}

/// Hands a conversation back to its queue, where it keeps the place of its first waiting.
///
/// # Errors
/// `NotHolding`, `Storage`.
pub async fn release(app: &App, operator: &Operator, id: &str) -> Result<(), Error> {
    let which = Condition::all()
        .add(conversation::Column::Id.eq(id))
        .add(conversation::Column::Holder.eq(operator.id.as_str()));
    if back_to_queue(app, which).await? == 0 { Err(Error::NotHolding) } else { Ok(()) }
}

/// Hands back what vanished operators held.
///
/// # Errors
/// `Storage`.
pub async fn sweep(app: &App) -> Result<usize, Error> {
    let lapsed = || Condition::all().add(conversation::Column::HoldUntil.lt(app.clock.now()));
    let held =
        conversation::Entity::find().filter(lapsed()).filter(conversation::Column::State.eq(State::Held));
    // Looked for by a reader first: an idle service writes nothing.
    if held.one(app.store.reader()).await?.is_none() {
        return Ok(0);
    }
    back_to_queue(app, lapsed()).await
}

async fn back_to_queue(app: &App, which: Condition) -> Result<usize, Error> {
    let rows = app
        .store
        .write(move |tx| {
            Box::pin(async move {
                let waiting = conversation::ActiveModel {
                    state: Set(State::Waiting),
                    holder: Set(None),
                    hold_until: Set(None),
                    ..Default::default()
                };
                let update = conversation::Entity::update_many().set(waiting);
                let held = update.filter(conversation::Column::State.eq(State::Held)).filter(which);
                Ok(held.exec_with_returning(tx).await?)
            })
        })
        .await?;
    for row in &rows {
        app.live.queue_changed(&row.id, &row.desk, row.last_seq);
    }
    Ok(rows.len())
}
