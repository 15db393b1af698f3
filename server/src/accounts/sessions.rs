//! Sessions for tower-sessions, keyed by SHA-256 of the id, on the service's own clock: idle and absolute
//! life are kept here, since tower-sessions 0.15 knows neither an absolute expiry nor our clock.

use std::fmt;

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use tower_sessions::{
    SessionStore,
    cookie::time::{Duration, OffsetDateTime},
    session::{Id, Record},
    session_store,
};

use crate::{
    clock::Clock,
    error::Error,
    ids, limits,
    store::{Store, entities::session},
};

/// The session value that names the person; also copied into its own column, to close all of theirs.
pub const STAFF_KEY: &str = "staff";

#[derive(Clone)]
pub struct Sessions {
    store: Store,
    clock: Clock,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

impl Sessions {
    pub fn new(store: Store, clock: Clock) -> Self {
        Self { store, clock }
    }

    /// What every saving of a session writes; `dies_at` is not among it: no use prolongs the absolute life.
    fn slid(&self, record: &Record) -> session_store::Result<session::ActiveModel> {
        let data = serde_json::to_string(&record.data);
        Ok(session::ActiveModel {
            data: Set(data.map_err(|e| session_store::Error::Encode(e.to_string()))?),
            expires_at: Set(self.clock.now() + limits::STAFF_IDLE_MINUTES * 60_000),
            ..Default::default()
        })
    }

    async fn slide(&self, id: Id, staff: String, row: session::ActiveModel) -> Result<(), Error> {
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    session::Entity::update_many()
                        .set(row)
                        .filter(session::Column::IdHash.eq(hash(id)))
                        .filter(session::Column::StaffId.eq(staff))
                        .exec(tx)
                        .await?;
                    Ok(())
                })
            })
            .await
    }
}

fn staff_of(record: &Record) -> Option<String> {
    record.data.get(STAFF_KEY).and_then(|value| value.as_str()).map(str::to_owned)
}

fn hash(id: Id) -> String {
    ids::sha256_hex(&id.to_string())
}

fn backend(error: Error) -> session_store::Error {
    session_store::Error::Backend(format!("{error:?}"))
}

#[async_trait::async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        // Ids are 128 random bits: a collision is not expected, and would only refuse the newer session.
        let row = session::ActiveModel {
            id_hash: Set(hash(record.id)),
            staff_id: Set(staff_of(record)),
            member_id: Set(None),
            created_at: Set(self.clock.now()),
            seen_at: Set(self.clock.now()),
            device: Set(String::new()),
            dies_at: Set(self.clock.now() + limits::STAFF_LIFE_HOURS * 3_600_000),
            ..self.slid(record)?
        };
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    row.insert(tx).await?;
                    Ok(())
                })
            })
            .await
            .map_err(backend)
    }

    /// Prolongs a session that is still there: one that was ended while a request was under way must not come
    /// back with that request's answer. Failing to prolong takes nothing from the answer.
    async fn save(&self, record: &Record) -> session_store::Result<()> {
        let Some(staff) = staff_of(record) else { return Ok(()) };
        if let Err(error) = self.slide(record.id, staff, self.slid(record)?).await {
            error.log();
        }
        Ok(())
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let row = session::Entity::find_by_id(hash(*id)).one(self.store.reader()).await;
        let row = row.map_err(|error| session_store::Error::Backend(error.to_string()))?;
        let Some(row) = row.filter(|row| self.clock.now() < row.expires_at.min(row.dies_at)) else {
            return Ok(None);
        };
        let data =
            serde_json::from_str(&row.data).map_err(|e| session_store::Error::Decode(e.to_string()))?;
        // tower-sessions must not judge by the machine's clock: this date is never reached.
        let expiry_date = OffsetDateTime::UNIX_EPOCH + Duration::days(365 * 500);
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    /// The old id stays readable, without rights, for a moment: a second tab's request that is under way
    /// while the id changes must not have its new cookie cleared.
    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        let row = session::ActiveModel {
            id_hash: Set(hash(*id)),
            staff_id: Set(None),
            data: Set("{}".to_owned()),
            expires_at: Set(self.clock.now() + limits::OLD_SESSION_SECONDS * 1000),
            ..Default::default()
        };
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let known = session::Entity::find_by_id(row.id_hash.clone().take().unwrap_or_default());
                    if known.one(tx).await?.is_some() {
                        session::Entity::update(row).exec(tx).await?;
                    }
                    Ok(())
                })
            })
            .await
            .map_err(backend)
    }
}
