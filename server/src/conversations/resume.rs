//! A resume code opens its conversation on any device.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::tokens;
use crate::{clock::Millis, error::Error, ids, limits, state::App, store::entities::conversation};

pub struct Resumption {
    /// Now speaks for the conversation on this device.
    pub token: String,
    pub conversation: String,
}

/// # Errors
/// `WrongResumeCode` alike for a code that never was, belongs to another site or has aged out.
pub async fn resume(app: &App, site: &str, code: &str) -> Result<Resumption, Error> {
    let code = ids::normalize_code(code).ok_or(Error::WrongResumeCode)?;
    let now = app.clock.now();
    let row = conversation::Entity::find()
        .filter(conversation::Column::ResumeHash.eq(ids::sha256_hex(&code)))
        .one(app.store.reader())
        .await?
        .filter(|row| may_resume(row, site, now))
        .ok_or(Error::WrongResumeCode)?;
    let token = ids::fresh_token()?;
    let (bound, id) = (token.clone(), row.id.clone());
    app.store
        .write(move |tx| Box::pin(async move { tokens::bind(tx, &bound, &id, None, now).await }))
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
