//! The institute's WhatsApp lines: what arrives is stored raw, then made into messages; what leaves waits
//! in an outbox. `crates/whatsapp` knows Meta's formats; this knows our tables.

pub mod outbox;
