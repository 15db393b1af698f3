//! When the demo begins: where it left off if the desks are open then, else a Wednesday at 10:00.

use jiff::{
    Zoned,
    civil::{DateTime, Weekday},
    tz::TimeZone,
};
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    clock::{Clock, Millis},
    config::Config,
    routing::{Hours, Routing},
    store::{Store, entities::message},
};

/// In the table of settings, in milliseconds.
const OFFSET: &str = "demo_clock_offset";

pub(super) async fn start(
    store: &Store,
    config: &Config,
    zone: &TimeZone,
    at: Option<&str>,
) -> Result<Millis, String> {
    if let Some(at) = at {
        return asked(at, zone);
    }
    let clock = Clock::system(zone.clone());
    let routing = Routing::new(config)?;
    let topic = config.topics.first().map_or("", |topic| topic.id.as_str());
    let is_open = |at: Millis| matches!(routing.hours(topic, &clock, at), Hours::Open { .. });
    let latest = message::Entity::find().order_by_desc(message::Column::At).one(store.reader()).await;
    let latest = latest.map_err(|error| format!("database.url: {error}"))?.map(|row| row.at + 1000);
    match latest {
        Some(latest) if is_open(latest) => Ok(latest),
        Some(latest) => Ok(open_wednesday(&clock.local(latest), 1, is_open)),
        None => Ok(open_wednesday(&clock.local(clock.now()), -1, is_open)),
    }
}

/// Writes down by how much the demo's time differs from the machine's, for the servers that join.
pub(super) async fn keep(store: &Store, clock: Clock) -> Result<Clock, String> {
    let offset = clock.offset().to_string();
    super::write(store, OFFSET, &offset).await.map_err(|error| error.detail())?;
    Ok(clock)
}

/// The clock of the server that began the demo.
pub(super) async fn join(store: &Store, zone: TimeZone) -> Result<Clock, String> {
    let offset = super::read(store, OFFSET).await.map_err(|error| error.detail())?;
    let offset = offset.and_then(|offset| offset.parse().ok());
    offset.map(|offset| Clock::shifted_by(offset, zone)).ok_or_else(|| {
        "--join: this database does not say what time the demo has; start a server without --join".into()
    })
}

fn asked(at: &str, zone: &TimeZone) -> Result<Millis, String> {
    let wrong = || format!("--at: \"{at}\" is not a local time such as 2026-03-27T16:00");
    let civil: DateTime = at.parse().map_err(|_| wrong())?;
    let zoned = civil.to_zoned(zone.clone()).map_err(|_| wrong())?;
    Ok(zoned.timestamp().as_millisecond())
}

/// The nearest Wednesday in one direction on which the desks are open at 10:00.
fn open_wednesday(from: &Zoned, direction: i64, is_open: impl Fn(Millis) -> bool) -> Millis {
    let candidates = (1..=60).filter_map(|days| {
        let date = from.date().saturating_add(jiff::Span::new().days(days * direction));
        let at = date.at(10, 0, 0, 0).to_zoned(from.time_zone().clone()).ok()?;
        (date.weekday() == Weekday::Wednesday).then(|| at.timestamp().as_millisecond())
    });
    let mut candidates = candidates.filter(|at| is_open(*at));
    candidates.next().unwrap_or_else(|| from.timestamp().as_millisecond())
}
