//! What time does to waiting messages.

use ::whatsapp::{WINDOW_CLOSED, reason};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QuerySelect};

use super::{decide::UNKNOWN, deliver::poke, window};
use crate::{
    clock::Millis,
    error::Error,
    state::App,
    store::entities::{
        conversation,
        outbox::{self, ActiveModel, Column, State},
    },
};

/// Messages whose worker vanished are `unknown`, and those that outlived the 24 hours are `failed`: both are
/// shown, and neither leaves by itself again.
///
/// # Errors
/// `Storage`.
pub(crate) async fn lapse(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    let vanished = Condition::all().add(Column::State.eq(State::Sending)).add(Column::LeaseUntil.lt(now));
    let unknown =
        ActiveModel { state: Set(State::Unknown), reason: Set(Some(UNKNOWN.to_owned())), ..changed(now) };
    settle(app, vanished, unknown).await?;
    let outlived = Condition::all().add(Column::State.eq(State::Queued)).add(window::is_open(now).not());
    let failed = ActiveModel {
        state: Set(State::Failed),
        error_code: Set(Some(WINDOW_CLOSED)),
        reason: Set(Some(reason(WINDOW_CLOSED).to_owned())),
        ..changed(now)
    };
    settle(app, outlived, failed).await
}

fn changed(now: Millis) -> ActiveModel {
    ActiveModel { lease_until: Set(0), updated_at: Set(now), ..Default::default() }
}

async fn settle(app: &App, which: Condition, change: ActiveModel) -> Result<(), Error> {
    // Looked for by a reader first: an idle service writes nothing.
    let any = outbox::Entity::find().filter(which.clone()).limit(1).one(app.store.reader()).await?;
    if any.is_none() {
        return Ok(());
    }
    let conversations = app
        .store
        .write(move |tx| {
            Box::pin(async move {
                let update = outbox::Entity::update_many().set(change).filter(which);
                let rows = update.exec_with_returning(tx).await?;
                let ids: std::collections::BTreeSet<String> =
                    rows.into_iter().map(|row| row.conversation_id).collect();
                let changed = conversation::Entity::find().filter(conversation::Column::Id.is_in(ids));
                Ok(changed.all(tx).await?)
            })
        })
        .await?;
    for conversation in &conversations {
        poke(app, conversation);
    }
    Ok(())
}
