//! What an operator does to conversations.

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::chat::Message;
use protocol::staff::{Hold, Opened, Pass, Reply};
use serde::Serialize;

use super::browser::{self, Failure};
use super::desk::{Desk, Outcome, Panel, Tab};
use super::fetch::{API, why};
use super::ids;
use super::pace::Wanted;
use super::store::{self, Thread};
use crate::text::console as words;

/// The server's refusal of a reply that WhatsApp would not take any more.
const WINDOW_CLOSED: &str = "window_closed";

#[derive(Serialize)]
struct Nothing {}

impl Desk {
    /// Opens a conversation in place.
    pub fn show(self, id: &str) {
        self.threads.update(|threads| {
            store::prune(threads, Some(id));
            if !threads.contains_key(id) {
                let mut thread = Thread::default();
                self.restore_outgoing(id, &mut thread);
                threads.insert(id.to_owned(), thread);
            }
        });
        if self.open.get_untracked().as_deref() != Some(id) {
            self.panel.set(Panel::None);
            self.outcome.set(Outcome::None);
            self.open.set(Some(id.to_owned()));
        }
        self.want_reply(false);
        if matches!(self.outcome.get_untracked(), Outcome::Done(_)) {
            self.outcome.set(Outcome::None);
        }
        self.cursor.set(Some(id.to_owned()));
        self.tab.set(Tab::Conversation);
        self.keep_open();
        self.refresh(Wanted::THREAD);
        browser::focus(ids::CONVERSATION);
    }

    /// Shows none any more, and why.
    pub fn close_view(self, sentence: String) {
        self.open.set(None);
        self.panel.set(Panel::None);
        self.tab.set(Tab::Queue);
        self.threads.update(|threads| store::prune(threads, None));
        self.keep_open();
        self.say(sentence.clone());
        self.outcome.set(Outcome::Done(sentence));
        browser::focus(ids::CONVERSATION);
    }

    pub fn toggle_panel(self, panel: Panel, first: &'static str) {
        let shut = self.panel.get_untracked() == panel;
        self.panel.set(if shut { Panel::None } else { panel });
        browser::focus(if shut { ids::CONVERSATION } else { first });
    }

    pub fn take(self, id: String) {
        self.act("take", id, Nothing {}, |desk, id| {
            desk.show(&id);
            desk.want_reply(true);
            browser::focus(ids::REPLY);
        });
    }

    /// The open one if it waits, else the chosen line, else who waits longest.
    pub fn take_any(self) {
        let open = self.open.get_untracked().filter(|_| untrack(|| self.open_hold()) == Some(Hold::Waiting));
        let next = self.queue.with_untracked(|queue| {
            let waits = |id: &String| queue.waiting.iter().any(|item| item.id == *id);
            let chosen = self.cursor.get_untracked().filter(waits);
            chosen.or_else(|| queue.waiting.first().map(|item| item.id.clone()))
        });
        if let Some(id) = open.or(next) {
            self.take(id);
        }
    }

    pub fn release(self, id: String) {
        self.act("release", id, Nothing {}, |desk, _| desk.close_view(words::RELEASED.to_owned()));
    }

    pub fn close(self, id: String) {
        self.act("close", id, Nothing {}, |desk, _| desk.close_view(words::ENDED.to_owned()));
    }

    pub fn pass(self, id: String, pass: Pass) {
        let sentence = words::passed_to(&self.desk_name(&pass.desk));
        self.act("pass", id, pass, move |desk, _| desk.close_view(sentence));
    }

    /// Sends a message again that did not arrive by WhatsApp, or may not have.
    pub fn resend(self, id: String, seq: i64) {
        self.act(&format!("messages/{seq}/resend"), id, Nothing {}, |desk, _| {
            desk.say(words::RESENT.to_owned());
            // The button goes away with the state it was for.
            browser::focus(ids::LOG);
        });
    }

    /// One action at a time: a second click on the same button does nothing.
    fn act<B: Serialize + 'static>(
        self,
        verb: &str,
        id: String,
        body: B,
        then: impl FnOnce(Self, String) + 'static,
    ) {
        if !self.begin_action() {
            return;
        }
        let path = format!("{API}/conversations/{id}/{verb}");
        spawn_local(async move {
            let answer = browser::post::<B, Opened>(&path, &body).await;
            self.end_action();
            match answer {
                Ok(_) => {
                    self.outcome.set(Outcome::None);
                    then(self, id);
                }
                Err(failure) => self.outcome.set(Outcome::Trouble(why(failure))),
            }
            self.refresh(Wanted::ALL);
        });
    }

    /// Queues a reply behind those on their way. Nothing is lost when the browser has no random numbers: the
    /// text then stays in the composer.
    pub fn send(self, id: &str, text: String) -> bool {
        let Some(client_id) = browser::uuid() else { return false };
        self.threads.update(|threads| {
            threads.entry(id.to_owned()).or_default().write(client_id, text);
        });
        self.keep_outgoing(id);
        self.post_next(id.to_owned());
        browser::scroll_to_end(ids::LOG);
        true
    }

    pub fn retry(self, id: String, client_id: &str) {
        self.change(&id, |thread| thread.retry(client_id));
        self.post_next(id);
    }

    /// Takes a reply that failed back into the composer, before what stands there.
    pub fn edit(self, id: &str, client_id: &str) {
        let mut text = None;
        self.change(id, |thread| text = thread.take_back(client_id));
        let Some(text) = text else { return };
        let draft = self.draft(id);
        let whole = if draft.is_empty() { text } else { format!("{text}\n{draft}") };
        self.keep_draft(id, &whole);
        self.keep_outgoing(id);
        // What it held back may leave now.
        self.post_next(id.to_owned());
        self.rewritten.update(|count| *count += 1);
        browser::focus(ids::REPLY);
    }

    fn change(self, id: &str, change: impl FnOnce(&mut Thread)) {
        self.threads.update(|threads| {
            if let Some(thread) = threads.get_mut(id) {
                change(thread);
            }
        });
    }

    fn post_next(self, id: String) {
        let mut next = None;
        self.change(&id, |thread| next = thread.next_to_send());
        if let Some((client_id, text)) = next {
            spawn_local(self.post(id, client_id, text));
        }
    }

    async fn post(self, id: String, client_id: String, text: String) {
        let reply = Reply { client_id: client_id.clone(), text };
        let answer = browser::post::<_, Message>(&format!("{API}/conversations/{id}/messages"), &reply).await;
        match answer.and_then(|message| message.ok_or(Failure::Garbled)) {
            Ok(message) => self.change(&id, |thread| thread.stored(message)),
            Err(failure) => {
                let shut = matches!(&failure, Failure::Refused(problem) if problem.code == WINDOW_CLOSED);
                let why = why(failure);
                self.change(&id, |thread| {
                    thread.failed(&client_id, why);
                    if shut {
                        thread.window_refused();
                    }
                });
                // Whoever took the conversation away changed the queue too.
                self.refresh(Wanted::ALL);
            }
        }
        self.keep_outgoing(&id);
        self.post_next(id);
    }
}
