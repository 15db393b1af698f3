//! The database: one set of queries and one migration history for SQLite and PostgreSQL.

pub mod entities;
mod migrations;
mod open;
mod writer;

use sea_orm::DatabaseConnection;
use sea_orm_migration::MigratorTrait;

pub use writer::UnitFuture;

use crate::error::Error;

/// Readers and the way to write. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    reader: DatabaseConnection,
    writer: writer::Writer,
}

impl Store {
    /// Connects, and applies the migrations that are missing.
    ///
    /// # Errors
    /// One sentence for the operator.
    pub async fn open(url: &str, max_pages: u32) -> Result<Self, String> {
        let (reader, writer) = open::connect(url, max_pages).await?;
        migrations::Migrator::up(&writer, None)
            .await
            .map_err(|error| format!("database.url: migrating failed: {error}"))?;
        Ok(Self { reader, writer: writer::Writer::start(writer) })
    }

    /// Connection for reading outside a transaction.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Runs one unit of work; when this returns `Ok`, its rows are durable.
    ///
    /// # Errors
    /// The unit's own error, after which nothing of it is stored, or `Error::Storage`.
    pub async fn write<T, F>(&self, unit: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t sea_orm::DatabaseTransaction) -> UnitFuture<'t, T> + Send + 'static,
    {
        self.writer.run(unit).await
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// `Error::Storage` when it does not.
    pub async fn ping(&self) -> Result<(), Error> {
        Ok(self.reader.ping().await?)
    }
}
