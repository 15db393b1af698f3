//! PostgreSQL: `pg_dump` in its own format while the service runs, `pg_restore` in one transaction.

use std::{path::Path, process::Command, str::FromStr};

use sea_orm::sqlx::{
    self, Connection, Executor,
    postgres::{PgConnectOptions, PgConnection},
};

use super::{
    partial::Partial,
    tools::{Address, program, run, to_file},
};
use crate::store;

pub(super) async fn backup(url: &str, file: &Path) -> Result<u64, String> {
    let copy = Partial::beside(file)?;
    let mut dump = program("pg_dump")?;
    dump.args(["--format=custom", "--no-owner", "--no-privileges", "--exclude-schema=puente_replaced"]);
    to_file(&mut dump, copy.path());
    on_database(&mut dump, url);
    run("pg_dump", dump).await?;
    check(copy.path()).await?;
    copy.publish()
}

pub(super) async fn restore(url: &str, file: &Path, force: bool) -> Result<(), String> {
    check(file).await?;
    let mut database = connect(url).await?;
    refuse_in_use(&mut database).await?;
    undo_interrupted(&mut database).await?;
    let is_empty = is_empty(&mut database).await?;
    if !is_empty && !force {
        return Err("database.url: the database is not empty; --force replaces everything in it".into());
    }
    if !is_empty {
        perform(&mut database, SET_ASIDE).await?;
    }
    let restored = restore_into(url, file).await;
    if !is_empty {
        perform(&mut database, if restored.is_ok() { FORGET } else { PUT_BACK }).await?;
    }
    restored
}

/// A restore that was killed left the former tables aside. While nothing is in their place they are the
/// database, and a service that started would find it empty.
async fn undo_interrupted(database: &mut PgConnection) -> Result<(), String> {
    let is_aside = "SELECT to_regnamespace('puente_replaced') IS NOT NULL";
    let is_aside: bool = sqlx::query_scalar(is_aside).fetch_one(&mut *database).await.map_err(explain)?;
    if !is_aside {
        return Ok(());
    }
    if is_empty(database).await? {
        return perform(database, PUT_BACK).await;
    }
    Err("database.url: the schema puente_replaced holds the tables from before a restore that was interrupted, and others have taken their place; save what is needed of it, then DROP SCHEMA puente_replaced CASCADE and restore again".into())
}

/// Tables of another version would stand in the way of `pg_restore --clean`: all of them go aside, and come
/// back when the restore fails.
const SET_ASIDE: &str = "DO $$ DECLARE t record; BEGIN
    CREATE SCHEMA puente_replaced;
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER TABLE public.%I SET SCHEMA puente_replaced', t.tablename);
    END LOOP;
END $$";

const PUT_BACK: &str = "DO $$ DECLARE t record; BEGIN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'puente_replaced' LOOP
        EXECUTE format('ALTER TABLE puente_replaced.%I SET SCHEMA public', t.tablename);
    END LOOP;
    DROP SCHEMA puente_replaced;
END $$";

const FORGET: &str = "DROP SCHEMA puente_replaced CASCADE";

async fn restore_into(url: &str, file: &Path) -> Result<(), String> {
    let mut restore = program("pg_restore")?;
    restore.args(["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]);
    on_database(&mut restore, url);
    restore.arg(file);
    run("pg_restore", restore).await.map(|_| ())
}

fn on_database(command: &mut Command, url: &str) {
    let address = Address::of(url);
    command.arg("--no-password").arg(format!("--dbname={}", address.uri));
    if let Some(password) = address.password {
        command.env("PGPASSWORD", password);
    }
}

/// Reads the whole archive, and refuses one that is damaged, not Puente's, or of a newer version.
async fn check(file: &Path) -> Result<(), String> {
    let name = file.display();
    let damaged = |why: String| format!("{name} is damaged or no backup of PostgreSQL: {why}");
    let mut all = program("pg_restore")?;
    to_file(&mut all, Path::new("/dev/null"));
    all.arg(file);
    run("pg_restore", all).await.map_err(damaged)?;
    let mut history = program("pg_restore")?;
    history.args(["--data-only", "--table=seaql_migrations", "--file=-"]).arg(file);
    let versions = versions(&run("pg_restore", history).await.map_err(damaged)?);
    if versions.is_empty() {
        return Err(format!("{name} is not a backup of Puente"));
    }
    store::refuse_unknown(&versions).map_err(|why| format!("{name}: {why}"))
}

/// The first column of what follows `COPY ... FROM stdin;`, up to `\.`.
fn versions(script: &str) -> Vec<String> {
    let rows = script.lines().skip_while(|line| !line.starts_with("COPY ")).skip(1);
    let rows = rows.take_while(|line| *line != "\\.");
    rows.filter_map(|row| row.split('\t').next()).map(str::to_owned).collect()
}

async fn connect(url: &str) -> Result<PgConnection, String> {
    let options = PgConnectOptions::from_str(url).map_err(explain)?;
    PgConnection::connect_with(&options.application_name("puente-restore")).await.map_err(explain)
}

/// A service names its connections `puente`; a restore and its program may still be at work though whoever
/// started them was cut off.
async fn refuse_in_use(database: &mut PgConnection) -> Result<(), String> {
    let services = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND application_name IN ('puente', 'puente-restore', 'pg_restore')";
    let connections: i64 = sqlx::query_scalar(services).fetch_one(database).await.map_err(explain)?;
    if connections > 0 {
        return Err("database.url: a service is using the database, or another restore; stop every server and worker first, and start them after the restore".into());
    }
    Ok(())
}

async fn is_empty(database: &mut PgConnection) -> Result<bool, String> {
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    let tables: i64 = sqlx::query_scalar(tables).fetch_one(database).await.map_err(explain)?;
    Ok(tables == 0)
}

async fn perform(database: &mut PgConnection, statement: &'static str) -> Result<(), String> {
    database.execute(statement).await.map(|_| ()).map_err(explain)
}

fn explain(error: sqlx::Error) -> String {
    format!("database.url: {error}")
}

#[cfg(test)]
mod tests {
    use super::versions;

    #[test]
    fn the_history_is_read_from_the_archives_script() {
        let script = "SET x = 0;\n\nCOPY public.seaql_migrations (version, applied_at) FROM stdin;\nm0001_a\t17\nm0002_b\t18\n\\.\n\nSET y = 1;\n";
        assert_eq!(versions(script), ["m0001_a", "m0002_b"]);
        assert!(versions("SET x = 0;\n").is_empty());
    }
}
