//! One message; never changed once stored.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub conversation_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// The sender's UUID, unique in its conversation: a retry stores nothing new.
    pub client_id: String,
    pub author: Author,
    /// Name shown over the bubble.
    pub name: Option<String>,
    pub staff_id: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub at: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))")]
pub enum Author {
    #[sea_orm(string_value = "citizen")]
    Citizen,
    #[sea_orm(string_value = "staff")]
    Staff,
    #[sea_orm(string_value = "assistant")]
    Assistant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
