//! Sign-in attempts, counted before the password is verified; survives a restart.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "throttle")]
pub struct Model {
    /// SHA-256 of "account:name": what people type as a user name may be a password.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_hash: String,
    pub failures: i64,
    pub day_start: i64,
    pub blocked_until: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
