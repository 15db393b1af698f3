use sea_orm::{ConnectOptions, Database, DatabaseConnection};

use crate::limits;

/// A pool for reading and the connection (SQLite) or pool (PostgreSQL) for writing.
pub(super) async fn connect(
    url: &str,
    max_pages: u32,
) -> Result<(DatabaseConnection, DatabaseConnection), String> {
    if let Some(path) = url.strip_prefix("sqlite://") {
        return sqlite(path, max_pages).await;
    }
    let pool = Database::connect(ConnectOptions::new(url)).await.map_err(explain)?;
    Ok((pool.clone(), pool))
}

async fn sqlite(path: &str, max_pages: u32) -> Result<(DatabaseConnection, DatabaseConnection), String> {
    let file = path.split('?').next().unwrap_or(path);
    if let Some(folder) = std::path::Path::new(file).parent() {
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("database.url: cannot make the folder {}: {error}", folder.display()))?;
    }
    // The writer first: it makes the file and switches it to WAL, which readers cannot.
    let writer = Database::connect(sqlite_options(file, 1, max_pages)).await.map_err(explain)?;
    let reader =
        Database::connect(sqlite_options(file, limits::READERS, max_pages)).await.map_err(explain)?;
    Ok((reader, writer))
}

fn sqlite_options(file: &str, connections: u32, max_pages: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(format!("sqlite://{file}?mode=rwc"));
    options.max_connections(connections).min_connections(1).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite
            .pragma("journal_mode", "WAL")
            // An acknowledged message is on the disk, not in the operating system's memory.
            .pragma("synchronous", "FULL")
            .pragma("foreign_keys", "ON")
            .busy_timeout(limits::BUSY_TIMEOUT);
        if max_pages == 0 { sqlite } else { sqlite.pragma("max_page_count", max_pages.to_string()) }
    });
    options
}

fn explain(error: sea_orm::DbErr) -> String {
    format!("database.url: cannot open the database: {error}")
}
