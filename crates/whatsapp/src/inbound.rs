//! What one item of a webhook is. Each is read on its own: one that cannot be read is set aside with its
//! reason and takes nothing of its neighbours.

use crate::identity::Identity;

/// Unix milliseconds UTC.
pub type Millis = i64;

/// One item and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// As Meta writes it: `messages`, `calls`, `account_update` ...
    pub field: String,
    /// The line, of the change's own metadata; account notices have none.
    pub phone_number_id: Option<String>,
    /// The business account of the entry.
    pub account_id: Option<String>,
    /// The item itself as JSON, mended where it held no characters.
    pub json: String,
    pub content: Content,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Message(Message),
    Status(Status),
    Aside(Aside),
}

/// An inbound message, or something that happened to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Meta's id, opaque, at most [`ID_CHARS`] characters.
    pub wamid: String,
    pub from: Identity,
    /// When the person sent it; none when Meta did not say.
    pub at: Option<Millis>,
    pub kind: Kind,
}

/// Ids of Meta are about 60 characters; what is longer than our column is no id.
pub const ID_CHARS: usize = 255;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Text(String),
    /// Title of the button or row that was chosen.
    Choice(String),
    /// A WhatsApp form came back; its summary.
    Form(Option<String>),
    CallPermission {
        granted: bool,
    },
    Media(Media),
    Location(Location),
    Cards(Vec<Card>),
    Order {
        products: usize,
        text: Option<String>,
    },
    /// Something Meta does not hand over, or we do not know; its name when there is one.
    Unsupported(Option<String>),
    Event(Event),
}

/// A file that waits at Meta.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    pub kind: MediaKind,
    pub caption: Option<String>,
    /// As the sender called it; not to be trusted as a path or a type.
    pub filename: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    Image,
    Video,
    Audio,
    Voice,
    Document,
    Sticker,
}

/// Coordinates as they were written; 0 is a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Location {
    pub latitude: Option<String>,
    pub longitude: Option<String>,
    pub name: Option<String>,
    pub address: Option<String>,
}

/// A contact card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub name: Option<String>,
    pub phones: Vec<String>,
}

/// What is no turn of the conversation: nobody answers it and it opens no window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Without an emoji it was taken back.
    Reaction {
        target: Option<String>,
        emoji: Option<String>,
    },
    Edited {
        target: Option<String>,
        now: Option<String>,
    },
    Revoked {
        target: Option<String>,
    },
    /// The person has another number or another BSUID.
    Moved {
        previous: Identity,
        new: Identity,
    },
    IdentityChanged,
    /// A notice we have no words for; Meta's own.
    Other(Option<String>),
}

impl Event {
    /// Id of the message it is about.
    pub fn target(&self) -> Option<&str> {
        match self {
            Self::Reaction { target, .. } | Self::Edited { target, .. } | Self::Revoked { target } => {
                target.as_deref()
            }
            _ => None,
        }
    }
}

/// What became of a message of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    pub wamid: String,
    /// sent, delivered, read, played, failed; another word is kept.
    pub status: String,
    pub at: Option<Millis>,
    /// Our own id, back in `biz_opaque_callback_data`.
    pub callback: Option<String>,
    pub error: Option<MetaError>,
    pub billable: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetaError {
    pub code: i64,
    pub detail: String,
}

/// An item that becomes no message and no status, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    pub reason: Reason,
    /// For the person who looks at the quarantine.
    pub detail: String,
    pub wamid: Option<String>,
    /// Meta's error code, when it is one.
    pub code: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    NotUtf8,
    NotJson,
    /// Not a notification of a WhatsApp business account.
    OtherObject,
    Unreadable,
    Group,
    Echo,
    Call,
    ChannelError,
    AccountNotice,
    UnknownField,
}

impl Reason {
    /// The word under which it is stored and counted.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotUtf8 => "not_utf8",
            Self::NotJson => "not_json",
            Self::OtherObject => "other_object",
            Self::Unreadable => "unreadable",
            Self::Group => "group",
            Self::Echo => "echo",
            Self::Call => "call",
            Self::ChannelError => "channel_error",
            Self::AccountNotice => "account_notice",
            Self::UnknownField => "unknown_field",
        }
    }
}

impl Aside {
    pub(crate) fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Self { reason, detail: detail.into(), wamid: None, code: None }
    }
}
