//! The present time, passed in everywhere so that tests freeze it and the demo shifts it.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::{Timestamp, Zoned, tz::TimeZone};

/// Unix milliseconds UTC.
pub type Millis = i64;

#[derive(Clone)]
pub struct Clock {
    source: Source,
    zone: TimeZone,
}

#[derive(Clone)]
enum Source {
    /// Machine time plus an offset in milliseconds; the offset is 0 outside the demo.
    System {
        offset: i64,
    },
    Frozen(Arc<AtomicI64>),
}

impl Clock {
    pub fn system(zone: TimeZone) -> Self {
        Self { source: Source::System { offset: 0 }, zone }
    }

    /// A clock that says `start` now and runs on from there.
    pub fn shifted_to(start: Millis, zone: TimeZone) -> Self {
        Self { source: Source::System { offset: start - machine_now() }, zone }
    }

    /// A clock that differs from the machine's by so many milliseconds.
    pub fn shifted_by(offset: Millis, zone: TimeZone) -> Self {
        Self { source: Source::System { offset }, zone }
    }

    /// Milliseconds by which it differs from the machine's.
    pub fn offset(&self) -> Millis {
        match &self.source {
            Source::System { offset } => *offset,
            Source::Frozen(value) => value.load(Ordering::SeqCst) - machine_now(),
        }
    }

    /// A clock that stands still until [`Clock::set`].
    pub fn frozen(now: Millis, zone: TimeZone) -> Self {
        Self { source: Source::Frozen(Arc::new(AtomicI64::new(now))), zone }
    }

    /// Moves a frozen clock; a running one stays.
    pub fn set(&self, now: Millis) {
        if let Source::Frozen(value) = &self.source {
            value.store(now, Ordering::SeqCst);
        }
    }

    pub fn now(&self) -> Millis {
        match &self.source {
            Source::System { offset } => machine_now() + offset,
            Source::Frozen(value) => value.load(Ordering::SeqCst),
        }
    }

    /// Whether people must be told that this is not the real time.
    pub fn is_shifted(&self) -> bool {
        !matches!(self.source, Source::System { offset: 0 })
    }

    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    pub fn local(&self, at: Millis) -> Zoned {
        Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(self.zone.clone())
    }

    /// Minutes to add to UTC for local time now.
    pub fn utc_offset_minutes(&self) -> i32 {
        self.local(self.now()).offset().seconds() / 60
    }
}

fn machine_now() -> Millis {
    Timestamp::now().as_millisecond()
}
