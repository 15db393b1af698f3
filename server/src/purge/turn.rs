//! Whose turn it is: a setting row holds the time of the last purge, and moving it on is taking the turn.

use jiff::{ToSpan, Zoned, civil::Time};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use crate::{
    clock::{Clock, Millis},
    error::Error,
    state::App,
    store::entities::setting,
};

const NAME: &str = "purged_at";

/// When few people write and no office is open.
const AT: Time = Time::constant(3, 0, 0, 0);

/// A turn that was taken, and what the row said before.
pub(super) struct Turn {
    before: Option<String>,
    taken: String,
}

/// The turn, when a purge is due and no other server took it first.
pub(super) async fn take(app: &App) -> Result<Option<Turn>, Error> {
    let row = setting::Entity::find_by_id(NAME).one(app.store.reader()).await?;
    let before = row.map(|row| row.value);
    let last = before.as_ref().and_then(|value| value.parse().ok());
    let now = app.clock.now();
    if last.is_some_and(|last| now < next(&app.clock, last)) {
        return Ok(None);
    }
    let turn = Turn { before, taken: now.to_string() };
    let is_ours = turn_over(app, turn.before.clone(), Some(turn.taken.clone())).await?;
    Ok(is_ours.then_some(turn))
}

impl Turn {
    /// Lets the purge be tried again, unless somebody has taken the turn since.
    pub(super) async fn give_back(self, app: &App) -> Result<(), Error> {
        turn_over(app, Some(self.taken), self.before).await.map(|_| ())
    }
}

/// The first three o'clock, local time, after `last`.
fn next(clock: &Clock, last: Millis) -> Millis {
    let last = clock.local(last);
    let at = |day: &Zoned| day.with().time(AT).build();
    let due = at(&last).ok().filter(|due| *due > last);
    let due = due.or_else(|| last.checked_add(1.day()).ok().and_then(|tomorrow| at(&tomorrow).ok()));
    due.map_or(Millis::MIN, |due| due.timestamp().as_millisecond())
}

/// Writes `after` where `before` stands; answers whether it stood there.
async fn turn_over(app: &App, before: Option<String>, after: Option<String>) -> Result<bool, Error> {
    app.store
        .write(move |tx| {
            Box::pin(async move {
                let ours = setting::Entity::update_many().filter(setting::Column::Name.eq(NAME));
                let rows = match (before, after) {
                    (Some(before), Some(after)) => {
                        let row = setting::ActiveModel { value: Set(after), ..Default::default() };
                        ours.set(row).filter(setting::Column::Value.eq(before)).exec(tx).await?.rows_affected
                    }
                    (None, Some(after)) => insert(tx, after).await?,
                    (Some(before), None) => {
                        let row =
                            setting::Entity::delete_by_id(NAME).filter(setting::Column::Value.eq(before));
                        row.exec(tx).await?.rows_affected
                    }
                    (None, None) => 0,
                };
                Ok(rows == 1)
            })
        })
        .await
}

async fn insert(tx: &sea_orm::DatabaseTransaction, value: String) -> Result<u64, Error> {
    let row = setting::ActiveModel { name: Set(NAME.to_owned()), value: Set(value) };
    let first = OnConflict::column(setting::Column::Name).do_nothing().to_owned();
    Ok(setting::Entity::insert(row).on_conflict(first).exec_without_returning(tx).await?)
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    fn local(clock: &Clock, text: &str) -> Millis {
        let zoned = text.parse::<jiff::civil::DateTime>().unwrap().to_zoned(clock.zone().clone()).unwrap();
        zoned.timestamp().as_millisecond()
    }

    #[test]
    fn the_next_purge_is_at_three_in_the_morning() {
        let clock = Clock::frozen(0, TimeZone::get("America/Mexico_City").unwrap());
        for (last, due) in [
            ("2026-11-18T10:00", "2026-11-19T03:00"),
            ("2026-11-18T02:59", "2026-11-18T03:00"),
            ("2026-11-18T03:00", "2026-11-19T03:00"),
            ("2026-12-31T23:59", "2027-01-01T03:00"),
            ("2028-02-28T04:00", "2028-02-29T03:00"),
        ] {
            assert_eq!(next(&clock, local(&clock, last)), local(&clock, due), "{last}");
        }
    }
}
