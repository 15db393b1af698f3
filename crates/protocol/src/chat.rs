//! A citizen's conversation.

use serde::{Deserialize, Serialize};

/// One of the institute's topics, as offered on the first screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Topic {
    /// Configuration key, such as `pp`.
    pub id: String,
    /// What a person reads, such as "Préstamos personales y créditos".
    pub name: String,
    /// Name of one of the interface's own icons.
    pub icon: String,
    /// `https://wa.me/...` of the topic's WhatsApp line, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whatsapp: Option<String>,
}

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Author {
    Citizen,
    /// A person at a desk.
    Staff,
    /// The machine; always signed "Asistente".
    Assistant,
}

/// One stored message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// 1, 2, 3 ... without gaps inside the conversation.
    pub seq: i64,
    pub author: Author,
    /// Name shown over the bubble: a first name or a desk; none for the citizen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub text: String,
    /// When it was stored, Unix milliseconds UTC.
    pub at: i64,
    /// The sender's own id (UUID); lets the sender's page match its pending bubble.
    pub client_id: String,
}

/// Where a conversation stands: `{"waiting":{"place":2}}`, `{"attended":{"by":"Ana"}}`, `"closed"`.
// Not internally tagged: that doubles every reader of what is inside, 7 kB of the widget's WASM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Standing {
    /// In the desk's queue; `place` counts from 1.
    Waiting { place: u32 },
    /// An operator holds it.
    Attended { by: String },
    /// Ended by the citizen or the desk; nothing more can be written to it.
    Closed,
}

/// A desk's opening, computed by the server (browsers' zone tables may be old).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Opening {
    pub open: bool,
    /// "Abierto hasta las 15:30" or "Abre el lunes 6 de abril a las 9:00".
    pub text: String,
}

/// A conversation as its citizen sees it, from a given sequence number on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conversation {
    /// Topic key.
    pub topic: String,
    /// The desk's name.
    pub desk: String,
    pub opening: Opening,
    pub standing: Standing,
    /// Highest stored sequence number.
    pub last_seq: i64,
    /// Messages with `seq` above the one asked for, ascending.
    pub messages: Vec<Message>,
    /// Code (80 bits, `XXXX-XXXX-XXXX-XXXX`) that opens this conversation on any device.
    pub resume_code: String,
}

/// Body of `POST /api/v1/chat/messages`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Send {
    /// Site key the page was opened with.
    pub site: String,
    /// UUID made by the sender; sending it again returns the stored message.
    pub client_id: String,
    /// Topic key; needed for the first message only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// 1 to 2,000 characters.
    pub text: String,
    /// Highest sequence number the sender has; the answer holds what came after it.
    #[serde(default)]
    pub after: i64,
}

/// Answer to [`Send`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sent {
    pub message: Message,
    pub conversation: Conversation,
    /// Takes the place of the token this was sent with, which ends within a minute: on the institution's own
    /// page it became known who writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// True when the browser sent back no cookie: after a reload only the resume code finds this conversation.
    pub cookieless: bool,
}

/// Body of `POST /api/v1/chat/resume`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Resume {
    pub site: String,
    /// As printed; case, blanks and dashes do not matter.
    pub code: String,
}

/// Answer to [`Resume`]: the token that now speaks for the conversation on this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Resumed {
    pub token: String,
    pub conversation: Conversation,
}

/// Frames a citizen's browser sends on `/api/v1/chat/live`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientFrame {
    /// First frame: the conversation's token (never in a URL) and the last sequence number held.
    Hello { token: String, after: i64 },
    /// Answer to a tick.
    Alive,
}

/// Frames the server sends on `/api/v1/chat/live`: `"tick"`, `{"update":{"conversation":{...}}}`, `"gone"`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerFrame {
    /// Every 12 s. The client calls the line dead after [`crate::limits::SOCKET_SILENCE_MS`].
    Tick,
    /// Rows the client lacks (maybe none) and where the conversation stands.
    Update { conversation: Conversation },
    /// The token no longer opens a conversation.
    Gone,
}

/// What the server puts into the chat page, for its first rendering and for the WASM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatPage {
    /// Site key, the last part of `/w/{site}`.
    pub site: String,
    /// Where the page's forms post: `/w/{site}` in a frame, `/chat` on the full page.
    pub base: String,
    /// True inside another site's frame (the panel), false on `/chat`.
    pub framed: bool,
    /// The host page's origins, to address and check `postMessage`; empty on `/chat`.
    pub origins: Vec<String>,
    /// The institution's name.
    pub institution: String,
    pub topics: Vec<Topic>,
    /// Topic chosen so far (the host's attribute, or the form's field).
    pub topic: Option<String>,
    /// Opening of each topic's desk, in the order of `topics`.
    pub openings: Vec<Opening>,
    /// The conversation's token, or a fresh one that names nothing until the first message.
    pub token: String,
    /// Fresh UUID for the form's next message.
    pub client_id: String,
    /// Text the person wrote and that was not sent.
    pub draft: String,
    pub conversation: Option<Conversation>,
    /// What went wrong with the last form, in words.
    pub notice: Option<String>,
    /// The browser sent no cookie back although one was set.
    pub cookieless: bool,
    /// Minutes to add to UTC for local times.
    pub utc_offset_minutes: i32,
    /// Present time by the server's clock, Unix milliseconds UTC.
    pub now: i64,
    /// "Reloj de demostración: ..." when the demo clock is shifted.
    pub demo_clock: Option<String>,
    /// First name of the signed-in derechohabiente, on `/chat` only; the widget never learns it.
    pub member: Option<String>,
}
