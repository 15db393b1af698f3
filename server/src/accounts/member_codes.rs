//! A one-use code from the institute lets a derechohabiente set a password. A refused password does not use it
//! up; a stored one ends every session of the person, and what wrong ones have cost.

use protocol::curp::Curp;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{member_sessions, members, policy, throttle};
use crate::{
    clock::Millis,
    error::Error,
    ids, limits,
    state::App,
    store::entities::{member, member_code},
};

/// # Errors
/// A sentence for the command line; it does not repeat the CURP.
pub async fn invite(app: &App, curp: &Curp) -> Result<String, String> {
    let person = members::by_curp(app.store.reader(), curp).await.map_err(|error| error.detail())?;
    let person = person.ok_or("esa CURP no está en el padrón; importe primero su renglón")?;
    let token = ids::fresh_token().map_err(|error| error.to_string())?;
    let code = ids::resume_code(&token, &person.id);
    let row = member_code::ActiveModel {
        code_hash: Set(ids::sha256_hex(&code)),
        member_id: Set(person.id),
        expires_at: Set(app.clock.now() + limits::MEMBER_CODE_MINUTES * 60_000),
        used_at: Set(None),
    };
    let stored = app
        .store
        .write(move |tx| {
            Box::pin(async move {
                row.insert(tx).await?;
                Ok(())
            })
        })
        .await;
    stored.map(|()| code).map_err(|error| error.detail())
}

/// Spends a code.
///
/// # Errors
/// `InviteSpent` for a code that is wrong, used or old; what is wrong with the password.
pub async fn set_member_password(app: &App, code: &str, password: &str) -> Result<(), Error> {
    let code = ids::normalize_code(code).ok_or(Error::InviteSpent)?;
    let (code_hash, now) = (ids::sha256_hex(&code), app.clock.now());
    let person = owner(app, &code_hash, now).await?.ok_or(Error::InviteSpent)?;
    policy::check(password, &known_of(&person))?;
    let hash = app.hasher.hash(password).await?;
    let ended =
        app.store.write(move |tx| Box::pin(async move { spend(tx, &code_hash, hash, now).await })).await?;
    member_sessions::poke(app, &ended).await
}

async fn owner(app: &App, code_hash: &str, now: Millis) -> Result<Option<member::Model>, Error> {
    let db = app.store.reader();
    let row = member_code::Entity::find_by_id(code_hash).one(db).await?;
    let Some(row) = row.filter(|row| row.used_at.is_none() && now < row.expires_at) else { return Ok(None) };
    Ok(member::Entity::find_by_id(row.member_id).one(db).await?)
}

/// What others know of a person, as it would stand in a password.
fn known_of(person: &member::Model) -> Vec<String> {
    let mut known: Vec<String> = vec![person.curp.clone(), person.curp.chars().take(10).collect()];
    if let Ok(curp) = person.curp.parse::<Curp>() {
        let (year, month, day) = curp.birth_date();
        let short = year % 100;
        known.extend([
            format!("{year}{month:02}{day:02}"),
            format!("{day:02}{month:02}{year}"),
            format!("{day}{month}{year}"),
            format!("{day:02}{month:02}{short:02}"),
            format!("{short:02}{month:02}{day:02}"),
            year.to_string(),
        ]);
    }
    known.extend(person.affiliation.clone());
    known.extend(person.name.split_whitespace().map(str::to_owned));
    known
}

/// Ids of the conversations whose tokens ended.
async fn spend(
    db: &impl ConnectionTrait,
    code_hash: &str,
    hash: String,
    now: Millis,
) -> Result<Vec<String>, Error> {
    let spent = member_code::ActiveModel { used_at: Set(Some(now)), ..Default::default() };
    let rows = member_code::Entity::update_many()
        .set(spent.clone())
        .filter(member_code::Column::CodeHash.eq(code_hash))
        .filter(member_code::Column::UsedAt.is_null())
        .filter(member_code::Column::ExpiresAt.gt(now))
        .exec_with_returning(db)
        .await?;
    let member = rows.into_iter().next().ok_or(Error::InviteSpent)?.member_id;
    let row =
        member::ActiveModel { id: Set(member.clone()), password_hash: Set(Some(hash)), ..Default::default() };
    if let Ok(curp) = row.update(db).await?.curp.parse::<Curp>() {
        throttle::forgive_in(db, throttle::member(&curp)).await?;
    }
    let codes =
        member_code::Entity::update_many().set(spent).filter(member_code::Column::MemberId.eq(&member));
    codes.filter(member_code::Column::UsedAt.is_null()).exec(db).await?;
    member_sessions::end_in(db, &member, member_sessions::Which::All, now).await
}
