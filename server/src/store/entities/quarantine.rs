//! An inbound item that could not become a message, a status or an event. Nothing is dropped silently.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quarantine")]
pub struct Model {
    /// SHA-256 of what identifies the item: a repeat adds nothing.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub webhook_hash: String,
    pub line: Option<String>,
    pub wamid: Option<String>,
    /// A word for machines, such as `unknown_line`.
    pub reason: String,
    #[sea_orm(column_type = "Text")]
    pub detail: String,
    /// The item as JSON, when it could be read so far.
    #[sea_orm(column_type = "Text")]
    pub item: String,
    pub at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
