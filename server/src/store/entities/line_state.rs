//! What keeps a WhatsApp line from sending. No row: nothing does.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "line_state")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub line: String,
    /// Slowed down by Meta until then.
    pub held_until: i64,
    /// Stopped until somebody repairs the account; queued messages stay queued.
    pub stopped_at: Option<i64>,
    pub code: Option<i64>,
    /// In words for the desk.
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    /// When somebody last said that it is repaired: what Meta says of earlier messages stops it no more.
    pub resumed_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
