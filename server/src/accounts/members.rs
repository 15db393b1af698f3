//! The derechohabientes: their accounts hang on the padrón's rows, which `padron import` writes.

use protocol::curp::{self, Curp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::throttle;
use crate::{error::Error, limits, state::App, store::entities::member};

/// The signed-in person of a request.
#[derive(Clone)]
pub struct Member {
    pub id: String,
    /// As the padrón has it: given names first.
    pub name: String,
    /// Masked; the whole one stays in the database.
    pub curp: String,
    pub affiliation: Option<String>,
}

impl From<member::Model> for Member {
    fn from(row: member::Model) -> Self {
        Self { id: row.id, name: row.name, curp: curp::mask(&row.curp), affiliation: row.affiliation }
    }
}

impl Member {
    /// "María" of "MARÍA GUADALUPE LÓPEZ"; padrones are written in capitals.
    pub fn first_name(&self) -> String {
        let word = self.name.split_whitespace().next().unwrap_or_default();
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
        first + &letters.as_str().to_lowercase()
    }
}

/// # Errors
/// `SignInNeeded` when the person is no longer there, `Storage`.
pub async fn find_member(app: &App, id: &str) -> Result<Member, Error> {
    let row = member::Entity::find_by_id(id).one(app.store.reader()).await?;
    row.map(Member::from).ok_or(Error::SignInNeeded)
}

pub(super) async fn by_curp(db: &impl ConnectionTrait, curp: &Curp) -> Result<Option<member::Model>, Error> {
    Ok(member::Entity::find().filter(member::Column::Curp.eq(curp.as_str())).one(db).await?)
}

/// Counted before the password is looked at, with the place to hash it already taken; one hash for known and unknown people alike, and for those who have no password yet.
///
/// # Errors
/// `TooMany`, `MemberSignInFailed` alike for all three, `Busy`, `Storage`.
pub async fn sign_in_member(app: &App, curp: &Curp, password: &str) -> Result<Member, Error> {
    if password.len() > limits::PASSWORD_BYTES {
        return Err(Error::MemberSignInFailed);
    }
    let place = app.hasher.enter()?;
    throttle::count_attempt(app, throttle::member(curp)).await?;
    let person = by_curp(app.store.reader(), curp).await?;
    let stored = person.as_ref().and_then(|person| person.password_hash.clone());
    let right = app.hasher.verify_in(place, password, stored).await?;
    let Some(person) = person.filter(|_| right) else {
        metrics::counter!("puente_sign_ins_total", "kind" => "member", "outcome" => "failed").increment(1);
        return Err(Error::MemberSignInFailed);
    };
    throttle::forgive(app, throttle::member(curp)).await?;
    metrics::counter!("puente_sign_ins_total", "kind" => "member", "outcome" => "ok").increment(1);
    Ok(person.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_name_is_read_as_people_write_it() {
        for (name, first) in
            [("MARÍA GUADALUPE LÓPEZ", "María"), ("ñico pérez", "Ñico"), ("Ana", "Ana"), ("", "")]
        {
            let member =
                Member { id: String::new(), name: name.into(), curp: String::new(), affiliation: None };
            assert_eq!(member.first_name(), first);
        }
    }
}
