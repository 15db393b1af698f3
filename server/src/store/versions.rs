//! Which migrations a database has been through, as its history table says.

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use sea_orm_migration::MigratorTrait;

use super::migrations::Migrator;

/// Refuses a history with a migration that this binary does not have: it would read and write tables whose
/// rules it does not know.
///
/// # Errors
/// A sentence that says what to do.
pub fn refuse_unknown(applied: &[String]) -> Result<(), String> {
    let ours = Migrator::migrations();
    let unknown = applied.iter().find(|version| !ours.iter().any(|known| known.name() == version.as_str()));
    unknown.map_or(Ok(()), |version| {
        Err(format!(
            "the database is of a newer version of Puente (it has {version}): start that version again, or restore the backup made before the upgrade"
        ))
    })
}

/// The same of a database that is being opened.
pub(super) async fn refuse_newer(db: &DatabaseConnection) -> Result<(), String> {
    let history =
        Statement::from_string(db.get_database_backend(), "SELECT version FROM seaql_migrations".to_owned());
    // A new database has no history yet.
    let rows = db.query_all_raw(history).await.unwrap_or_default();
    let applied: Result<Vec<String>, _> = rows.iter().map(|row| row.try_get_by_index(0)).collect();
    let applied = applied.map_err(|error| format!("database.url: its history cannot be read: {error}"))?;
    refuse_unknown(&applied).map_err(|why| format!("database.url: {why}"))
}
