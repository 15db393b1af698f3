//! What the console knows, without a browser: how answers of the server are merged with what is on screen.

use std::collections::{BTreeMap, HashSet};

use protocol::chat::Message;
use protocol::staff::{Delivery, Event, Hold, Note, Opened, Person, Queue, QueueItem};
use serde::{Deserialize, Serialize};

use super::window::Window;

/// A reply that is not stored yet, as far as this page knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// Stays the same over retries: the server stores it once.
    pub client_id: String,
    pub text: String,
    pub state: Sending,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sending {
    /// Its turn has not come: replies leave one after another, in the order written, and one that failed
    /// holds back what was written after it.
    Queued,
    OnTheWay,
    Failed(String),
}

/// What is known of one conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thread {
    pub item: Option<QueueItem>,
    /// Ascending, each sequence number once.
    pub messages: Vec<Message>,
    pub notes: Vec<Note>,
    pub events: Vec<Event>,
    /// How far what was sent by WhatsApp has come, ascending by sequence number.
    pub deliveries: Vec<Delivery>,
    pub person: Person,
    pub citizen_present: bool,
    pub started_at: i64,
    pub outgoing: Vec<Outgoing>,
    /// Numbers of the last request made and of the latest one whose answer is shown.
    asked: u64,
    answered: u64,
    /// The citizen's last sequence number when the server refused a reply because the window is over.
    shut_at: Option<i64>,
}

impl Thread {
    /// Last sequence number before the first gap: what to ask the server from.
    pub fn held_seq(&self) -> i64 {
        self.messages.iter().fold(0, |held, message| if message.seq == held + 1 { message.seq } else { held })
    }

    /// The server has more rows than fitted into its answer.
    pub fn lacks_rows(&self) -> bool {
        self.item.as_ref().is_some_and(|item| item.last_seq > self.held_seq())
    }

    /// The number of a request about to be made.
    pub fn ask(&mut self) -> u64 {
        self.asked += 1;
        self.asked
    }

    /// An answer that was overtaken by the answer to a later request brings its rows but not its older state:
    /// deliveries, person and window change without a new row.
    pub fn merge(&mut self, opened: Opened, request: u64) {
        let rows_newer = self.item.as_ref().is_none_or(|item| opened.item.last_seq >= item.last_seq);
        for message in opened.messages {
            self.stored(message);
        }
        if rows_newer && request >= self.answered {
            self.answered = request;
            self.item = Some(opened.item);
            self.notes = opened.notes;
            self.events = opened.events;
            self.deliveries = opened.deliveries;
            self.person = opened.person;
            self.citizen_present = opened.citizen_present;
            self.started_at = opened.started_at;
        }
    }

    /// Whether, and until when, the person can be answered. What the server refused counts until they write again.
    pub fn window(&self, now: i64) -> Window {
        let Some(item) = self.item.as_ref().filter(|item| item.hold != Hold::Closed) else {
            return Window::Unlimited;
        };
        if self.shut_at.is_some_and(|seq| item.citizen_seq <= seq) {
            Window::Over
        } else {
            Window::of(item, now)
        }
    }

    /// The server refused a reply because the window is over.
    pub fn window_refused(&mut self) {
        self.shut_at = self.item.as_ref().map(|item| item.citizen_seq);
    }

    /// A stored message takes the place of the pending one with its client id.
    pub fn stored(&mut self, message: Message) {
        self.outgoing.retain(|out| out.client_id != message.client_id);
        if let Err(place) = self.messages.binary_search_by_key(&message.seq, |known| known.seq) {
            self.messages.insert(place, message);
        }
    }

    pub fn write(&mut self, client_id: String, text: String) {
        self.outgoing.push(Outgoing { client_id, text, state: Sending::Queued });
    }

    /// The next reply to post, now on its way; none while another is, or while one that failed waits for a
    /// person: the second sentence must not arrive before the first.
    pub fn next_to_send(&mut self) -> Option<(String, String)> {
        let next = self.outgoing.first_mut().filter(|out| out.state == Sending::Queued)?;
        next.state = Sending::OnTheWay;
        Some((next.client_id.clone(), next.text.clone()))
    }

    pub fn failed(&mut self, client_id: &str, why: String) {
        self.set_state(client_id, Sending::Failed(why));
    }

    pub fn retry(&mut self, client_id: &str) {
        self.set_state(client_id, Sending::Queued);
    }

    fn set_state(&mut self, client_id: &str, state: Sending) {
        if let Some(out) = self.outgoing.iter_mut().find(|out| out.client_id == client_id) {
            out.state = state;
        }
    }

    /// Takes a reply that failed back into the composer.
    pub fn take_back(&mut self, client_id: &str) -> Option<String> {
        let place = self
            .outgoing
            .iter()
            .position(|out| out.client_id == client_id && matches!(out.state, Sending::Failed(_)))?;
        Some(self.outgoing.remove(place).text)
    }

    /// Replies of an earlier page: whether they were stored is not known, so they wait for a person's retry.
    pub fn restore(&mut self, mut kept: Vec<Outgoing>, why: &str) {
        kept.retain(|out| !self.knows(&out.client_id));
        for out in &mut kept {
            out.state = Sending::Failed(why.to_owned());
        }
        kept.append(&mut self.outgoing);
        self.outgoing = kept;
    }

    fn knows(&self, client_id: &str) -> bool {
        self.outgoing.iter().any(|out| out.client_id == client_id)
            || self.messages.iter().any(|message| message.client_id == client_id)
    }

    /// Up to where to mark as read: only what one holds, and only when something is unread.
    pub fn to_mark_read(&self) -> Option<i64> {
        let item = self.item.as_ref()?;
        let held = self.held_seq();
        (item.hold == Hold::Mine && item.read_seq < item.citizen_seq.min(held)).then_some(held)
    }
}

/// The conversations the page holds: the open one and those with unsent replies.
pub type Threads = BTreeMap<String, Thread>;

/// Forgets what is neither open nor has anything unsent: citizens' texts stay in memory no longer than needed.
pub fn prune(threads: &mut Threads, open: Option<&str>) {
    threads.retain(|id, thread| open == Some(id.as_str()) || !thread.outgoing.is_empty());
}

pub fn unread(item: &QueueItem) -> bool {
    item.citizen_seq > item.read_seq
}

pub fn empty_queue(now: i64) -> Queue {
    Queue { waiting: vec![], mine: vec![], others: vec![], now, stopped_lines: vec![], session_ends: None }
}

/// Conversations in the order of the screen.
pub fn in_order(queue: &Queue) -> impl Iterator<Item = &QueueItem> {
    queue.mine.iter().chain(&queue.waiting).chain(&queue.others)
}

pub fn find<'queue>(queue: &'queue Queue, id: &str) -> Option<&'queue QueueItem> {
    in_order(queue).find(|item| item.id == id)
}

/// The line above or below; from nowhere, the first or the last.
pub fn neighbour(queue: &Queue, from: Option<&str>, down: bool) -> Option<String> {
    let ids: Vec<&str> = in_order(queue).map(|item| item.id.as_str()).collect();
    let last = ids.len().checked_sub(1)?;
    let place = from.and_then(|id| ids.iter().position(|known| *known == id));
    let next = match (place, down) {
        (None, true) => 0,
        (None, false) => last,
        (Some(place), true) => (place + 1).min(last),
        (Some(place), false) => place.saturating_sub(1),
    };
    ids.get(next).map(|id| (*id).to_owned())
}

/// The one line of the list that Tab stops at: the chosen one while it is there, else the first.
pub fn tab_stop(queue: &Queue, chosen: Option<&str>) -> Option<String> {
    let there = chosen.filter(|id| find(queue, id).is_some());
    there.map(str::to_owned).or_else(|| in_order(queue).next().map(|item| item.id.clone()))
}

/// Work that asks for attention: who waits, and one's own with something unread.
pub fn badge(queue: &Queue) -> usize {
    queue.waiting.len() + queue.mine.iter().filter(|item| unread(item)).count()
}

/// What a new queue brings that is worth a sound and a sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct News {
    /// Topics that now wait.
    pub arrived: Vec<String>,
    /// Topics of one's own conversations in which the person wrote.
    pub wrote: Vec<String>,
}

impl News {
    pub fn is_empty(&self) -> bool {
        self.arrived.is_empty() && self.wrote.is_empty()
    }
}

/// What one hands back oneself is no news.
pub fn news(old: &Queue, new: &Queue) -> News {
    let known: HashSet<&str> = old.waiting.iter().chain(&old.mine).map(|item| item.id.as_str()).collect();
    let arrived = new.waiting.iter().filter(|item| !known.contains(item.id.as_str()));
    let wrote = new.mine.iter().filter(|item| {
        find(old, &item.id)
            .is_some_and(|before| before.hold == Hold::Mine && item.citizen_seq > before.citizen_seq)
    });
    News {
        arrived: arrived.map(|item| item.topic.clone()).collect(),
        wrote: wrote.map(|item| item.topic.clone()).collect(),
    }
}

#[cfg(test)]
#[path = "store_tests.rs"]
pub mod tests;
