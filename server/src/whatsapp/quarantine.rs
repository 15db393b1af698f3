//! Where an inbound item goes that can become nothing else: kept with its reason, counted, never dropped.

use ::whatsapp::inbound::{Aside, Reason};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};

use super::incoming::{Incoming, Outcome};
use crate::{error::Error, ids, store::entities::quarantine};

/// No configured line has this phone number id.
pub(super) const UNKNOWN_LINE: &str = "unknown_line";
/// Neither a number nor a BSUID that can be read.
pub(super) const NO_SENDER: &str = "no_sender";
/// A reaction, an edit or a notice about somebody who has no conversation on the line.
pub(super) const NO_CONVERSATION: &str = "no_conversation";
/// Every try failed.
pub(super) const FAILED: &str = "failed";

/// Stores the item once, however often it comes.
pub(super) async fn put(
    db: &impl ConnectionTrait,
    incoming: &Incoming<'_>,
    reason: &str,
    detail: &str,
) -> Result<Outcome, Error> {
    let (place, item) = incoming.place();
    let row = quarantine::ActiveModel {
        id: Set(ids::sha256_hex(&[place.as_str(), reason, item].join("\n"))),
        webhook_hash: Set(incoming.webhook.body_hash.clone()),
        line: Set(incoming.line().map(|(key, _)| key.to_owned())),
        wamid: Set(incoming.wamid().map(str::to_owned)),
        reason: Set(reason.to_owned()),
        detail: Set(detail.to_owned()),
        item: Set(item.to_owned()),
        at: Set(incoming.app.clock.now()),
    };
    let put = quarantine::Entity::insert(row)
        .on_conflict(OnConflict::column(quarantine::Column::Id).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    if put == 0 {
        return Ok(Outcome::repeat());
    }
    metrics::counter!("puente_quarantine_total", "reason" => reason.to_owned()).increment(1);
    Ok(Outcome::quiet("quarantine"))
}

/// What the reader of webhooks set aside; somebody has to hear of some of it.
pub(super) async fn put_aside(
    db: &impl ConnectionTrait,
    incoming: &Incoming<'_>,
    aside: &Aside,
) -> Result<Outcome, Error> {
    let outcome = put(db, incoming, aside.reason.word(), &aside.detail).await?;
    if !outcome.is_repeat() {
        warn(incoming, aside);
    }
    Ok(outcome)
}

fn warn(incoming: &Incoming<'_>, aside: &Aside) {
    let line = incoming.line().map(|(key, _)| key);
    match aside.reason {
        Reason::ChannelError => {
            tracing::warn!(line, code = aside.code, "WhatsApp reports an error of a line");
        }
        Reason::AccountNotice => {
            let account = incoming.item.and_then(|item| item.account_id.as_deref()).unwrap_or_default();
            let lines = incoming.app.routing.lines_of_account(account).join(" ");
            let field = incoming.item.map(|item| item.field.as_str());
            tracing::warn!(field, lines, "WhatsApp sent a notice about an account");
        }
        _ => {}
    }
}
