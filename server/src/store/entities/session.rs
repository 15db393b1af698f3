//! A session of a staff person or a member, by the SHA-256 of its id.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id_hash: String,
    /// Whose it is, to close all of a person's sessions.
    pub staff_id: Option<String>,
    pub member_id: Option<String>,
    /// The session's values as JSON.
    #[sea_orm(column_type = "Text")]
    pub data: String,
    /// Slides with use.
    pub expires_at: i64,
    /// Does not slide.
    pub dies_at: i64,
    pub created_at: i64,
    pub seen_at: i64,
    /// "Chrome en Android", for the list of one's own sessions.
    pub device: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
