//! Sign-in attempts at one account are counted before the password is verified, in the database: a
//! restart or a second server forgets nothing. Growing delays; nobody is locked out for good.

use protocol::curp::Curp;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ConnectionTrait, EntityTrait,
    sea_query::{Expr, OnConflict},
};

use crate::{clock::Millis, error::Error, ids, limits, state::App, store::entities::throttle};

const DAY: Millis = 24 * 3600 * 1000;

/// Counts one attempt as failed until [`forgive`] says otherwise.
///
/// # Errors
/// `TooMany` while the account must wait, `Storage`.
pub(super) async fn count_attempt(app: &App, Key(key): Key) -> Result<(), Error> {
    let now = app.clock.now();
    app.store.write(move |tx| Box::pin(async move { count_in(tx, key, now).await })).await?
}

pub(super) async fn forgive(app: &App, key: Key) -> Result<(), Error> {
    app.store.write(move |tx| Box::pin(async move { forgive_in(tx, key).await })).await
}

/// In the unit of what proves who it is.
pub(super) async fn forgive_in(db: &impl ConnectionTrait, Key(key): Key) -> Result<(), Error> {
    throttle::Entity::delete_by_id(key).exec(db).await?;
    Ok(())
}

/// An account's name in the table, whether anybody has that account or not.
pub(super) struct Key(String);

/// One key for every spelling that `by_username` takes for the same account.
pub(super) fn staff(username: &str) -> Key {
    Key(ids::sha256_hex(&format!("account:{}", username.trim().to_lowercase())))
}

pub(super) fn member(curp: &Curp) -> Key {
    Key(ids::sha256_hex(&format!("member:{}", curp.as_str())))
}

/// The inner result is the verdict: it must not roll the count back.
async fn count_in(db: &impl ConnectionTrait, key: String, now: Millis) -> Result<Result<(), Error>, Error> {
    let row = Some(locked(db, &key, now).await?).filter(|row| now - row.day_start < DAY);
    let (failures, day_start, blocked_until) =
        row.map_or((0, now, 0), |row| (row.failures, row.day_start, row.blocked_until));
    if now < blocked_until {
        return Ok(Err(too_many(blocked_until - now)));
    }
    if failures >= limits::FAILURES_PER_DAY {
        return Ok(Err(too_many(day_start + DAY - now)));
    }
    let failures = failures + 1;
    let counted = throttle::ActiveModel {
        key_hash: Set(key),
        failures: Set(failures),
        day_start: Set(day_start),
        blocked_until: Set(now + delay(failures)),
    };
    counted.update(db).await?;
    Ok(Ok(()))
}

/// The account's row, made when there is none, and nobody else's until this unit ends: on PostgreSQL two attempts at
/// once would otherwise both find the last free one.
async fn locked(db: &impl ConnectionTrait, key: &str, now: Millis) -> Result<throttle::Model, Error> {
    let fresh = throttle::ActiveModel {
        key_hash: Set(key.to_owned()),
        failures: Set(0),
        day_start: Set(now),
        blocked_until: Set(0),
    };
    let same = Expr::col((throttle::Entity, throttle::Column::Failures));
    let keep =
        OnConflict::column(throttle::Column::KeyHash).value(throttle::Column::Failures, same).to_owned();
    Ok(throttle::Entity::insert(fresh).on_conflict(keep).exec_with_returning(db).await?)
}

fn too_many(wait: Millis) -> Error {
    Error::TooMany { seconds: u64::try_from(wait / 1000 + 1).unwrap_or(1) }
}

/// 5 free, then 1, 2, 4 ... 60 seconds.
fn delay(failures: i64) -> Millis {
    let over = failures - limits::FREE_FAILURES;
    if over <= 0 {
        return 0;
    }
    let seconds = 1_i64.checked_shl(u32::try_from(over - 1).unwrap_or(u32::MAX)).unwrap_or(i64::MAX);
    seconds.clamp(1, limits::LONGEST_DELAY_SECONDS) * 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_to_a_minute() {
        let seconds: Vec<i64> = (1..=14).map(|failures| delay(failures) / 1000).collect();
        assert_eq!(seconds, [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(delay(100), 60_000);
    }
}
