//! The desks' console.

use serde::{Deserialize, Serialize};

use crate::chat::Message;

/// The signed-in operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    pub username: String,
    /// First name or desk name shown to citizens.
    pub display_name: String,
    /// Desks whose queues this person sees.
    pub desks: Vec<Desk>,
    /// The present password was set by someone else or by a one-use code: it must be changed first.
    pub must_change_password: bool,
}

/// One desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Desk {
    pub id: String,
    pub name: String,
}

/// Who holds a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Hold {
    Waiting,
    /// Held by the person who asks.
    Mine,
    /// Held by a colleague.
    Other {
        by: String,
    },
    Closed,
}

/// A conversation as one line of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueItem {
    /// Conversation id (UUID).
    pub id: String,
    /// Desk key.
    pub desk: String,
    /// Topic's name.
    pub topic: String,
    /// Site or line it came from, in words: "Municipio de ejemplo".
    pub origin: String,
    pub hold: Hold,
    /// Since when it waits (or was taken), Unix milliseconds UTC.
    pub since: i64,
    /// First characters of the last message.
    pub preview: String,
    pub last_seq: i64,
    /// Last sequence number written by the citizen; above `read_seq` means unread.
    pub citizen_seq: i64,
    /// Last sequence number the desk has read.
    pub read_seq: i64,
    /// It was passed by another desk or colleague with a note.
    pub passed: bool,
}

/// The whole queue of the desks the person sees: oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Queue {
    pub waiting: Vec<QueueItem>,
    /// Held by me.
    pub mine: Vec<QueueItem>,
    /// Held by colleagues of the same desks.
    pub others: Vec<QueueItem>,
    /// Server's present time, Unix milliseconds UTC: waiting times are computed from it.
    pub now: i64,
}

/// Something the desks wrote to one another; citizens never see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Note {
    pub by: String,
    pub text: String,
    pub at: i64,
}

/// A conversation opened by an operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Opened {
    pub item: QueueItem,
    /// Messages after the sequence number asked for, ascending.
    pub messages: Vec<Message>,
    pub notes: Vec<Note>,
    /// The citizen has the chat open now.
    pub citizen_present: bool,
    /// When the conversation began, Unix milliseconds UTC.
    pub started_at: i64,
}

/// Body of `POST /api/v1/staff/conversations/{id}/messages`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reply {
    /// UUID made by the sender; sending it again returns the stored message.
    pub client_id: String,
    /// 1 to 10,000 characters.
    pub text: String,
}

/// Body of `POST /api/v1/staff/conversations/{id}/pass`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pass {
    /// Desk key.
    pub desk: String,
    /// 1 to 1,000 characters: what the next person should know.
    pub note: String,
}

/// Body of `POST /api/v1/staff/conversations/{id}/read`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Read {
    pub seq: i64,
}

/// Frames the server sends on `/api/v1/staff/live`. The browser answers each tick with `{"type":"alive"}`,
/// which renews the person's holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum StaffFrame {
    /// Every 12 s.
    Tick,
    /// The queue changed: fetch it.
    Queue,
    /// A conversation of these desks has rows up to `seq`: fetch what is missing if it is open.
    Conversation { id: String, seq: i64 },
    /// The session ended: go to the sign-in page.
    SignedOut,
}

/// What the server puts into the console's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsolePage {
    pub institution: String,
    /// None shows the sign-in form.
    pub me: Option<Me>,
    /// Every desk a conversation can be passed to.
    pub desks: Vec<Desk>,
    pub queue: Option<Queue>,
    /// What went wrong with the last form, in words.
    pub notice: Option<String>,
    /// What went well with the last form, in words.
    pub success: Option<String>,
    /// User name to put back into the sign-in form.
    pub username: String,
    /// Which page: the queue, or the form to change one's own password.
    pub view: ConsoleView,
    pub utc_offset_minutes: i32,
    pub now: i64,
    pub demo_clock: Option<String>,
    /// Demo accounts to show under the sign-in form, `user / password`; empty outside the demo.
    pub demo_accounts: Vec<String>,
}

/// The console's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsoleView {
    SignIn,
    Queue,
    Password,
    /// A one-use code from `server staff add` lets a person set a first password.
    FirstPassword,
}
