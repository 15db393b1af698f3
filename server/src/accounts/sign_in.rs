//! Signing in at the console: counted first, one hash for known and unknown people alike.

use super::{Operator, find_operator, staff::by_username, throttle};
use crate::{error::Error, limits, state::App};

/// # Errors
/// `TooMany`, `SignInFailed` alike for a wrong name and a wrong password, `Busy`, `Storage`.
pub async fn sign_in(app: &App, username: &str, password: &str) -> Result<Operator, Error> {
    if password.len() > limits::PASSWORD_BYTES || username.chars().count() > 64 {
        return Err(Error::SignInFailed);
    }
    let place = app.hasher.enter()?;
    throttle::count_attempt(app, throttle::staff(username)).await?;
    let person = by_username(app.store.reader(), username).await?;
    let stored = person.as_ref().and_then(|person| person.password_hash.clone());
    let right = app.hasher.verify_in(place, password, stored).await?;
    let Some(person) = person.filter(|_| right) else {
        metrics::counter!("puente_sign_ins_total", "kind" => "staff", "outcome" => "failed").increment(1);
        return Err(Error::SignInFailed);
    };
    throttle::forgive(app, throttle::staff(username)).await?;
    metrics::counter!("puente_sign_ins_total", "kind" => "staff", "outcome" => "ok").increment(1);
    find_operator(app, &person.id).await
}
