//! The institute's WhatsApp lines: what arrives is stored raw, then made into messages; what leaves waits
//! in an outbox. `crates/whatsapp` knows Meta's formats; this knows our tables.

mod contacts;
mod events;
mod graph;
mod incoming;
mod intake;
mod known;
pub mod lines;
mod merge;
pub mod outbox;
pub mod process;
mod quarantine;
mod relink;
mod statuses;
pub(crate) mod webhooks;

pub use graph::Graph;
