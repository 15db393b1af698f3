//! A bearer token of a conversation, by its SHA-256.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conversation_token")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    pub conversation_id: String,
    pub created_at: i64,
    /// Slides with use.
    pub expires_at: i64,
    /// Does not slide.
    pub dies_at: i64,
    /// The signed-in session it was given to; it ends with it.
    pub session_hash: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
