//! A person who writes by WhatsApp: the business-scoped user id (BSUID) first, the number second;
//! either may be missing.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// "MX." and letters and digits; the same for all lines; never a number.
    #[sea_orm(unique)]
    pub bsuid: Option<String>,
    /// Canonical number, digits only: 521XXXXXXXXXX is 52XXXXXXXXXX.
    #[sea_orm(unique)]
    pub phone: Option<String>,
    /// The form of the number last seen; answers go to it.
    pub wa_id: Option<String>,
    /// Name of the WhatsApp profile: chosen by its owner, proves nothing.
    pub name: Option<String>,
    pub created_at: i64,
    pub seen_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
