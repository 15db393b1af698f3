//! One conversation of one citizen with one desk at a time.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conversation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub site: String,
    pub topic: String,
    pub desk: String,
    pub state: State,
    /// Staff id of the operator who holds it.
    pub holder: Option<String>,
    /// The hold's lease; past it the conversation is back in the queue.
    pub hold_until: Option<i64>,
    /// Since when it waits in its present queue; keeps its place when handed back.
    pub queued_at: i64,
    pub taken_at: Option<i64>,
    pub created_at: i64,
    pub closed_at: Option<i64>,
    /// Highest message sequence number; assigned in the writing transaction, without gaps.
    pub last_seq: i64,
    pub citizen_seq: i64,
    pub read_seq: i64,
    /// Passed on with a note by another desk or colleague.
    pub passed: bool,
    pub preview: String,
    /// SHA-256 of the resume code.
    #[sea_orm(unique)]
    pub resume_hash: String,
    pub channel: Channel,
    /// Key of the WhatsApp line that was written to; answers leave by it.
    pub line: Option<String>,
    /// Who writes by WhatsApp.
    pub contact_id: Option<String>,
    /// The signed-in derechohabiente.
    pub member_id: Option<String>,
    /// Until when WhatsApp lets us answer: 24 hours after the person's last message.
    pub window_until: Option<i64>,
    /// The next opening the assistant has told of: once per closure, not once per message.
    pub told_opening: Option<i64>,
}

/// How a conversation came; it stays on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))")]
pub enum Channel {
    #[sea_orm(string_value = "web")]
    Web,
    #[sea_orm(string_value = "whatsapp")]
    Whatsapp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))")]
pub enum State {
    #[sea_orm(string_value = "waiting")]
    Waiting,
    #[sea_orm(string_value = "held")]
    Held,
    #[sea_orm(string_value = "closed")]
    Closed,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
