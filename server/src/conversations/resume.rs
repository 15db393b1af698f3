//! A resume code opens its conversation on any device.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{identify::Identity, tokens};
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
    let row = conversation::Entity::find()
        .filter(conversation::Column::ResumeHash.eq(ids::sha256_hex(&code)))
        .one(app.store.reader())
        .await?
        .filter(|row| may_resume(row, site, now))
        .ok_or(Error::WrongResumeCode)?;
    let owner = who.filter(|who| row.member_id.as_ref() == Some(&who.member));
    if row.member_id.is_some() && owner.is_none() {
        return Err(Error::SignInToResume);
    }
    let token = ids::fresh_token()?;
    let (bound, id, session) = (token.clone(), row.id.clone(), owner.map(|who| who.session.clone()));
    app.store
        .write(move |tx| {
            Box::pin(async move { tokens::bind(tx, &bound, &id, session.as_deref(), now).await })
        })
        .await?;
    Ok(Resumption { token, conversation: row.id })
}

/// The full page `/chat` opens conversations of every site: a person may go on at home. An ended one opens too:
/// who left a message out of hours must be able to read the answer after the desk has closed the matter.
fn may_resume(row: &conversation::Model, site: &str, now: Millis) -> bool {
    let age_days = (now - row.created_at) / (24 * 3600 * 1000);
    let same_place = row.site == site || site == crate::state::OWN_SITE;
    same_place && age_days < limits::TOKEN_LIFE_DAYS
}
