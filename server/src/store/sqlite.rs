use sea_orm::{ConnectOptions, Database, DatabaseConnection};

use super::open::explain;
use crate::limits;

/// Readers, and the one connection that writes.
pub(super) async fn connect(
    path: &str,
    max_pages: u32,
) -> Result<(DatabaseConnection, DatabaseConnection), String> {
    let file = path.split('?').next().unwrap_or(path);
    if let Some(folder) = std::path::Path::new(file).parent() {
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("database.url: cannot make the folder {}: {error}", folder.display()))?;
    }
    // The writer first: it makes the file and switches it to WAL, which readers cannot.
    let writer = Database::connect(options(file, 1, max_pages)).await.map_err(explain)?;
    let reader = Database::connect(options(file, limits::READERS, max_pages)).await.map_err(explain)?;
    Ok((reader, writer))
}

fn options(file: &str, connections: u32, max_pages: u32) -> ConnectOptions {
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
