//! Sessions for tower-sessions, keyed by SHA-256 of the id, on the service's own clock: idle and absolute
//! life are kept here, since tower-sessions 0.15 knows neither an absolute expiry nor our clock.

use std::{collections::HashMap, fmt};

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::Expr,
};
use tower_sessions::{
    SessionStore,
    cookie::time::{Duration, OffsetDateTime},
    session::{Id, Record},
    session_store,
};

use super::Kind;
use crate::{
    clock::{Clock, Millis},
    error::Error,
    ids, limits,
    store::{Store, entities::session},
};

/// The session value with the device's name.
pub const DEVICE_KEY: &str = "device";
/// The session value that says when it was last used, Unix milliseconds; read from the row.
pub const SEEN_KEY: &str = "seen";

#[derive(Clone)]
pub struct Sessions {
    store: Store,
    clock: Clock,
    kind: Kind,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sessions({:?})", self.kind)
    }
}

impl Sessions {
    pub fn new(store: Store, clock: Clock, kind: Kind) -> Self {
        Self { store, clock, kind }
    }

    /// What every saving of a session writes; `dies_at` is not among it: no use prolongs the absolute life.
    fn slid(&self, record: &Record) -> session_store::Result<session::ActiveModel> {
        let data = serde_json::to_string(&record.data);
        Ok(session::ActiveModel {
            data: Set(data.map_err(|e| session_store::Error::Encode(e.to_string()))?),
            expires_at: Set(self.clock.now() + self.kind.idle()),
            seen_at: Set(self.clock.now()),
            ..Default::default()
        })
    }

    async fn slide(&self, id: Id, person: String, row: session::ActiveModel) -> Result<(), Error> {
        let theirs = self.kind.column().eq(person);
        self.store.write(move |tx| Box::pin(async move { update(tx, id, theirs, row).await })).await
    }

    /// Slides the life of a session that still is somebody's.
    ///
    /// # Errors
    /// `Storage`, `Busy`.
    pub async fn prolong(&self, id: Id) -> Result<(), Error> {
        let (now, theirs) = (self.clock.now(), self.kind.column().is_not_null());
        let row = session::ActiveModel {
            expires_at: Set(now + self.kind.idle()),
            seen_at: Set(now),
            ..Default::default()
        };
        self.store.write(move |tx| Box::pin(async move { update(tx, id, theirs, row).await })).await
    }

    fn person_of(&self, record: &Record) -> Option<String> {
        text_of(record, self.kind.key())
    }

    /// Somebody else's kind of session is no session here; one that was ended names nobody.
    fn is_readable(&self, row: &session::Model) -> bool {
        let ended = row.staff_id.is_none() && row.member_id.is_none();
        let alive = self.clock.now() < row.expires_at.min(row.dies_at);
        alive && (ended || self.kind.owner_of(row).is_some())
    }
}

async fn update(
    db: &impl ConnectionTrait,
    id: Id,
    theirs: Expr,
    row: session::ActiveModel,
) -> Result<(), Error> {
    let which = session::Column::IdHash.eq(hash(id));
    session::Entity::update_many().set(row).filter(which).filter(theirs).exec(db).await?;
    Ok(())
}

fn text_of(record: &Record, key: &str) -> Option<String> {
    record.data.get(key).and_then(|value| value.as_str()).map(str::to_owned)
}

/// What a session's row is kept under.
pub fn hash(id: Id) -> String {
    ids::sha256_hex(&id.to_string())
}

/// Takes the rights of these sessions. Their ids stay readable for a moment: a second tab's request that is
/// under way while the id changes must not have its new cookie cleared.
pub(super) async fn end(db: &impl ConnectionTrait, which: Condition, now: Millis) -> Result<(), Error> {
    let ended = session::ActiveModel {
        staff_id: Set(None),
        member_id: Set(None),
        data: Set("{}".to_owned()),
        expires_at: Set(now + limits::OLD_SESSION_SECONDS * 1000),
        ..Default::default()
    };
    session::Entity::update_many().set(ended).filter(which).exec(db).await?;
    Ok(())
}

fn backend(error: Error) -> session_store::Error {
    session_store::Error::Backend(format!("{error:?}"))
}

#[async_trait::async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        // Ids are 128 random bits: a collision is not expected, and would only refuse the newer session.
        let [staff_id, member_id] = self.kind.owner(self.person_of(record));
        let row = session::ActiveModel {
            id_hash: Set(hash(record.id)),
            staff_id,
            member_id,
            created_at: Set(self.clock.now()),
            device: Set(text_of(record, DEVICE_KEY).unwrap_or_default()),
            dies_at: Set(self.clock.now() + self.kind.life()),
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
        let Some(person) = self.person_of(record) else { return Ok(()) };
        if let Err(error) = self.slide(record.id, person, self.slid(record)?).await {
            error.log();
        }
        Ok(())
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let row = session::Entity::find_by_id(hash(*id)).one(self.store.reader()).await;
        let row = row.map_err(|error| session_store::Error::Backend(error.to_string()))?;
        let Some(row) = row.filter(|row| self.is_readable(row)) else { return Ok(None) };
        let mut data: HashMap<String, serde_json::Value> =
            serde_json::from_str(&row.data).map_err(|e| session_store::Error::Decode(e.to_string()))?;
        if self.kind.owner_of(&row).is_some() {
            data.insert(SEEN_KEY.to_owned(), row.seen_at.into());
        }
        // tower-sessions must not judge by the machine's clock: this date is never reached.
        let expiry_date = OffsetDateTime::UNIX_EPOCH + Duration::days(365 * 500);
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        let which = Condition::all().add(session::Column::IdHash.eq(hash(*id)));
        let now = self.clock.now();
        self.store.write(move |tx| Box::pin(async move { end(tx, which, now).await })).await.map_err(backend)
    }
}
