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

/// How a conversation came in; answers leave the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Channel {
    Web,
    Whatsapp,
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
    pub channel: Channel,
    /// Name of the WhatsApp line that was written to, such as "PP".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// Until when WhatsApp lets the desk answer, Unix milliseconds UTC; none on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window_until: Option<i64>,
    /// Name of the signed-in derechohabiente.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
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
    /// WhatsApp lines of these desks that cannot send at present, in words; empty when all is well.
    #[serde(default)]
    pub stopped_lines: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_ends: Option<SessionEnd>,
}

/// When the operator's session ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionEnd {
    /// Unix milliseconds UTC.
    pub at: i64,
    /// Doing something puts the end off; the absolute life of a session does not move.
    pub moves: bool,
}

/// Something the desks wrote to one another; citizens never see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Note {
    pub by: String,
    pub text: String,
    pub at: i64,
}

/// Who the desk is talking to, as far as the institute knows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    /// The signed-in derechohabiente: name as the padrón has it.
    pub member: Option<String>,
    /// CURP with all but its first four characters masked.
    pub curp: Option<String>,
    pub affiliation: Option<String>,
    /// WhatsApp profile name, chosen by its owner: it proves nothing.
    pub profile: Option<String>,
    /// WhatsApp number, "+52 473 100 0387"; people with a user name may have none.
    pub phone: Option<String>,
}

/// How far a message has come by WhatsApp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DeliveryState {
    /// Stored; it has not left yet.
    Queued,
    /// Handed to Meta, no answer yet.
    Sending,
    /// Meta took it. That is not delivery.
    Accepted,
    Sent,
    Delivered,
    Read,
    /// Meta did not answer: it may have arrived. Never sent again by itself.
    Unknown,
    Failed,
}

/// State of one outgoing message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Delivery {
    /// The message's sequence number.
    pub seq: i64,
    pub state: DeliveryState,
    /// Why it waits or failed, in words, with the next step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The desk may send it again: it failed, or nothing has been heard for 15 minutes.
    #[serde(default)]
    pub can_resend: bool,
}

/// Something that happened and is no message: a reaction, an edit, a change of number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
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
    #[serde(default)]
    pub person: Person,
    #[serde(default)]
    pub events: Vec<Event>,
    /// State of every message the desk or the assistant sent by WhatsApp, ascending by `seq`.
    #[serde(default)]
    pub deliveries: Vec<Delivery>,
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
    /// Anything may have changed: fetch the queue and the open conversation.
    Everything,
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
