//! SQLite copies itself (`VACUUM INTO`) from one read transaction: what is written meanwhile is not in the
//! copy, and nobody waits.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use sea_orm::sqlx::{
    self, Connection,
    sqlite::{SqliteConnectOptions, SqliteConnection},
};

use super::partial::{Partial, sync_folder};
use crate::store;

pub(super) async fn backup(database: &Path, file: &Path) -> Result<u64, String> {
    if !database.is_file() {
        return Err(format!("database.url: there is no database at {}", database.display()));
    }
    checked_copy(database, file).await?.publish()
}

pub(super) async fn restore(file: &Path, database: &Path, force: bool) -> Result<(), String> {
    let is_there = database.metadata().is_ok_and(|found| found.len() > 0);
    if is_there && !force {
        return Err(format!(
            "database.url: there is already a database at {}; --force replaces it",
            database.display()
        ));
    }
    if !is_there {
        refuse_orphans(database)?;
    }
    check(file).await?;
    if let Some(folder) = database.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("cannot make the folder {}: {error}", folder.display()))?;
    }
    let copy = checked_copy(file, database).await?;
    if is_there {
        retire(database).await?;
    }
    copy.publish().map(|_| ())
}

/// A log without its database would be played into the restored one and damage it; and it may hold the last
/// messages that were acknowledged, so it is not ours to remove.
fn refuse_orphans(database: &Path) -> Result<(), String> {
    for suffix in ["-wal", "-journal"] {
        let log = beside(database, suffix);
        if log.metadata().is_ok_and(|found| found.len() > 0) {
            return Err(format!(
                "database.url: {0} lies there without its database and may hold the last messages of it; move it to where {1} went, then restore again",
                log.display(),
                database.display()
            ));
        }
    }
    Ok(())
}

fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A copy beside `target`, found whole.
async fn checked_copy(source: &Path, target: &Path) -> Result<Partial, String> {
    let copy = Partial::beside(target)?;
    let failed = |error: sqlx::Error| format!("cannot copy {}: {error}", source.display());
    let mut connection = open(source).await.map_err(failed)?;
    let into = copy.path().to_string_lossy().into_owned();
    sqlx::query("VACUUM INTO ?").bind(into).execute(&mut connection).await.map_err(failed)?;
    connection.close().await.map_err(failed)?;
    check(copy.path()).await?;
    Ok(copy)
}

/// Refuses what is no database, is damaged, is not Puente's, or is of a version this binary does not know.
async fn check(file: &Path) -> Result<(), String> {
    let name = file.display();
    let damaged = |error: sqlx::Error| format!("{name} is damaged or no SQLite database: {error}");
    let mut connection = open(file).await.map_err(damaged)?;
    let found: String =
        sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut connection).await.map_err(damaged)?;
    if found != "ok" {
        // The first line only says in which database.
        return Err(format!("{name} is damaged: {}", found.lines().last().unwrap_or_default()));
    }
    let orphan =
        sqlx::query("PRAGMA foreign_key_check").fetch_optional(&mut connection).await.map_err(damaged)?;
    if orphan.is_some() {
        return Err(format!("{name} is damaged: a row belongs to one that is missing"));
    }
    let versions =
        sqlx::query_scalar("SELECT version FROM seaql_migrations").fetch_all(&mut connection).await;
    let versions: Vec<String> = versions.map_err(|_| format!("{name} is not a Puente database"))?;
    store::refuse_unknown(&versions).map_err(|why| format!("{name}: {why}"))?;
    connection.close().await.map_err(damaged)
}

async fn open(path: &Path) -> Result<SqliteConnection, sqlx::Error> {
    SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(path).read_only(true)).await
}

/// Makes sure that nobody uses the database that is to be replaced, and that nothing beside it would be
/// taken for the new one's.
async fn retire(database: &Path) -> Result<(), String> {
    if let Err(error) = leave_wal(database).await
        && is_busy(&error)
    {
        return Err(format!(
            "database.url: a service is using {}; stop it first, and start it after the restore",
            database.display()
        ));
    }
    // Any other failure is a damaged database, which is a reason to replace it.
    for suffix in ["-wal", "-shm", "-journal"] {
        let log = beside(database, suffix);
        match std::fs::remove_file(&log) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(format!("cannot remove {}: {error}", log.display()));
            }
            _ => {}
        }
    }
    // Before the new database has its name: a power cut must not bring a log back beside it.
    sync_folder(database)
        .map_err(|error| format!("cannot write the folder of {}: {error}", database.display()))
}

/// Only who is alone can leave WAL: every connection of a service keeps a lock on the file.
async fn leave_wal(database: &Path) -> Result<(), sqlx::Error> {
    let options = SqliteConnectOptions::new().filename(database).busy_timeout(Duration::from_secs(1));
    let mut connection = SqliteConnection::connect_with(&options).await?;
    sqlx::query("PRAGMA journal_mode = DELETE").execute(&mut connection).await?;
    sqlx::query("BEGIN EXCLUSIVE").execute(&mut connection).await?;
    sqlx::query("ROLLBACK").execute(&mut connection).await?;
    connection.close().await
}

/// `SQLITE_BUSY` or `SQLITE_LOCKED`, extended codes included.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    let code = code.and_then(|code| code.parse::<i64>().ok()).unwrap_or_default();
    matches!(code & 0xff, 5 | 6)
}
