//! The clock that the fsync shim uses too.

use rustix::time::{ClockId, clock_gettime};

/// Nanoseconds of `CLOCK_MONOTONIC`.
pub fn now() -> u64 {
    let now = clock_gettime(ClockId::Monotonic);
    u64::try_from(now.tv_sec).unwrap_or(0) * 1_000_000_000 + u64::try_from(now.tv_nsec).unwrap_or(0)
}

/// Seconds since 1970, for what pretends to come from Meta.
pub fn wall_seconds() -> i64 {
    clock_gettime(ClockId::Realtime).tv_sec
}
