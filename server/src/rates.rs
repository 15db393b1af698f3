//! Per-key rates in memory: what they protect against is a burst, and a restart forgives it.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::{clock::Millis, config, error::Error};

/// Counts per key in fixed windows.
pub struct Rate {
    per_window: u32,
    window: Millis,
    counts: Mutex<HashMap<String, (Millis, u32)>>,
}

/// Keys kept before the old windows are swept out.
const KEYS: usize = 10_000;

impl Rate {
    fn new(per_window: u32, window: Millis) -> Self {
        Self { per_window, window, counts: Mutex::default() }
    }

    /// Counts one; windows start on the key's first use.
    ///
    /// # Errors
    /// `TooMany` with the seconds left of the window.
    pub fn check(&self, key: &str, now: Millis) -> Result<(), Error> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() > KEYS {
            counts.retain(|_, (start, _)| now - *start < self.window);
        }
        let (start, count) = counts.entry(key.to_owned()).or_insert((now, 0));
        if now - *start >= self.window {
            (*start, *count) = (now, 0);
        }
        *count += 1;
        if *count > self.per_window {
            let left = (*start + self.window - now) / 1000 + 1;
            return Err(Error::TooMany { seconds: u64::try_from(left).unwrap_or(1) });
        }
        Ok(())
    }
}

pub struct Rates {
    pub loans: Rate,
    pub starts: Rate,
    pub resumes: Rate,
    pub messages: Rate,
    pub sign_ins: Rate,
}

impl Rates {
    pub fn new(config: &config::Rates) -> Self {
        let per_minute = |count| Rate::new(count, 60_000);
        Self {
            loans: per_minute(config.loan_requests_per_minute),
            starts: per_minute(config.chat_starts_per_minute),
            resumes: per_minute(config.resume_tries_per_minute),
            messages: Rate::new(config.messages_per_ten_seconds, 10_000),
            sign_ins: per_minute(config.sign_ins_per_minute),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_fills_and_empties() {
        let rate = Rate::new(2, 1000);
        assert_eq!(rate.check("a", 0), Ok(()));
        assert_eq!(rate.check("a", 10), Ok(()));
        assert_eq!(rate.check("a", 20), Err(Error::TooMany { seconds: 1 }));
        assert_eq!(rate.check("b", 20), Ok(()));
        assert_eq!(rate.check("a", 1000), Ok(()));
    }
}
