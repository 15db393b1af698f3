//! A message (or one part of a long one) that has to leave by WhatsApp; written in the message's own
//! transaction.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    /// UUID; travels as `biz_opaque_callback_data` and comes back in statuses.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub conversation_id: String,
    pub seq: i64,
    /// 0, 1 ... of a text that is longer than one WhatsApp message.
    pub part: i64,
    pub line: String,
    pub contact_id: String,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub state: State,
    pub attempts: i64,
    /// A worker has it until then; 0 when nobody has.
    pub lease_until: i64,
    /// Do not try before.
    pub not_before: i64,
    pub wamid: Option<String>,
    pub error_code: Option<i64>,
    /// Why it is not sent, in words for the desk.
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))")]
pub enum State {
    #[sea_orm(string_value = "queued")]
    Queued,
    #[sea_orm(string_value = "sending")]
    Sending,
    #[sea_orm(string_value = "accepted")]
    Accepted,
    #[sea_orm(string_value = "sent")]
    Sent,
    #[sea_orm(string_value = "delivered")]
    Delivered,
    #[sea_orm(string_value = "read")]
    Read,
    #[sea_orm(string_value = "unknown")]
    Unknown,
    #[sea_orm(string_value = "failed")]
    Failed,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
