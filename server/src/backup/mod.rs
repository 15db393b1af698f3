//! A copy of everything, made while the service runs, and putting one back. SQLite copies itself;
//! PostgreSQL's own programs are called.

mod partial;
mod postgres;
mod settle;
mod sqlite;
mod tools;

use std::path::Path;

use sea_orm::{EntityTrait, PaginatorTrait};

use crate::{
    clock::Millis,
    config::Database,
    error::Error,
    store::{
        Store,
        entities::{conversation, message},
    },
};

/// What a database holds, for people to compare with what they expect.
#[derive(Debug, PartialEq, Eq)]
pub struct Contents {
    pub conversations: u64,
    pub messages: u64,
}

/// Writes a whole and checked copy of the database to `file`, which must not exist yet: readable by its
/// owner alone, and there under its name only once it is on the disk. Answers with its size in bytes.
///
/// # Errors
/// One sentence for the operator; no file is left then.
pub async fn backup(database: &Database, file: &Path) -> Result<u64, String> {
    if file.exists() {
        return Err(format!("{} is already there: a backup never overwrites", file.display()));
    }
    match sqlite_path(database.url.expose()) {
        Some(path) => sqlite::backup(path, file).await,
        None => postgres::backup(database.url.expose(), file).await,
    }
}

/// Makes the database what it was when `file` was written, and applies the migrations added since. WhatsApp
/// messages that were about to leave then may have left in the meantime: they become `unknown`, and their
/// desk decides. Access that was given then may have been taken since: as of `now` everybody is signed out,
/// and no code or ticket opens anything.
///
/// # Errors
/// One sentence for the operator: `file` is damaged, not Puente's or of a newer version; the database is
/// not empty and `force` is not set; a service is using it; parts of another database lie in its place.
pub async fn restore(database: &Database, file: &Path, force: bool, now: Millis) -> Result<Contents, String> {
    if !file.is_file() {
        return Err(format!("{} is not there, or is no file", file.display()));
    }
    match sqlite_path(database.url.expose()) {
        Some(path) => sqlite::restore(file, path, force).await?,
        None => postgres::restore(database.url.expose(), file, force).await?,
    }
    let store = Store::open(database).await?;
    let contents = async {
        settle::settle(&store, now).await?;
        contents(&store).await
    };
    contents.await.map_err(|error| error.detail())
}

/// The file of a `sqlite://` address.
fn sqlite_path(url: &str) -> Option<&Path> {
    let path = url.strip_prefix("sqlite://")?;
    Some(Path::new(path.split('?').next().unwrap_or(path)))
}

async fn contents(store: &Store) -> Result<Contents, Error> {
    let db = store.reader();
    Ok(Contents {
        conversations: conversation::Entity::find().count(db).await?,
        messages: message::Entity::find().count(db).await?,
    })
}
