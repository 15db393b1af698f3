//! A resume code opens its conversation on any device.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{
    identify::Identity,
    tokens::{self, Life},
};
use crate::{clock::Millis, error::Error, ids, limits, state::App, store::entities::conversation};

pub struct Resumption {
    /// Now speaks for the conversation on this device.
    pub token: String,
    pub conversation: String,
}

/// # Errors
/// `WrongResumeCode` alike for a code that never was, belongs to another site or has aged out. `SignInToResume`
/// where it is known whose conversation it is: everybody who knew its token before knows its code too.
pub async fn resume(app: &App, site: &str, code: &str, who: Option<&Identity>) -> Result<Resumption, Error> {
    let code = ids::normalize_code(code).ok_or(Error::WrongResumeCode)?;
    let now = app.clock.now();
    let token = ids::fresh_token()?;
    let (bound, site, who) = (token.clone(), site.to_owned(), who.cloned());
    let conversation = app
        .store
        .write(move |tx| {
            Box::pin(async move {
                let row = of_code(tx, &code).await?;
                let row = row.filter(|row| may_resume(row, &site, now)).ok_or(Error::WrongResumeCode)?;
                tokens::bind(tx, &bound, &row.id, life(&row, who.as_ref(), now)?, now).await?;
                Ok(row.id)
            })
        })
        .await?;
    Ok(Resumption { token, conversation })
}

/// Locked: on PostgreSQL it could be named, and its tokens retired, before the new token is there.
async fn of_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<conversation::Model>, Error> {
    let which = conversation::Column::ResumeHash.eq(ids::sha256_hex(code));
    Ok(conversation::Entity::find().filter(which).lock_exclusive().one(db).await?)
}

fn life<'a>(row: &conversation::Model, who: Option<&'a Identity>, now: Millis) -> Result<Life<'a>, Error> {
    match who.filter(|who| who.owns(row)) {
        Some(owner) => Ok(Life::with_session(&owner.session, now)),
        None if row.member_id.is_some() => Err(Error::SignInToResume),
        None => Ok(Life::whole(now)),
    }
}

/// The full page `/chat` opens conversations of every site: a person may go on at home. An ended one opens too:
/// who left a message out of hours must be able to read the answer after the desk has closed the matter.
fn may_resume(row: &conversation::Model, site: &str, now: Millis) -> bool {
    let age_days = (now - row.created_at) / (24 * 3600 * 1000);
    let same_place = row.site == site || site == crate::state::OWN_SITE;
    same_place && age_days < limits::TOKEN_LIFE_DAYS
}
