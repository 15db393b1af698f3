//! What has to leave by WhatsApp: a row per message part, written in the message's own transaction, sent by
//! a worker under a lease, and followed by Meta's statuses. A row whose answer was lost is `unknown` and
//! never sent again by itself.

mod claim;
mod decide;
mod deliver;
mod deliveries;
mod enqueue;
mod lapse;
mod pace;
mod record;
mod resend;
mod statuses;
mod window;

pub use claim::claim;
pub(crate) use deliver::deliver;
pub(crate) use deliveries::deliveries;
pub(crate) use enqueue::enqueue;
pub(crate) use lapse::lapse;
pub use pace::Pace;
pub(crate) use resend::resend;
pub(crate) use statuses::apply_statuses;

/// The hub's name of the worker's queue.
pub(crate) const WORK: &str = "outbox";
