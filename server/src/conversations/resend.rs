//! Sending a message by WhatsApp again: the desk's decision, never the machine's.

use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::{
    accounts::Operator,
    clock::Millis,
    error::Error,
    limits,
    state::App,
    store::entities::conversation::{self, Channel, State},
    whatsapp::outbox,
};

/// # Errors
/// `NotHolding` for anybody but who holds the conversation; `WindowClosed` when WhatsApp would not deliver
/// it; `NothingToResend` when the message left or is on its way.
pub async fn resend(app: &App, operator: &Operator, id: &str, seq: i64) -> Result<(), Error> {
    let (id, holder, now) = (id.to_owned(), operator.id.clone(), app.clock.now());
    let row = app
        .store
        .write(move |tx| Box::pin(async move { resend_in(tx, &id, &holder, seq, now).await }))
        .await?;
    app.live.conversation_changed(&row.id, &row.desk, row.last_seq);
    app.live.work_waits(outbox::WORK);
    Ok(())
}

async fn resend_in(
    db: &impl ConnectionTrait,
    id: &str,
    holder: &str,
    seq: i64,
    now: Millis,
) -> Result<conversation::Model, Error> {
    let until = ActiveValue::Set(Some(now + limits::HOLD_SECONDS * 1000));
    let held = conversation::Entity::update_many()
        .set(conversation::ActiveModel { hold_until: until, ..Default::default() })
        .filter(conversation::Column::Id.eq(id))
        .filter(conversation::Column::State.eq(State::Held))
        .filter(conversation::Column::Holder.eq(holder))
        .exec_with_returning(db)
        .await?;
    let row = held.into_iter().next().ok_or(Error::NotHolding)?;
    if row.channel == Channel::Web {
        return Err(Error::NothingToResend);
    }
    let window = row.window_until.filter(|until| *until > now).ok_or(Error::WindowClosed)?;
    if outbox::resend(db, &row.id, seq, window, now).await? == 0 {
        return Err(Error::NothingToResend);
    }
    Ok(row)
}
