//! Whether a citizen's page is open with another server: asked when a desk looks, remembered for a minute.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::time::{Duration, Instant};

/// Asked again by the next look after this.
const ASK_AGAIN: Duration = Duration::from_secs(10);
/// Who has not said "here" by then is not.
const PATIENCE: Duration = Duration::from_secs(5);
const MEMORY: Duration = Duration::from_mins(1);
/// Conversations remembered before the old ones are looked for.
const MANY: usize = 1024;

#[derive(Default)]
pub(super) struct Presence(Mutex<HashMap<String, Known>>);

struct Known {
    /// Whose consoles are told of the answer.
    desk: String,
    asked: Instant,
    heard: Option<Instant>,
}

impl Known {
    fn is_present(&self, now: Instant) -> bool {
        self.heard.is_some_and(|heard| {
            let answered = heard >= self.asked || now - self.asked < PATIENCE;
            answered && now - heard < MEMORY
        })
    }
}

/// What is known, and whether it is time to ask.
pub(super) struct Look {
    pub present: bool,
    pub ask: bool,
}

impl Presence {
    fn known(&self) -> MutexGuard<'_, HashMap<String, Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn look(&self, id: &str, desk: &str, now: Instant) -> Look {
        let mut all = self.known();
        if all.len() > MANY {
            all.retain(|_, known| now - known.asked < MEMORY);
        }
        let Some(known) = all.get_mut(id) else {
            all.insert(id.to_owned(), Known { desk: desk.to_owned(), asked: now, heard: None });
            return Look { present: false, ask: true };
        };
        desk.clone_into(&mut known.desk);
        let ask = now - known.asked >= ASK_AGAIN;
        if ask {
            known.asked = now;
        }
        Look { present: known.is_present(now), ask }
    }

    /// Another server said "here". The desk to tell, when that is news.
    pub(super) fn heard(&self, id: &str, now: Instant) -> Option<String> {
        let mut all = self.known();
        let known = all.get_mut(id)?;
        let was_present = known.is_present(now);
        known.heard = Some(now);
        (!was_present).then(|| known.desk.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_lasts_a_minute_unless_a_later_question_finds_nobody() {
        let presence = Presence::default();
        let start = Instant::now();
        let first = presence.look("a", "pp", start);
        assert!(first.ask && !first.present);
        assert_eq!(presence.heard("a", start).as_deref(), Some("pp"), "news");
        assert_eq!(presence.heard("a", start), None, "no news");
        let second = presence.look("a", "pp", start + PATIENCE);
        assert!(second.present && !second.ask, "asked a moment ago");
        let third = presence.look("a", "pp", start + ASK_AGAIN);
        assert!(third.present && third.ask, "believed while it is asked again");
        let fourth = presence.look("a", "pp", start + ASK_AGAIN + PATIENCE);
        assert!(!fourth.present, "nobody answered");
        assert_eq!(presence.heard("b", start), None, "nobody asked");
    }
}
