//! The database: one set of queries and one migration history for SQLite and PostgreSQL.

pub mod entities;
mod migrations;
mod open;
mod passing;
mod postgres;
mod sqlite;
mod versions;
mod writer;

use sea_orm::{DatabaseConnection, DbBackend, sqlx::postgres::PgConnectOptions};
use sea_orm_migration::MigratorTrait;

pub use passing::passes;
pub use versions::refuse_unknown;
pub use writer::UnitFuture;

use crate::{config, error::Error};

/// Readers and the way to write. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    reader: DatabaseConnection,
    writer: writer::Writer,
    notifications: Option<PgConnectOptions>,
}

impl Store {
    /// Connects, and applies the migrations that are missing.
    ///
    /// # Errors
    /// One sentence for the operator; also when a newer version of Puente has migrated the database.
    pub async fn open(database: &config::Database) -> Result<Self, String> {
        let open::Connections { reader, writer, notifications } = open::connect(database).await?;
        versions::refuse_newer(&writer).await?;
        migrate(&writer).await.map_err(|error| format!("database.url: migrating failed: {error}"))?;
        Ok(Self { reader, writer: writer::Writer::start(writer), notifications })
    }

    /// How to reach PostgreSQL's notifications, by which several servers poke each other; none on SQLite,
    /// where one process is everybody.
    pub fn notifications(&self) -> Option<&PgConnectOptions> {
        self.notifications.as_ref()
    }

    /// Drops every table with what is in it, and makes them anew: for the demo's data alone.
    ///
    /// # Errors
    /// One sentence for the operator.
    pub async fn empty(&self) -> Result<(), String> {
        postgres::empty(&self.reader).await.map_err(|error| format!("database.url: emptying failed: {error}"))
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

async fn migrate(db: &DatabaseConnection) -> Result<(), sea_orm::DbErr> {
    match db.get_database_backend() {
        DbBackend::Postgres => postgres::migrate(db).await,
        _ => migrations::Migrator::up(db, None).await,
    }
}
