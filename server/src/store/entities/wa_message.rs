//! Every message id of Meta we know, in and out: a repeated webhook finds it here. UNIQUE (line, wamid).

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wa_message")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub line: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub wamid: String,
    pub direction: Direction,
    pub conversation_id: Option<String>,
    /// The message it became; none for an event such as a reaction.
    pub seq: Option<i64>,
    /// The inbound item as JSON, for what is not shown yet (media ids).
    #[sea_orm(column_type = "Text", nullable)]
    pub item: Option<String>,
    /// Meta's timestamp, in milliseconds.
    pub at: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))")]
pub enum Direction {
    #[sea_orm(string_value = "in")]
    In,
    #[sea_orm(string_value = "out")]
    Out,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
