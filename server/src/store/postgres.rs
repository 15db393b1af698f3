//! PostgreSQL: one pool. What bounds a statement is said once, as the connection begins.

use std::{str::FromStr, time::Duration};

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqlxPostgresConnector,
    Statement, TransactionTrait,
    sqlx::{ConnectOptions, Connection, postgres::PgPoolOptions},
};
use sea_orm_migration::MigratorTrait;

pub(super) use sea_orm::sqlx::postgres::PgConnectOptions;

use super::{migrations::Migrator, open::explain};
use crate::limits;

/// "puente" in ASCII: the advisory lock under which one server migrates while the others wait.
const MIGRATING: i64 = 0x7075_656e_7465;

/// The pool, and how to open further connections like its own.
pub(super) async fn connect(
    url: &str,
    connections: u32,
) -> Result<(DatabaseConnection, PgConnectOptions), String> {
    let options = options(url)?;
    let pool = PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(limits::POOL_PATIENCE)
        // A connection in use is known to live; one that has rested is asked first.
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for >= limits::POOL_REST {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_with(options.clone())
        .await
        .map_err(explain)?;
    let pool = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
    check_durability(&pool).await?;
    refuse_interrupted(&pool).await?;
    Ok((pool, options))
}

fn options(url: &str) -> Result<PgConnectOptions, String> {
    let milliseconds = |time: Duration| time.as_millis().to_string();
    let options = PgConnectOptions::from_str(url).map_err(explain)?;
    Ok(options
        .application_name("puente")
        .options([
            ("statement_timeout", milliseconds(limits::STATEMENT_TIMEOUT)),
            ("lock_timeout", milliseconds(limits::LOCK_TIMEOUT)),
            ("idle_in_transaction_session_timeout", milliseconds(limits::IDLE_TRANSACTION)),
        ])
        .disable_statement_logging())
}

/// A database that forgets after a power cut would make a lie of every acknowledgement.
async fn check_durability(db: &DatabaseConnection) -> Result<(), String> {
    for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
        let value = show(db, setting).await.map_err(explain)?;
        if value == "off" {
            return Err(format!(
                "database.url: PostgreSQL runs with {setting} = off and would lose acknowledged messages; switch it on"
            ));
        }
    }
    Ok(())
}

/// While a restore is at work, and after one that was killed, the tables are set aside: migrating would make
/// empty ones in their place.
async fn refuse_interrupted(db: &DatabaseConnection) -> Result<(), String> {
    let aside = "SELECT to_regnamespace('puente_replaced') IS NOT NULL";
    let row = db.query_one_raw(Statement::from_string(DbBackend::Postgres, aside)).await.map_err(explain)?;
    if row.is_some_and(|row| row.try_get_by_index(0).unwrap_or(true)) {
        return Err("database.url: a restore was interrupted (the schema puente_replaced is there); run server restore again".into());
    }
    Ok(())
}

async fn show(db: &impl ConnectionTrait, setting: &str) -> Result<String, DbErr> {
    let query = Statement::from_string(DbBackend::Postgres, format!("SHOW {setting}"));
    let row = db.query_one_raw(query).await?;
    row.map_or_else(|| Ok(String::new()), |row| row.try_get_by_index(0))
}

/// All that is missing in one transaction, under a lock: of two servers that start together one migrates,
/// and the other finds it done.
pub(super) async fn migrate(db: &DatabaseConnection) -> Result<(), DbErr> {
    let transaction = db.begin().await?;
    take_turn(&transaction).await?;
    Migrator::up(&transaction, None).await?;
    transaction.commit().await
}

/// Every table goes and comes back without its rows.
pub(super) async fn empty(db: &DatabaseConnection) -> Result<(), DbErr> {
    let transaction = db.begin().await?;
    take_turn(&transaction).await?;
    Migrator::fresh(&transaction).await?;
    transaction.commit().await
}

async fn take_turn(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    // A migration, and waiting for one, may take longer than a request's statement.
    transaction.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
    transaction.execute_unprepared("SET LOCAL lock_timeout = 0").await?;
    transaction.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATING})")).await?;
    Ok(())
}
