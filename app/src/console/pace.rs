//! Pokes come in bursts; fetches go one at a time, at most two a second.

/// What to fetch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    pub queue: bool,
    /// The open conversation.
    pub thread: bool,
}

impl Wanted {
    pub const QUEUE: Self = Self { queue: true, thread: false };
    pub const THREAD: Self = Self { queue: false, thread: true };
    pub const ALL: Self = Self { queue: true, thread: true };

    fn and(self, other: Self) -> Self {
        Self { queue: self.queue || other.queue, thread: self.thread || other.thread }
    }

    fn nothing(self) -> bool {
        self == Self::default()
    }
}

/// Least time between two fetches' starts.
const INTERVAL_MS: i64 = 500;

/// Times are milliseconds of any one clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pace {
    /// Scheduled or under way.
    busy: bool,
    wanted: Wanted,
    next_start: i64,
}

impl Pace {
    /// How long to wait before a fetch; none when one is coming or running anyway.
    pub fn ask(&mut self, now: i64, wanted: Wanted) -> Option<u64> {
        self.wanted = self.wanted.and(wanted);
        if self.busy {
            return None;
        }
        self.busy = true;
        Some(self.wait(now))
    }

    /// What to fetch now.
    pub fn begin(&mut self, now: i64) -> Wanted {
        self.next_start = now + INTERVAL_MS;
        std::mem::take(&mut self.wanted)
    }

    /// A fetch ended; how long to wait before the next if something was asked for meanwhile.
    pub fn done(&mut self, now: i64) -> Option<u64> {
        self.busy = !self.wanted.nothing();
        self.busy.then(|| self.wait(now))
    }

    fn wait(&self, now: i64) -> u64 {
        u64::try_from(self.next_start.saturating_sub(now)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_two_fetches_half_a_second_apart() {
        let mut pace = Pace::default();
        assert_eq!(pace.ask(1000, Wanted::QUEUE), Some(0));
        assert_eq!(pace.ask(1001, Wanted::THREAD), None);
        assert_eq!(pace.begin(1002), Wanted::ALL);
        for at in 1003..1010 {
            assert_eq!(pace.ask(at, Wanted::QUEUE), None);
        }
        assert_eq!(pace.done(1050), Some(452));
        assert_eq!(pace.ask(1100, Wanted::QUEUE), None);
        assert_eq!(pace.begin(1502), Wanted::QUEUE);
        assert_eq!(pace.done(1600), None);
        assert_eq!(pace.ask(9000, Wanted::QUEUE), Some(0));
    }
}
