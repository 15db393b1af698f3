//! The pace to one person: a burst, then one message every six seconds. Kept in the worker's memory: several
//! workers together may be faster, and Meta's refusal of the pair (131056) then holds the person.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::{clock::Millis, limits};

/// A bucket per person and line, kept as the time at which it will be full again.
#[derive(Default)]
pub struct Pace {
    full_at: Mutex<HashMap<(String, String), Millis>>,
}

/// Buckets kept before the full ones are thrown away.
const PAIRS: usize = 10_000;

impl Pace {
    /// Takes one message's place, or says when there will be one.
    ///
    /// # Errors
    /// The time to come back.
    pub(super) fn take(&self, contact: &str, line: &str, now: Millis) -> Result<(), Millis> {
        let each = limits::PAIR_SECONDS * 1000;
        let whole = each * i64::from(limits::PAIR_BURST);
        let mut buckets = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > PAIRS {
            buckets.retain(|_, full_at| *full_at > now);
        }
        let full_at = buckets.entry((contact.to_owned(), line.to_owned())).or_insert(now);
        let after = std::cmp::max(*full_at, now) + each;
        if after - now > whole {
            return Err(after - whole);
        }
        *full_at = after;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_one_every_six_seconds() {
        let pace = Pace::default();
        for _ in 0..limits::PAIR_BURST {
            assert_eq!(pace.take("ana", "pp", 1_000), Ok(()));
        }
        assert_eq!(pace.take("ana", "pp", 1_000), Err(7_000));
        assert_eq!(pace.take("ana", "pp", 3_000), Err(7_000));
        assert_eq!(pace.take("beto", "pp", 1_000), Ok(()));
        assert_eq!(pace.take("ana", "pgh", 1_000), Ok(()));
        assert_eq!(pace.take("ana", "pp", 7_000), Ok(()));
        assert_eq!(pace.take("ana", "pp", 7_000), Err(13_000));
        for _ in 0..limits::PAIR_BURST {
            assert_eq!(pace.take("ana", "pp", 1_000_000), Ok(()));
        }
        assert!(pace.take("ana", "pp", 1_000_000).is_err());
    }
}
