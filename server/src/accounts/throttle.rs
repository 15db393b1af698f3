//! Sign-in attempts at one account are counted before the password is verified, in the database: a
//! restart or a second server forgets nothing. Growing delays; nobody is locked out for good.

use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};

use crate::{clock::Millis, error::Error, ids, limits, state::App, store::entities::throttle};

const DAY: Millis = 24 * 3600 * 1000;

/// Counts one attempt as failed until [`forgive`] says otherwise.
///
/// # Errors
/// `TooMany` while the account must wait, `Storage`.
pub(super) async fn count_attempt(app: &App, username: &str) -> Result<(), Error> {
    let (key, now) = (key(username), app.clock.now());
    app.store.write(move |tx| Box::pin(async move { count_in(tx, key, now).await })).await?
}

pub(super) async fn forgive(app: &App, username: &str) -> Result<(), Error> {
    let key = key(username);
    app.store
        .write(move |tx| {
            Box::pin(async move {
                throttle::Entity::delete_by_id(key).exec(tx).await?;
                Ok(())
            })
        })
        .await
}

/// One key for every spelling that `by_username` takes for the same account.
fn key(username: &str) -> String {
    ids::sha256_hex(&format!("account:{}", username.trim().to_lowercase()))
}

/// The inner result is the verdict: it must not roll the count back.
async fn count_in(db: &impl ConnectionTrait, key: String, now: Millis) -> Result<Result<(), Error>, Error> {
    let row = throttle::Entity::find_by_id(key.as_str()).one(db).await?;
    let row = row.filter(|row| now - row.day_start < DAY);
    let (failures, day_start, blocked_until) =
        row.map_or((0, now, 0), |row| (row.failures, row.day_start, row.blocked_until));
    if now < blocked_until {
        return Ok(Err(too_many(blocked_until - now)));
    }
    if failures >= limits::FAILURES_PER_DAY {
        return Ok(Err(too_many(day_start + DAY - now)));
    }
    let failures = failures + 1;
    let row = throttle::ActiveModel {
        key_hash: Set(key),
        failures: Set(failures),
        day_start: Set(day_start),
        blocked_until: Set(now + delay(failures)),
    };
    let columns = [throttle::Column::Failures, throttle::Column::DayStart, throttle::Column::BlockedUntil];
    let replace = OnConflict::column(throttle::Column::KeyHash).update_columns(columns).to_owned();
    throttle::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(Ok(()))
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
