//! The migration history. A migration that has landed is never edited: add the next one.

mod columns;
mod m0001_conversations_and_staff;
mod m0002_whatsapp_and_members;

use sea_orm_migration::prelude::*;

pub(super) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_conversations_and_staff::Migration),
            Box::new(m0002_whatsapp_and_members::Migration),
        ]
    }
}
