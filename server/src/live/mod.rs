//! Pokes: "something changed, look". They carry no rows, so losing one loses nothing: the next look
//! reads by sequence number. On several servers a database notification will feed the same hub.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{broadcast, watch};

use crate::limits;

/// A poke for the desks' consoles.
#[derive(Debug, Clone)]
pub enum StaffPoke {
    /// A desk's queue changed.
    Desk(String),
    /// A conversation changed, so its desk's queue did too.
    Conversation { id: String, desk: String, seq: i64 },
    /// Sessions of this person, or this one session, ended.
    SignedOut { staff: String },
}

#[derive(Clone)]
pub struct Hub {
    topics: Arc<Mutex<HashMap<String, watch::Sender<u64>>>>,
    staff: broadcast::Sender<StaffPoke>,
}

/// Pokes kept for a console that is slow to read; one that lags further is told to look at everything.
const STAFF_BACKLOG: usize = 1024;

impl Default for Hub {
    fn default() -> Self {
        Self { topics: Arc::default(), staff: broadcast::channel(STAFF_BACKLOG).0 }
    }
}

/// Holds a place among a key's watchers; gives it back when dropped.
pub struct Watch {
    hub: Hub,
    key: String,
    receiver: watch::Receiver<u64>,
}

impl Watch {
    /// Waits for the next poke.
    pub async fn poked(&mut self) {
        if self.receiver.changed().await.is_err() {
            // The sender lives as long as a watcher does; should that ever fail, sleep rather than spin.
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let mut topics = self.hub.topics();
        if topics.get(&self.key).is_some_and(|sender| sender.receiver_count() <= 1) {
            topics.remove(&self.key);
        }
    }
}

impl Hub {
    fn topics(&self) -> MutexGuard<'_, HashMap<String, watch::Sender<u64>>> {
        self.topics.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn watch(&self, key: String) -> Watch {
        let receiver = self.topics().entry(key.clone()).or_insert_with(|| watch::channel(0).0).subscribe();
        Watch { hub: self.clone(), key, receiver }
    }

    fn poke(&self, key: &str) {
        if let Some(sender) = self.topics().get(key) {
            sender.send_modify(|revision| *revision += 1);
        }
    }

    pub fn watch_conversation(&self, id: &str) -> Watch {
        self.watch(format!("c:{id}"))
    }

    /// A waiting citizen's place changes when the desk's queue does.
    pub fn watch_desk(&self, desk: &str) -> Watch {
        self.watch(format!("d:{desk}"))
    }

    /// A job's queue: woken when [`Hub::work_waits`] says so.
    pub fn watch_work(&self, queue: &str) -> Watch {
        self.watch(format!("w:{queue}"))
    }

    /// Wakes the job of a queue; a job that misses it looks again by itself.
    pub fn work_waits(&self, queue: &str) {
        self.poke(&format!("w:{queue}"));
    }

    pub fn watch_staff(&self) -> broadcast::Receiver<StaffPoke> {
        self.staff.subscribe()
    }

    /// Whether somebody has the conversation open.
    pub fn is_watched(&self, id: &str) -> bool {
        self.topics().get(&format!("c:{id}")).is_some_and(|sender| sender.receiver_count() > 0)
    }

    /// One of the places for sockets that a conversation or a session has; none when all are taken.
    pub fn socket_place(&self, owner: &str) -> Option<Watch> {
        let place = self.watch(format!("s:{owner}"));
        let open = self.topics().get(&place.key).map_or(0, watch::Sender::receiver_count);
        (open <= limits::SOCKETS_PER_SESSION).then_some(place)
    }

    pub fn conversation_changed(&self, id: &str, desk: &str, seq: i64) {
        self.poke(&format!("c:{id}"));
        self.poke(&format!("d:{desk}"));
        let poke = StaffPoke::Conversation { id: id.to_owned(), desk: desk.to_owned(), seq };
        // No console is open: nobody to tell.
        let _ = self.staff.send(poke);
    }

    pub fn desk_changed(&self, desk: &str) {
        self.poke(&format!("d:{desk}"));
        let _ = self.staff.send(StaffPoke::Desk(desk.to_owned()));
    }

    pub fn signed_out(&self, staff: &str) {
        let _ = self.staff.send(StaffPoke::SignedOut { staff: staff.to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_watcher_is_poked_and_leaves_nothing_behind() {
        let hub = Hub::default();
        let mut watch = hub.watch_conversation("a");
        hub.conversation_changed("a", "pp", 1);
        watch.poked().await;
        assert!(hub.is_watched("a"));
        drop(watch);
        assert!(!hub.is_watched("a"));
    }
}
