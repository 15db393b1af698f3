use serde::{Deserialize, Serialize};

/// What servers say to one another. Small: PostgreSQL takes less than 8,000 bytes at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Poke {
    /// A conversation has rows up to `seq`, or another state.
    Conversation { id: String, desk: String, seq: i64 },
    /// Places in a desk's queue moved.
    Queue { desk: String },
    /// A desk's consoles show something else.
    Consoles { desk: String },
    /// Sessions of this person ended.
    SignedOut { staff: String },
    /// A job's queue has work.
    Work { queue: String },
    /// Does somebody have this conversation open with you?
    Who { id: String },
    /// Yes, with me.
    Here { id: String },
    /// Some pokes were lost: look at all there is.
    Everything,
}
