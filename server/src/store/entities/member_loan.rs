//! A member's loan as the padrón has it; the payments are computed from these terms.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "member_loan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub folio: String,
    pub member_id: String,
    /// Product key of the configuration.
    pub product: String,
    /// What the person reads.
    pub name: String,
    /// Centavos.
    pub amount: i64,
    /// Millionths of a percent.
    pub annual_rate: i64,
    /// Millionths of a percent.
    pub iva: i64,
    /// Quincenas.
    pub term: i64,
    /// ISO date.
    pub disbursed_on: String,
    /// Quincenas paid so far.
    pub paid: i64,
    pub updated_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
