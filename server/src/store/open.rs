//! Which engine `database.url` names.

use sea_orm::DatabaseConnection;

use super::{postgres, sqlite};
use crate::config;

/// A pool for reading, and the connection (SQLite) or pool (PostgreSQL) for writing.
pub(super) struct Connections {
    pub reader: DatabaseConnection,
    pub writer: DatabaseConnection,
    /// How to reach PostgreSQL's notifications; none on SQLite, where one process is everybody.
    pub notifications: Option<postgres::PgConnectOptions>,
}

pub(super) async fn connect(database: &config::Database) -> Result<Connections, String> {
    let url = database.url.expose();
    if let Some(path) = url.strip_prefix("sqlite://") {
        let (reader, writer) = sqlite::connect(path, database.max_pages).await?;
        return Ok(Connections { reader, writer, notifications: None });
    }
    let (pool, options) = postgres::connect(url, database.connections).await?;
    Ok(Connections { reader: pool.clone(), writer: pool, notifications: Some(options) })
}

pub(super) fn explain(error: impl std::fmt::Display) -> String {
    format!("database.url: cannot open the database: {error}")
}
