//! What came from Meta: raw bodies, ids, statuses, what could not be shown, and people who left.

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::Expr,
};

use super::{DAY, Mode, Report, rows::purge as rows};
use crate::{
    clock::Millis,
    error::Error,
    state::App,
    store::entities::{contact, conversation, quarantine, wa_message, wa_status, webhook},
};

pub(super) async fn purge(app: &App, mode: Mode, report: &mut Report) -> Result<(), Error> {
    let now = app.clock.now();
    let days = &app.config.retention;
    let ids = now - days.whatsapp_id_days * DAY;
    let counts = [
        ("webhooks", rows::<webhook::Entity>(app, mode, done_webhooks(now - days.webhook_days * DAY)).await?),
        ("whatsapp_statuses", rows::<wa_status::Entity>(app, mode, old_statuses(ids)).await?),
        ("whatsapp_ids", rows::<wa_message::Entity>(app, mode, old_ids(ids)).await?),
        (
            "quarantine",
            rows::<quarantine::Entity>(app, mode, old_items(now - days.quarantine_days * DAY)).await?,
        ),
        (
            "contacts",
            rows::<contact::Entity>(app, mode, gone_contacts(now - days.identified_chat_days * DAY)).await?,
        ),
    ];
    report.0.extend(counts);
    Ok(())
}

/// One that is still to be processed stays, however old.
fn done_webhooks(cutoff: Millis) -> Condition {
    Condition::all()
        .add(webhook::Column::State.eq(webhook::State::Done))
        .add(webhook::Column::ReceivedAt.lt(cutoff))
}

fn old_statuses(cutoff: Millis) -> Condition {
    Condition::all().add(wa_status::Column::ReceivedAt.lt(cutoff))
}

fn old_ids(cutoff: Millis) -> Condition {
    Condition::all().add(wa_message::Column::At.lt(cutoff))
}

fn old_items(cutoff: Millis) -> Condition {
    Condition::all().add(quarantine::Column::At.lt(cutoff))
}

/// People whose conversations are all deleted, and who have not written since.
fn gone_contacts(cutoff: Millis) -> Condition {
    let theirs = conversation::Entity::find()
        .select_only()
        .expr(Expr::val(1))
        .filter(
            Expr::col((contact::Entity, contact::Column::Id))
                .equals((conversation::Entity, conversation::Column::ContactId)),
        )
        .into_query();
    Condition::all().add(contact::Column::SeenAt.lt(cutoff)).add(Expr::exists(theirs).not())
}
