//! Who writes: the BSUID first, the number second. A webhook that carries both makes one person of what were
//! two rows.

use ::whatsapp::Identity;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};

use super::{incoming::Changed, merge};
use crate::{
    clock::Millis,
    error::Error,
    ids,
    store::entities::contact::{ActiveModel, Column, Entity, Model},
};

/// A person, and the conversations that changed because two rows became one.
pub(super) struct Known {
    pub row: Model,
    pub changed: Vec<Changed>,
}

/// Finds or makes the person of an inbound message. Their row stays locked on PostgreSQL until the message is
/// stored, so that nobody merges it away meanwhile.
///
/// # Errors
/// `Busy` when another server changed the same people at the same moment; `Storage`.
pub(super) async fn resolve(
    db: &impl ConnectionTrait,
    identity: &Identity,
    now: Millis,
) -> Result<Known, Error> {
    // A second time when another server made the row between looking and making.
    for _ in 0..2 {
        let of_bsuid = find_by(db, Column::Bsuid, identity.bsuid.as_ref()).await?;
        let of_phone = find_by(db, Column::Phone, identity.phone.as_ref()).await?;
        let mut changed = Vec::new();
        let person = match (of_bsuid, of_phone) {
            (Some(person), Some(other)) if person.id != other.id => {
                changed = absorb(db, &person, &other, now).await?;
                Some(person)
            }
            (Some(person), _) => Some(person),
            (None, Some(other)) if is_another(&other, identity) => {
                release_phone(db, &other).await?;
                None
            }
            (None, person) => person,
        };
        let row = match person {
            Some(person) => Some(update(db, &person, identity, now).await?),
            None => insert(db, identity, now).await?,
        };
        if let Some(row) = row {
            return Ok(Known { row, changed });
        }
    }
    Err(Error::Busy)
}

/// The person of an identity, when there is one; nothing is made or changed.
pub(super) async fn find(db: &impl ConnectionTrait, identity: &Identity) -> Result<Option<Model>, Error> {
    match find_by(db, Column::Bsuid, identity.bsuid.as_ref()).await? {
        Some(person) => Ok(Some(person)),
        None => find_by(db, Column::Phone, identity.phone.as_ref()).await,
    }
}

pub(super) async fn find_by(
    db: &impl ConnectionTrait,
    column: Column,
    id: Option<&String>,
) -> Result<Option<Model>, Error> {
    let Some(id) = id else { return Ok(None) };
    Ok(Entity::find().filter(column.eq(id)).one(db).await?)
}

/// A BSUID changes only with the number: the same number under another BSUID is another person's by now.
pub(super) fn is_another(row: &Model, identity: &Identity) -> bool {
    matches!((&row.bsuid, &identity.bsuid), (Some(known), Some(said)) if known != said)
}

/// The row that has a person's number is theirs, made before their BSUID was known, unless it has a BSUID
/// of its own.
async fn absorb(
    db: &impl ConnectionTrait,
    person: &Model,
    other: &Model,
    now: Millis,
) -> Result<Vec<Changed>, Error> {
    if other.bsuid.is_some() {
        release_phone(db, other).await?;
        return Ok(Vec::new());
    }
    merge::merge(db, &person.id, &other.id, now).await
}

pub(super) async fn release_phone(db: &impl ConnectionTrait, row: &Model) -> Result<(), Error> {
    let without = ActiveModel { phone: Set(None), wa_id: Set(None), ..Default::default() };
    Entity::update_many().set(without).filter(Column::Id.eq(row.id.as_str())).exec(db).await?;
    Ok(())
}

async fn insert(db: &impl ConnectionTrait, identity: &Identity, now: Millis) -> Result<Option<Model>, Error> {
    let id = ids::row_id();
    let row = ActiveModel {
        id: Set(id.clone()),
        bsuid: Set(identity.bsuid.clone()),
        phone: Set(identity.phone.clone()),
        wa_id: Set(identity.wa_id.clone()),
        name: Set(identity.name.clone()),
        created_at: Set(now),
        seen_at: Set(now),
    };
    Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// What is known already stays where the webhook says nothing.
async fn update(
    db: &impl ConnectionTrait,
    person: &Model,
    identity: &Identity,
    now: Millis,
) -> Result<Model, Error> {
    let said = |text: &Option<String>| text.clone().map_or(NotSet, |text| Set(Some(text)));
    let seen = ActiveModel {
        bsuid: said(&identity.bsuid),
        phone: said(&identity.phone),
        wa_id: said(&identity.wa_id),
        name: said(&identity.name),
        seen_at: Set(now),
        ..Default::default()
    };
    let rows = Entity::update_many()
        .set(seen)
        .filter(Column::Id.eq(person.id.as_str()))
        .exec_with_returning(db)
        .await?;
    rows.into_iter().next().ok_or(Error::Busy)
}
