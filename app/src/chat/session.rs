//! The chat's state as signals: what components read, and the small things they change by themselves.

use leptos::html;
use leptos::prelude::*;
use protocol::chat::{ChatPage, Opening, Standing};

use super::runs::{self, Bubble, Face, Item};
use super::store::{Over, Store};

/// Signals and handles; copied freely into closures.
///
/// What components show is handed to the view as `Signal`, not as closures: each closure in a view is a type of
/// its own, and its code is made anew for every one of them (a tenth of the program's size).
#[derive(Debug, Clone, Copy)]
pub struct Session {
    page: StoredValue<ChatPage>,
    pub store: RwSignal<Store>,
    /// Topic chosen on the first screen.
    pub topic: RwSignal<Option<String>>,
    /// What went wrong with the last thing the person did; empty when all is well.
    pub notice: RwSignal<String>,
    /// The same for the resume code's field.
    pub code_notice: RwSignal<String>,
    /// The server cannot be reached.
    pub offline: RwSignal<bool>,
    /// The program runs: what needs it is shown, what replaces it is hidden.
    pub hydrated: RwSignal<bool>,
    /// Messages came below what is on screen.
    pub news_below: RwSignal<bool>,
    /// Characters in the composer.
    pub written: RwSignal<usize>,
    /// The person can see this page: panel open, tab in front.
    pub seen: RwSignal<bool>,
    /// Present time by the server's clock.
    pub now: RwSignal<i64>,
    pub items: Memo<Vec<Item>>,
    /// The log is shown instead of the first screen.
    pub begun: Memo<bool>,
    /// The server knows this conversation.
    pub stored: Memo<bool>,
    pub over: Memo<Option<Over>>,
    nodes: StoredValue<Nodes>,
}

/// Elements that are read or moved directly.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nodes {
    pub composer: NodeRef<html::Textarea>,
    pub log: NodeRef<html::Div>,
    pub code: NodeRef<html::Input>,
}

impl Session {
    pub fn new(page: ChatPage) -> Self {
        let offset = page.utc_offset_minutes;
        let store = RwSignal::new(Store::new(&page));
        Self {
            store,
            topic: RwSignal::new(page.topic.clone()),
            notice: RwSignal::new(page.notice.clone().unwrap_or_default()),
            code_notice: RwSignal::new(String::new()),
            offline: RwSignal::new(false),
            hydrated: RwSignal::new(false),
            news_below: RwSignal::new(false),
            written: RwSignal::new(page.draft.trim().chars().count()),
            seen: RwSignal::new(!page.framed),
            now: RwSignal::new(page.now),
            items: Memo::new(move |_| store.with(|store| runs::items(store.rows(), store.pending(), offset))),
            begun: Memo::new(move |_| store.with(Store::begun)),
            stored: Memo::new(move |_| store.with(|store| store.talk().is_some())),
            over: Memo::new(move |_| store.with(Store::over)),
            nodes: StoredValue::new(Nodes::default()),
            page: StoredValue::new(page),
        }
    }

    /// Reads something of what the server sent once and for all.
    pub fn page<T>(self, read: impl FnOnce(&ChatPage) -> T) -> T {
        self.page.with_value(read)
    }

    pub fn nodes(self) -> Nodes {
        self.nodes.get_value()
    }

    pub fn framed(self) -> bool {
        self.page(|page| page.framed)
    }

    /// Where a form posts.
    pub fn action(self, path: &str) -> String {
        self.page(|page| format!("{}{path}", page.base))
    }

    /// For the forms' hidden fields.
    pub fn token_field(self) -> Signal<String> {
        Signal::derive(move || self.store.with(|store| store.token().to_owned()))
    }

    pub fn code_text(self) -> Signal<String> {
        let code = |store: &Store| store.talk().map(|talk| talk.resume_code.clone()).unwrap_or_default();
        Signal::derive(move || self.store.with(code))
    }

    pub fn standing(self) -> Option<Standing> {
        self.store.with(|store| store.talk().map(|talk| talk.standing.clone()))
    }

    pub fn desk(self) -> Option<String> {
        self.store.with(|store| store.talk().map(|talk| talk.desk.clone()))
    }

    /// The desk's opening, or the chosen topic's; before that only what is true of every topic.
    pub fn opening(self) -> Option<Opening> {
        let of_talk = self.store.with(|store| store.talk().map(|talk| talk.opening.clone()));
        let topic = self.topic.get();
        of_talk.or_else(|| self.page(|page| opening_before(page, topic.as_deref())))
    }

    /// WhatsApp's address and the name of the conversation's topic, or of the one chosen.
    pub fn line(self) -> Option<(String, String)> {
        let of_talk = self.store.with(|store| store.talk().map(|talk| talk.topic.clone()));
        let topic = of_talk.or_else(|| self.topic.get())?;
        self.page(|page| line_of(page, &topic))
    }

    /// How a bubble looks now; it may have become part of a run since it was drawn.
    pub fn face(self, client_id: &str) -> Option<Face> {
        let this = |item: &Item| match item {
            Item::Bubble(Bubble { client_id: id, face, .. }) if id == client_id => Some(face.clone()),
            _ => None,
        };
        self.items.with(|items| items.iter().rev().find_map(this))
    }

    /// Follows what is in the composer; never writes to it.
    pub fn note_written(self) {
        let written =
            self.nodes().composer.get_untracked().map_or(0, |field| field.value().trim().chars().count());
        if written != self.written.get_untracked() {
            self.written.set(written);
        }
        if !self.notice.with_untracked(String::is_empty) {
            self.notice.set(String::new());
        }
    }

    pub fn choose(self, topic: &str) {
        self.topic.set(Some(topic.to_owned()));
        self.notice.set(String::new());
    }
}

fn line_of(page: &ChatPage, topic: &str) -> Option<(String, String)> {
    let topic = page.topics.iter().find(|known| known.id == topic)?;
    topic.whatsapp.clone().map(|address| (address, topic.name.clone()))
}

fn opening_before(page: &ChatPage, topic: Option<&str>) -> Option<Opening> {
    let place = topic.and_then(|topic| page.topics.iter().position(|known| known.id == topic));
    if let Some(place) = place {
        return page.openings.get(place).cloned();
    }
    let first = page.openings.first()?;
    page.openings.iter().all(|opening| opening == first).then(|| first.clone())
}

#[cfg(test)]
mod tests {
    use super::super::store::tests::page;
    use super::*;

    #[test]
    fn an_opening_is_only_said_when_it_holds() {
        let mut page = page(None);
        let closed = Opening { open: false, text: "Abre el lunes a las 9:00".into() };
        page.topics.push(protocol::chat::Topic {
            id: "pgh".into(),
            name: "Hipotecario".into(),
            icon: "house".into(),
            whatsapp: None,
        });
        page.openings.push(closed.clone());
        assert_eq!(opening_before(&page, None), None, "desks differ and none is chosen");
        assert_eq!(opening_before(&page, Some("pgh")), Some(closed.clone()));
        page.openings = vec![closed.clone(), closed.clone()];
        assert_eq!(opening_before(&page, Some("unknown")), Some(closed));
    }
}
