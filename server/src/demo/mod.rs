//! The demo: a clock that keeps the desks open, and people and conversations worth looking at.

mod clock;
mod seed;

use jiff::tz::TimeZone;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

use crate::{
    assets::Assets,
    clock::Clock,
    config::Config,
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

/// Removes the demo's database.
///
/// # Errors
/// A sentence, when the database is not SQLite, is not the demo's, or cannot be removed.
pub async fn erase(url: &str) -> Result<(), String> {
    let Some(path) = url.strip_prefix("sqlite://") else {
        return Err("--fresh: only a SQLite demo database can be made anew".into());
    };
    if std::path::Path::new(path).exists() {
        refuse_real(&Store::open(url, 0).await?).await?;
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
    at: Option<&str>,
) -> Result<App, String> {
    let seeded = read(&store, MARK).await.map_err(|error| error.detail())?.is_some();
    if config.secrets.key.expose().is_empty() {
        config.secrets.key = Redacted::new(key(&store).await.map_err(|error| error.detail())?);
    }
    let start = clock::start(&store, &config, &zone, at).await?;
    if !seeded {
        refuse_real(&store).await?;
        config = seed::fill(config, &store, zone.clone(), start).await?;
        write(&store, MARK, "1").await.map_err(|error| error.detail())?;
    }
    let app = App::new(config, Clock::shifted_to(start, zone), store, assets)?;
    Ok(app.with_demo_accounts(seed::accounts()))
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
    store
        .write(move |tx| {
            Box::pin(async move {
                row.insert(tx).await?;
                Ok(())
            })
        })
        .await
}
