//! A person has another number or another BSUID: their row follows them.

use ::whatsapp::Identity;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{contacts, incoming::Changed, merge};
use crate::{
    clock::Millis,
    error::Error,
    store::entities::contact::{ActiveModel, Column, Entity, Model},
};

/// Answers with the person's row, if anybody is known by either identity, and the conversations that changed.
///
/// # Errors
/// `Storage`.
pub(super) async fn relink(
    db: &impl ConnectionTrait,
    previous: &Identity,
    new: &Identity,
    now: Millis,
) -> Result<(Option<String>, Vec<Changed>), Error> {
    // The notice may come after the first message from the new number.
    let person = match contacts::find(db, previous).await? {
        Some(person) => Some(person),
        None => contacts::find(db, new).await?,
    };
    let Some(person) = person else { return Ok((None, Vec::new())) };
    let (mut learned, mut changed) = (new.clone(), Vec::new());
    for (column, id) in [(Column::Bsuid, &new.bsuid), (Column::Phone, &new.phone)] {
        let Some(other) = contacts::find_by(db, column, id.as_ref()).await? else { continue };
        if other.id == person.id {
            continue;
        }
        if contacts::is_another(&other, new) {
            contacts::release_phone(db, &other).await?;
            continue;
        }
        changed.extend(merge::merge(db, &person.id, &other.id, now).await?);
        learned.bsuid = learned.bsuid.or(other.bsuid);
        if learned.phone.is_none() {
            (learned.phone, learned.wa_id) = (other.phone, other.wa_id);
        }
    }
    follow(db, &person, learned).await?;
    Ok((Some(person.id), changed))
}

async fn follow(db: &impl ConnectionTrait, person: &Model, new: Identity) -> Result<(), Error> {
    let moved = new.phone.is_some() && new.phone != person.phone;
    if !moved && new.bsuid.is_none() {
        return Ok(());
    }
    // A BSUID ends with its number: kept, it would make a stranger of the person's next message.
    let mut row = ActiveModel { bsuid: Set(new.bsuid), ..Default::default() };
    if moved {
        (row.phone, row.wa_id) = (Set(new.phone), Set(new.wa_id));
    }
    Entity::update_many().set(row).filter(Column::Id.eq(person.id.as_str())).exec(db).await?;
    Ok(())
}
