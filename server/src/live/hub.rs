use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::{
    sync::{broadcast, mpsc, watch},
    time::Instant,
};

use super::{poke::Poke, presence::Presence};
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
    /// Pokes of other servers may have been lost: look at everything.
    Everything,
}

#[derive(Clone)]
pub struct Hub {
    topics: Arc<Mutex<HashMap<String, watch::Sender<u64>>>>,
    staff: broadcast::Sender<StaffPoke>,
    elsewhere: Arc<Elsewhere>,
}

/// The other servers, when there may be any.
#[derive(Default)]
struct Elsewhere {
    waiting: OnceLock<mpsc::Sender<Poke>>,
    /// Some poke could not even wait.
    lost: AtomicBool,
    presence: Presence,
}

/// Pokes kept for a console that is slow to read; one that lags further is told to look at everything.
const STAFF_BACKLOG: usize = 1024;
/// Pokes waiting to be told to other servers; should more wait, the others look at everything.
const ELSEWHERE_BACKLOG: usize = 4096;

impl Default for Hub {
    fn default() -> Self {
        Self { topics: Arc::default(), staff: broadcast::channel(STAFF_BACKLOG).0, elsewhere: Arc::default() }
    }
}

/// Holds a place among a key's watchers; gives it back when dropped.
pub struct Watch {
    hub: Hub,
    key: String,
    receiver: watch::Receiver<u64>,
}

impl Watch {
    /// Whether it was poked since it was last asked or waited for.
    pub fn was_poked(&mut self) -> bool {
        // The sender lives as long as this watch does.
        let poked = self.receiver.has_changed().unwrap_or(true);
        self.receiver.mark_unchanged();
        poked
    }

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

    pub fn watch_staff(&self) -> broadcast::Receiver<StaffPoke> {
        self.staff.subscribe()
    }

    /// Whether somebody has the conversation open. Another server's answer comes a moment later, as a poke
    /// for the desk's consoles.
    pub fn is_watched(&self, id: &str, desk: &str) -> bool {
        if self.is_watched_here(id) {
            return true;
        }
        if self.elsewhere.waiting.get().is_none() {
            return false;
        }
        let look = self.elsewhere.presence.look(id, desk, Instant::now());
        if look.ask {
            self.tell(Poke::Who { id: id.to_owned() });
        }
        look.present
    }

    fn is_watched_here(&self, id: &str) -> bool {
        self.topics().get(&format!("c:{id}")).is_some_and(|sender| sender.receiver_count() > 0)
    }

    /// One of the places for sockets that a conversation or a session has; none when all are taken.
    pub fn socket_place(&self, owner: &str) -> Option<Watch> {
        let place = self.watch(format!("s:{owner}"));
        let open = self.topics().get(&place.key).map_or(0, watch::Sender::receiver_count);
        (open <= limits::SOCKETS_PER_SESSION).then_some(place)
    }

    /// Wakes the job of a queue; a job that misses it looks again by itself.
    pub fn work_waits(&self, queue: &str) {
        self.spread(Poke::Work { queue: queue.to_owned() });
    }

    /// A message, a state, a note: its two sides look. Places in the queue are as they were.
    pub fn conversation_changed(&self, id: &str, desk: &str, seq: i64) {
        self.spread(Poke::Conversation { id: id.to_owned(), desk: desk.to_owned(), seq });
    }

    /// It entered, left or moved in a desk's queue: everybody who waits there may have another place.
    pub fn queue_changed(&self, id: &str, desk: &str, seq: i64) {
        self.spread(Poke::Queue { desk: desk.to_owned() });
        self.conversation_changed(id, desk, seq);
    }

    /// A conversation left a desk's queue for another one.
    pub fn desk_changed(&self, desk: &str) {
        self.spread(Poke::Queue { desk: desk.to_owned() });
        self.consoles_look(desk);
    }

    /// Something that only the desk's consoles show.
    pub fn consoles_look(&self, desk: &str) {
        self.spread(Poke::Consoles { desk: desk.to_owned() });
    }

    pub fn signed_out(&self, staff: &str) {
        self.spread(Poke::SignedOut { staff: staff.to_owned() });
    }

    /// Here and on every other server.
    fn spread(&self, poke: Poke) {
        self.feel(poke.clone());
        self.tell(poke);
    }

    /// Queues a poke for the other servers.
    fn tell(&self, poke: Poke) {
        let Some(waiting) = self.elsewhere.waiting.get() else { return };
        if waiting.try_send(poke).is_err() {
            self.elsewhere.lost.store(true, Ordering::SeqCst);
        }
    }

    /// What a poke, one's own or another server's, does here.
    pub(super) fn feel(&self, poke: Poke) {
        match poke {
            Poke::Conversation { id, desk, seq } => {
                self.poke(&format!("c:{id}"));
                self.poke_staff(StaffPoke::Conversation { id, desk, seq });
            }
            Poke::Queue { desk } => self.poke(&format!("d:{desk}")),
            Poke::Consoles { desk } => self.poke_staff(StaffPoke::Desk(desk)),
            Poke::SignedOut { staff } => self.poke_staff(StaffPoke::SignedOut { staff }),
            Poke::Work { queue } => self.poke(&format!("w:{queue}")),
            Poke::Who { id } if self.is_watched_here(&id) => self.tell(Poke::Here { id }),
            Poke::Who { .. } => {}
            Poke::Here { id } => {
                if let Some(desk) = self.elsewhere.presence.heard(&id, Instant::now()) {
                    self.poke_staff(StaffPoke::Conversation { id, desk, seq: 0 });
                }
            }
            Poke::Everything => self.poke_everybody(),
        }
    }

    fn poke_staff(&self, poke: StaffPoke) {
        // No console is open: nobody to tell.
        let _ = self.staff.send(poke);
    }

    fn poke_everybody(&self) {
        self.topics().values().for_each(|sender| sender.send_modify(|revision| *revision += 1));
        self.poke_staff(StaffPoke::Everything);
    }

    /// From now on pokes wait here to be told to other servers; none when they do already.
    pub(super) fn waiting_elsewhere(&self) -> Option<mpsc::Receiver<Poke>> {
        let (sender, receiver) = mpsc::channel(ELSEWHERE_BACKLOG);
        self.elsewhere.waiting.set(sender).ok().map(|()| receiver)
    }

    /// Whether some poke could not even wait, since this was last asked.
    pub(super) fn lost_some(&self) -> bool {
        self.elsewhere.lost.swap(false, Ordering::SeqCst)
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
        assert!(hub.is_watched("a", "pp"));
        drop(watch);
        assert!(!hub.is_watched("a", "pp"));
    }

    #[test]
    fn one_server_alone_tells_nobody() {
        let hub = Hub::default();
        hub.conversation_changed("a", "pp", 1);
        let mut waiting = hub.waiting_elsewhere().expect("the first to ask");
        assert!(hub.waiting_elsewhere().is_none());
        assert!(waiting.try_recv().is_err(), "nothing was kept while nobody could hear it");
        hub.signed_out("ana");
        assert_eq!(waiting.try_recv(), Ok(Poke::SignedOut { staff: "ana".into() }));
    }

    #[test]
    fn pokes_that_cannot_wait_are_known_to_be_lost() {
        let hub = Hub::default();
        let _waiting = hub.waiting_elsewhere();
        (0..ELSEWHERE_BACKLOG).for_each(|_| hub.work_waits("outbox"));
        assert!(!hub.lost_some());
        hub.work_waits("outbox");
        assert!(hub.lost_some() && !hub.lost_some());
    }

    #[test]
    fn a_question_is_answered_where_the_page_is_open() {
        let (desk, citizen) = (Hub::default(), Hub::default());
        let (mut asked, mut told) = (desk.waiting_elsewhere().unwrap(), citizen.waiting_elsewhere().unwrap());
        let mut consoles = desk.watch_staff();
        assert!(!desk.is_watched("a", "pp"));
        let question = asked.try_recv().unwrap();
        citizen.feel(question.clone());
        assert!(told.try_recv().is_err(), "nobody has it open");
        let _watch = citizen.watch_conversation("a");
        citizen.feel(question);
        desk.feel(told.try_recv().unwrap());
        assert!(desk.is_watched("a", "pp"));
        assert!(
            matches!(consoles.try_recv(), Ok(StaffPoke::Conversation { id, desk, .. }) if id == "a" && desk == "pp")
        );
    }
}
