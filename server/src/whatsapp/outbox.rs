//! What has to leave by WhatsApp.

use sea_orm::ConnectionTrait;

use crate::{
    error::Error,
    store::entities::{conversation, message},
};

/// Queues a desk's or the assistant's message, in the message's own transaction. Nothing for the web.
pub(crate) async fn enqueue(
    _db: &impl ConnectionTrait,
    _conversation: &conversation::Model,
    _message: &message::Model,
) -> Result<(), Error> {
    Ok(())
}

/// Brings an outgoing message's state up to what Meta has said of it so far; answers with its
/// conversation when that changed. The message is found by Meta's id, or by our own that came back.
pub(crate) async fn apply_statuses(
    _db: &impl ConnectionTrait,
    _line: &str,
    _wamid: &str,
    _callback: Option<&str>,
) -> Result<Option<conversation::Model>, Error> {
    Ok(None)
}
