//! The demo: a clock that keeps the desks open, and people and conversations worth looking at.

pub mod citizens;
mod clock;
mod members;
mod seed;
mod whatsapp;

use jiff::tz::TimeZone;
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};

use crate::{
    assets::Assets,
    clock::Clock,
    config::{self, Config},
    error::Error,
    ids,
    redacted::Redacted,
    state::App,
    store::{
        Store,
        entities::{conversation, setting, staff},
    },
};

const MARK: &str = "demo";
const KEY: &str = "demo_key";

/// What was said after `serve --demo`.
pub struct Wishes<'a> {
    /// Local time to begin at.
    pub at: Option<&'a str>,
    /// Another server has begun the demo on this database: take its clock and its people.
    pub join: bool,
}

/// Removes what an earlier demo left.
///
/// # Errors
/// A sentence, when the database is not the demo's or cannot be removed.
pub async fn erase(database: &config::Database) -> Result<(), String> {
    let Some(path) = database.url.expose().strip_prefix("sqlite://") else {
        let store = Store::open(database).await?;
        refuse_real(&store).await?;
        return store.empty().await;
    };
    if std::path::Path::new(path).exists() {
        refuse_real(&Store::open(database).await?).await?;
    }
    for suffix in ["", "-wal", "-shm"] {
        match std::fs::remove_file(format!("{path}{suffix}")) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(format!("--fresh: cannot remove {path}{suffix}: {error}"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The demo neither erases nor fills a database of real people, whatever the environment names.
async fn refuse_real(store: &Store) -> Result<(), String> {
    let marked = read(store, MARK).await.map_err(|error| error.detail())?.is_some();
    let someone = staff::Entity::find().one(store.reader()).await.map_err(|error| error.to_string())?;
    let something =
        conversation::Entity::find().one(store.reader()).await.map_err(|error| error.to_string())?;
    if !marked && (someone.is_some() || something.is_some()) {
        return Err("database.url: this database is not the demo's; start without --demo".into());
    }
    Ok(())
}

/// A service without --demo does not open a database of invented people.
pub async fn refuse(store: &Store) -> Result<(), String> {
    match read(store, MARK).await {
        Ok(None) => Ok(()),
        Ok(Some(_)) => {
            Err("database.url: this database holds demo data; use another, or start with --demo".into())
        }
        Err(error) => Err(error.detail()),
    }
}

pub async fn start(
    mut config: Config,
    store: Store,
    assets: Assets,
    zone: TimeZone,
    wishes: Wishes<'_>,
) -> Result<App, String> {
    let seeded = read(&store, MARK).await.map_err(|error| error.detail())?.is_some();
    if wishes.join && !seeded {
        return Err("--join: no server has begun a demo on this database; start one without --join".into());
    }
    if config.secrets.key.expose().is_empty() {
        config.secrets.key = Redacted::new(key(&store).await.map_err(|error| error.detail())?);
    }
    let clock = if wishes.join {
        clock::join(&store, zone).await?
    } else {
        let start = clock::start(&store, &config, &zone, wishes.at).await?;
        if !seeded {
            refuse_real(&store).await?;
            config = seed::fill(config, &store, zone.clone(), start).await?;
            write(&store, MARK, "1").await.map_err(|error| error.detail())?;
        }
        clock::keep(&store, Clock::shifted_to(start, zone)).await?
    };
    let app = App::new(config, clock, store, assets)?;
    Ok(app.with_demo_accounts(seed::accounts(), members::accounts()))
}

/// The time by which servers live on this database: the demo's own where they are a demo's.
///
/// # Errors
/// A sentence, when the database cannot be read.
pub async fn clock_of(store: &Store, zone: TimeZone) -> Result<Clock, String> {
    let marked = read(store, MARK).await.map_err(|error| error.detail())?.is_some();
    if marked { clock::join(store, zone).await } else { Ok(Clock::system(zone)) }
}

/// The demo makes its own secret key, kept with its data.
async fn key(store: &Store) -> Result<String, Error> {
    if let Some(key) = read(store, KEY).await? {
        return Ok(key);
    }
    let key = ids::fresh_token()?;
    write(store, KEY, &key).await?;
    Ok(key)
}

async fn read(store: &Store, name: &str) -> Result<Option<String>, Error> {
    Ok(setting::Entity::find_by_id(name).one(store.reader()).await?.map(|row| row.value))
}

async fn write(store: &Store, name: &str, value: &str) -> Result<(), Error> {
    let row = setting::ActiveModel { name: Set(name.to_owned()), value: Set(value.to_owned()) };
    let replace = OnConflict::column(setting::Column::Name).update_column(setting::Column::Value).to_owned();
    store
        .write(move |tx| {
            Box::pin(async move {
                setting::Entity::insert(row).on_conflict(replace).exec_without_returning(tx).await?;
                Ok(())
            })
        })
        .await
}
