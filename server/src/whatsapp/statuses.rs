//! A status of Meta's: kept as said, then shown on the message it is about, if that is known by now.

use ::whatsapp::inbound::Status;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};

use super::{
    incoming::{Changed, Incoming, Outcome},
    outbox,
};
use crate::{
    error::Error,
    store::entities::wa_status::{ActiveModel, Column, Entity},
};

pub(super) async fn take_in(
    db: &impl ConnectionTrait,
    incoming: &Incoming<'_>,
    line: &str,
    status: &Status,
) -> Result<Outcome, Error> {
    let row = ActiveModel {
        line: Set(line.to_owned()),
        wamid: Set(status.wamid.clone()),
        status: Set(status.status.clone()),
        at: Set(incoming.at(status.at)),
        callback: Set(status.callback.clone()),
        error_code: Set(status.error.as_ref().map(|error| error.code)),
        error_detail: Set(status.error.as_ref().map(|error| error.detail.clone())),
        billable: Set(status.billable),
        received_at: Set(incoming.webhook.received_at),
    };
    let key = [Column::Line, Column::Wamid, Column::Status, Column::At];
    let same = OnConflict::columns(key).do_nothing().to_owned();
    if Entity::insert(row).on_conflict(same).exec_without_returning(db).await? == 0 {
        return Ok(Outcome::repeat());
    }
    let applied = outbox::apply_statuses(db, line, &status.wamid, status.callback.as_deref()).await?;
    Ok(Outcome {
        // The person's next message may leave once this one has.
        wakes_outbox: applied.conversation.is_some(),
        changed: applied.conversation.map(Changed::from).into_iter().collect(),
        stopped_line: applied.line_stopped.then(|| line.to_owned()),
        ..Outcome::quiet("status")
    })
}
