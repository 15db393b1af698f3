//! The people who attend the desks.

use protocol::staff::{Desk, Me};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
};

use super::{policy, sessions, throttle};
use crate::{
    clock::Millis,
    error::Error,
    ids, limits,
    state::App,
    store::entities::{session, staff, staff_code, staff_desk},
};

/// The signed-in person of a request.
#[derive(Debug, Clone)]
pub struct Operator {
    pub id: String,
    pub username: String,
    pub display_name: String,
    pub desks: Vec<String>,
    pub must_change_password: bool,
}

impl Operator {
    pub fn me(&self, app: &App) -> Me {
        let desk = |desk: &crate::config::Desk| Desk { id: desk.id.clone(), name: desk.name.clone() };
        Me {
            username: self.username.clone(),
            display_name: self.display_name.clone(),
            desks: app.routing.desks().iter().filter(|d| self.desks.contains(&d.id)).map(desk).collect(),
            must_change_password: self.must_change_password,
        }
    }
}

pub struct NewStaff {
    pub username: String,
    pub display_name: String,
    pub desks: Vec<String>,
    /// None: the person sets it with a one-use code.
    pub password: Option<String>,
    /// Somebody else chose the password: the person changes it at the first sign-in.
    pub must_change_password: bool,
}

/// # Errors
/// A sentence for the command line: a taken or empty user name, an unknown desk, a weak password.
pub async fn add(app: &App, new: NewStaff) -> Result<String, String> {
    let username = new.username.trim().to_lowercase();
    if username.is_empty() || username.len() > 64 || username.chars().any(char::is_whitespace) {
        return Err("the user name must be one word of at most 64 characters".into());
    }
    if let Some(unknown) = new.desks.iter().find(|desk| app.routing.desk(desk).is_none()) {
        return Err(format!("there is no desk \"{unknown}\" in the configuration"));
    }
    let hash = match &new.password {
        Some(password) => {
            policy::check(password, std::slice::from_ref(&username)).map_err(|error| error.detail())?;
            Some(app.hasher.hash(password).await.map_err(|error| error.detail())?)
        }
        None => None,
    };
    let row = staff::ActiveModel {
        id: Set(ids::row_id()),
        username: Set(username.clone()),
        display_name: Set(new.display_name),
        password_hash: Set(hash),
        must_change_password: Set(new.must_change_password),
        created_at: Set(app.clock.now()),
    };
    store(app, row, new.desks).await.map_err(|error| match error {
        Error::BadBody(text) => text,
        other => other.detail(),
    })
}

async fn store(app: &App, row: staff::ActiveModel, desks: Vec<String>) -> Result<String, Error> {
    app.store
        .write(move |tx| {
            Box::pin(async move {
                let username = row.username.clone().take().unwrap_or_default();
                if by_username(tx, &username).await?.is_some() {
                    return Err(Error::BadBody(format!("the user name \"{username}\" is taken")));
                }
                let person = row.insert(tx).await?;
                for desk in desks {
                    let row = staff_desk::ActiveModel { staff_id: Set(person.id.clone()), desk: Set(desk) };
                    row.insert(tx).await?;
                }
                Ok(person.id)
            })
        })
        .await
}

pub(super) async fn by_username(
    db: &impl ConnectionTrait,
    username: &str,
) -> Result<Option<staff::Model>, Error> {
    // PostgreSQL refuses to even look for U+0000.
    if username.contains('\0') {
        return Ok(None);
    }
    let wanted = staff::Column::Username.eq(username.trim().to_lowercase());
    Ok(staff::Entity::find().filter(wanted).one(db).await?)
}

/// # Errors
/// `SignInNeeded` when the person is no longer there, `Storage`.
pub async fn find_operator(app: &App, id: &str) -> Result<Operator, Error> {
    let db = app.store.reader();
    let person = staff::Entity::find_by_id(id).one(db).await?.ok_or(Error::SignInNeeded)?;
    let desks = staff_desk::Entity::find().filter(staff_desk::Column::StaffId.eq(id)).all(db).await?;
    Ok(Operator {
        id: person.id,
        username: person.username,
        display_name: person.display_name,
        desks: desks.into_iter().map(|row| row.desk).collect(),
        must_change_password: person.must_change_password,
    })
}

/// A one-use code with which the person sets a first (or forgotten) password.
///
/// # Errors
/// A sentence for the command line.
pub async fn issue_code(app: &App, username: &str) -> Result<String, String> {
    let person = by_username(app.store.reader(), username).await.map_err(|error| error.detail())?;
    let person = person.ok_or_else(|| format!("there is no user \"{username}\""))?;
    let token = ids::fresh_token().map_err(|error| error.to_string())?;
    let code = ids::resume_code(&token, &person.id);
    let row = staff_code::ActiveModel {
        code_hash: Set(ids::sha256_hex(&code)),
        staff_id: Set(person.id),
        expires_at: Set(app.clock.now() + limits::STAFF_CODE_MINUTES * 60_000),
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

/// Takes a person's access: password, codes, desks and sessions. Their name stays on what they wrote, and
/// what they held goes back to its queue when the lease ends.
///
/// # Errors
/// A sentence for the command line.
pub async fn remove(app: &App, username: &str) -> Result<(), String> {
    let person = by_username(app.store.reader(), username).await.map_err(|error| error.detail())?;
    let id = person.ok_or_else(|| format!("there is no user \"{username}\""))?.id;
    app.store
        .write(move |tx| Box::pin(async move { remove_in(tx, &id).await }))
        .await
        .map_err(|error| error.detail())
}

async fn remove_in(db: &impl ConnectionTrait, id: &str) -> Result<(), Error> {
    staff_desk::Entity::delete_many().filter(staff_desk::Column::StaffId.eq(id)).exec(db).await?;
    staff_code::Entity::delete_many().filter(staff_code::Column::StaffId.eq(id)).exec(db).await?;
    session::Entity::delete_many().filter(session::Column::StaffId.eq(id)).exec(db).await?;
    let row = staff::ActiveModel { id: Set(id.to_owned()), password_hash: Set(None), ..Default::default() };
    row.update(db).await?;
    Ok(())
}

/// Spends a one-use code.
///
/// # Errors
/// `CodeSpent` for a code that is wrong, used or old; what is wrong with the password.
pub async fn set_first_password(app: &App, code: &str, password: &str) -> Result<(), Error> {
    let code = ids::normalize_code(code).ok_or(Error::CodeSpent)?;
    policy::check(password, &[])?;
    let hash = app.hasher.hash(password).await?;
    let now = app.clock.now();
    let code_hash = ids::sha256_hex(&code);
    let staff =
        app.store.write(move |tx| Box::pin(async move { spend(tx, &code_hash, hash, now).await })).await?;
    app.live.signed_out(&staff);
    Ok(())
}

async fn spend(
    db: &impl ConnectionTrait,
    code_hash: &str,
    hash: String,
    now: Millis,
) -> Result<String, Error> {
    let spent = staff_code::ActiveModel { used_at: Set(Some(now)), ..Default::default() };
    let rows = staff_code::Entity::update_many()
        .set(spent)
        .filter(staff_code::Column::CodeHash.eq(code_hash))
        .filter(staff_code::Column::UsedAt.is_null())
        .filter(staff_code::Column::ExpiresAt.gt(now))
        .exec_with_returning(db)
        .await?;
    let staff = rows.into_iter().next().ok_or(Error::CodeSpent)?.staff_id;
    store_password(db, &staff, hash, now).await?;
    Ok(staff)
}

/// A new password ends every session and every unspent code of the person, and what wrong ones have cost; the
/// caller's own session is begun anew. Old ids stay readable, without rights, for a moment (see `Sessions::delete`).
async fn store_password(
    db: &impl ConnectionTrait,
    staff: &str,
    hash: String,
    now: Millis,
) -> Result<(), Error> {
    let row = staff::ActiveModel {
        id: Set(staff.to_owned()),
        password_hash: Set(Some(hash)),
        must_change_password: Set(false),
        ..Default::default()
    };
    let person = row.update(db).await?;
    throttle::forgive_in(db, throttle::staff(&person.username)).await?;
    sessions::end(db, Condition::all().add(session::Column::StaffId.eq(staff)), now).await?;
    let spent = staff_code::ActiveModel { used_at: Set(Some(now)), ..Default::default() };
    let codes = staff_code::Entity::update_many().set(spent).filter(staff_code::Column::StaffId.eq(staff));
    codes.filter(staff_code::Column::UsedAt.is_null()).exec(db).await?;
    Ok(())
}

/// # Errors
/// `WrongPassword`, `TooMany`, what is wrong with the new one, `Busy`, `Storage`.
pub async fn change_password(app: &App, operator: &Operator, current: &str, new: &str) -> Result<(), Error> {
    policy::check(new, std::slice::from_ref(&operator.username))?;
    // Who sits down at an open session must not guess without end either.
    let place = app.hasher.enter()?;
    throttle::count_attempt(app, throttle::staff(&operator.username)).await?;
    let person = staff::Entity::find_by_id(operator.id.as_str()).one(app.store.reader()).await?;
    let stored = person.and_then(|person| person.password_hash);
    if !app.hasher.verify_in(place, current, stored).await? {
        return Err(Error::WrongPassword);
    }
    throttle::forgive(app, throttle::staff(&operator.username)).await?;
    let hash = app.hasher.hash(new).await?;
    let (staff, now) = (operator.id.clone(), app.clock.now());
    app.store.write(move |tx| Box::pin(async move { store_password(tx, &staff, hash, now).await })).await?;
    app.live.signed_out(&operator.id);
    Ok(())
}
