//! Taking a conversation: one conditional update, so that of fifty takers one wins.

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};

use crate::{
    accounts::Operator,
    clock::Millis,
    error::Error,
    limits,
    state::App,
    store::entities::{
        conversation::{self, State},
        staff,
    },
};

/// # Errors
/// `AlreadyTaken` with the holder's name, `NoConversation` outside the person's desks, `Storage`.
pub async fn take(app: &App, operator: &Operator, id: &str) -> Result<(), Error> {
    let now = app.clock.now();
    let (wanted, by, desks) = (id.to_owned(), operator.id.clone(), operator.desks.clone());
    let taken = app
        .store
        .write(move |tx| {
            Box::pin(async move {
                let update = conversation::Entity::update_many().set(held_by(&by, now));
                let rows = update.filter(free(&wanted, desks, now)).exec_with_returning(tx).await?;
                Ok(rows.into_iter().next())
            })
        })
        .await?;
    let Some(row) = taken else { return explain(app, operator, id).await };
    metrics::histogram!("puente_wait_seconds")
        .record(f64::from(u32::try_from((now - row.queued_at) / 1000).unwrap_or(0)));
    app.live.queue_changed(&row.id, &row.desk, row.last_seq);
    Ok(())
}

fn held_by(staff: &str, now: Millis) -> conversation::ActiveModel {
    conversation::ActiveModel {
        state: Set(State::Held),
        holder: Set(Some(staff.to_owned())),
        hold_until: Set(Some(now + limits::HOLD_SECONDS * 1000)),
        taken_at: Set(Some(now)),
        ..Default::default()
    }
}

/// Waiting, or held by someone whose lease has run out.
fn free(id: &str, desks: Vec<String>, now: Millis) -> Condition {
    let vanished = Condition::all()
        .add(conversation::Column::State.eq(State::Held))
        .add(conversation::Column::HoldUntil.lt(now));
    Condition::all()
        .add(conversation::Column::Id.eq(id))
        .add(conversation::Column::Desk.is_in(desks))
        .add(Condition::any().add(conversation::Column::State.eq(State::Waiting)).add(vanished))
}

/// Why nothing was taken; taking what one already holds is no failure.
async fn explain(app: &App, operator: &Operator, id: &str) -> Result<(), Error> {
    let db = app.store.reader();
    let row = conversation::Entity::find_by_id(id).one(db).await?.ok_or(Error::NoConversation)?;
    let holds = row.holder.as_deref() == Some(operator.id.as_str());
    if !holds && !operator.desks.contains(&row.desk) {
        return Err(Error::NoConversation);
    }
    match (row.state, row.holder) {
        (State::Held, Some(holder)) if holder == operator.id => Ok(()),
        (State::Held, Some(holder)) => {
            let person = staff::Entity::find_by_id(holder).one(db).await?;
            Err(Error::AlreadyTaken { by: person.map(|person| person.display_name).unwrap_or_default() })
        }
        (State::Closed, _) => Err(Error::ConversationOver),
        _ => Err(Error::NoConversation),
    }
}
