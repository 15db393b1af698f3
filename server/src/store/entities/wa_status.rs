//! What Meta said about a message we sent: append-only, in any order, perhaps before we know its id.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wa_status")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub line: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub wamid: String,
    /// As Meta writes it: sent, delivered, read, played, failed.
    #[sea_orm(primary_key, auto_increment = false)]
    pub status: String,
    /// Meta's timestamp, in milliseconds.
    #[sea_orm(primary_key, auto_increment = false)]
    pub at: i64,
    /// Our own id, back in `biz_opaque_callback_data`.
    pub callback: Option<String>,
    pub error_code: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub error_detail: Option<String>,
    pub billable: Option<bool>,
    pub received_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
