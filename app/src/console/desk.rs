//! The state of the console's screen; `actions.rs` and `fetch.rs` change it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use protocol::staff::{ConsolePage, Desk as DeskName, Hold, Queue, QueueItem};

use super::browser;
use super::pace::Pace;
use super::store::{self, Outgoing, Thread, Threads};
use super::window::Window;
use crate::text::console as words;

/// Which column a narrow screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Queue,
    Conversation,
    Person,
}

impl Tab {
    pub fn name(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Conversation => "conversation",
            Self::Person => "person",
        }
    }
}

/// What stands between the conversation's head and its messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    None,
    Pass,
    Close,
}

/// What never changes while the page is open.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    pub institution: String,
    pub username: String,
    pub display_name: String,
    /// Names of the desks the person attends.
    pub own_desks: Vec<String>,
    /// Every desk a conversation can be passed to.
    pub desks: Vec<DeskName>,
    pub offset_minutes: i32,
    pub demo_clock: Option<String>,
}

/// How the last action or form ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    None,
    /// Shown while nothing is open.
    Done(String),
    Trouble(String),
}

/// The line to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// The program does not run yet: what works only with it stays hidden.
    NotYet,
    Up,
    Lost,
}

/// What the screen does not show.
#[derive(Debug, Default)]
struct Back {
    /// The composer takes the focus as soon as it is there.
    to_reply: bool,
    /// An action is on its way.
    busy: bool,
    pace: Pace,
    /// The server's clock minus this machine's.
    skew: i64,
    drafts: BTreeMap<String, String>,
}

#[derive(Clone, Copy)]
pub struct Desk {
    pub facts: StoredValue<Facts>,
    pub queue: RwSignal<Queue>,
    pub threads: RwSignal<Threads>,
    pub open: RwSignal<Option<String>>,
    /// The queue's line that the keyboard is at.
    pub cursor: RwSignal<Option<String>>,
    /// The server's present time, renewed every 15 s.
    pub now: RwSignal<i64>,
    pub tab: RwSignal<Tab>,
    pub panel: RwSignal<Panel>,
    pub outcome: RwSignal<Outcome>,
    pub link: RwSignal<Link>,
    /// For the polite live region.
    pub said: RwSignal<String>,
    pub muted: RwSignal<bool>,
    /// Single letters act (WCAG 2.1.4 asks for a switch).
    pub letters: RwSignal<bool>,
    /// Counts changes of drafts that did not come from typing.
    pub rewritten: RwSignal<u32>,
    back: StoredValue<Back>,
}

impl Desk {
    pub fn new(page: ConsolePage) -> Self {
        let queue = page.queue.clone().unwrap_or_else(|| store::empty_queue(page.now));
        Self {
            queue: RwSignal::new(queue),
            threads: RwSignal::default(),
            open: RwSignal::new(None),
            cursor: RwSignal::new(None),
            now: RwSignal::new(page.now),
            tab: RwSignal::new(Tab::Queue),
            panel: RwSignal::new(Panel::None),
            outcome: RwSignal::new(outcome(&page)),
            link: RwSignal::new(Link::NotYet),
            said: RwSignal::default(),
            muted: RwSignal::new(false),
            letters: RwSignal::new(true),
            rewritten: RwSignal::new(0),
            back: StoredValue::default(),
            facts: StoredValue::new(facts(page)),
        }
    }

    /// Reads the open conversation, reactively.
    pub fn with_open<R>(self, read: impl FnOnce(Option<&Thread>) -> R) -> R {
        let id = self.open.get();
        self.threads.with(|threads| read(id.and_then(|id| threads.get(&id))))
    }

    /// The open conversation's line.
    pub fn open_item(self) -> Option<QueueItem> {
        self.with_open(|thread| thread.and_then(|thread| thread.item.clone()))
    }

    pub fn open_hold(self) -> Option<Hold> {
        self.with_open(|thread| thread.and_then(|thread| thread.item.as_ref()).map(|item| item.hold.clone()))
    }

    /// Whether, and until when, the person of the open conversation can be answered.
    pub fn open_window(self) -> Window {
        let now = self.now.get();
        self.with_open(|thread| thread.map_or(Window::Unlimited, |thread| thread.window(now)))
    }

    pub fn offset(self) -> i32 {
        self.facts.with_value(|facts| facts.offset_minutes)
    }

    pub fn desk_name(self, id: &str) -> String {
        self.facts.with_value(|facts| {
            let known = facts.desks.iter().find(|desk| desk.id == id);
            known.map_or_else(|| id.to_owned(), |desk| desk.name.clone())
        })
    }

    /// Renews the shown time from this machine's clock.
    pub fn tick_clock(self) {
        self.now.set(browser::now() + self.back.with_value(|back| back.skew));
    }

    pub(super) fn set_clock(self, server: i64) {
        self.back.update_value(|back| back.skew = server - browser::now());
        self.now.set(server);
    }

    /// Asks the pace of fetches.
    pub(super) fn paced<R>(self, ask: impl FnOnce(&mut Pace) -> R) -> Option<R> {
        self.back.try_update_value(|back| ask(&mut back.pace))
    }

    /// One action at a time: false while another is on its way.
    pub(super) fn begin_action(self) -> bool {
        self.back.try_update_value(|back| !std::mem::replace(&mut back.busy, true)).unwrap_or(false)
    }

    pub(super) fn end_action(self) {
        self.back.update_value(|back| back.busy = false);
    }

    pub(super) fn want_reply(self, wanted: bool) {
        self.back.update_value(|back| back.to_reply = wanted);
    }

    /// Whether the composer is to take the focus; once.
    pub fn takes_reply(self) -> bool {
        self.back.try_update_value(|back| std::mem::take(&mut back.to_reply)).unwrap_or(false)
    }

    pub fn ready(self) -> bool {
        self.link.get() != Link::NotYet
    }

    /// A sentence for the live region; the same one twice is said twice.
    pub fn say(self, sentence: String) {
        self.said.set(String::new());
        set_timeout(move || self.said.set(sentence), std::time::Duration::from_millis(60));
    }

    /// Keys name the person: on a shared machine nobody finds another's draft.
    fn key(self, kind: &str, id: &str) -> String {
        self.facts.with_value(|facts| format!("puente:{}:{kind}:{id}", facts.username))
    }

    pub fn draft(self, id: &str) -> String {
        let in_memory = self.back.with_value(|back| back.drafts.get(id).cloned());
        in_memory.or_else(|| browser::kept(&self.key("borrador", id))).unwrap_or_default()
    }

    pub fn keep_draft(self, id: &str, text: &str) {
        self.back.update_value(|back| {
            back.drafts.insert(id.to_owned(), text.to_owned());
        });
        browser::keep(&self.key("borrador", id), Some(&text).filter(|text| !text.is_empty()));
    }

    pub(super) fn keep_outgoing(self, id: &str) {
        self.threads.with_untracked(|threads| {
            let outgoing = threads.get(id).map(|thread| &thread.outgoing).filter(|list| !list.is_empty());
            browser::keep(&self.key("salida", id), outgoing);
        });
    }

    /// Replies an earlier page did not see stored.
    pub(super) fn restore_outgoing(self, id: &str, thread: &mut Thread) {
        if let Some(kept) = browser::kept::<Vec<Outgoing>>(&self.key("salida", id)) {
            thread.restore(kept, words::INTERRUPTED);
        }
    }

    pub(super) fn keep_open(self) {
        browser::keep(&self.key("abierta", ""), self.open.get_untracked().as_ref());
    }

    pub(super) fn kept_open(self) -> Option<String> {
        browser::kept(&self.key("abierta", ""))
    }

    /// Signing out leaves nothing of the person in the tab.
    pub fn forget(self) {
        browser::forget_all(&self.facts.with_value(|facts| format!("puente:{}:", facts.username)));
    }
}

fn outcome(page: &ConsolePage) -> Outcome {
    let trouble = page.notice.clone().map(Outcome::Trouble);
    trouble.or_else(|| page.success.clone().map(Outcome::Done)).unwrap_or(Outcome::None)
}

fn facts(page: ConsolePage) -> Facts {
    let me = page.me;
    let desks = me.as_ref().map(|me| me.desks.iter().map(|desk| desk.name.clone()).collect());
    Facts {
        institution: page.institution,
        username: me.as_ref().map(|me| me.username.clone()).unwrap_or_default(),
        display_name: me.map(|me| me.display_name).unwrap_or_default(),
        own_desks: desks.unwrap_or_default(),
        desks: page.desks,
        offset_minutes: page.utc_offset_minutes,
        demo_clock: page.demo_clock,
    }
}
