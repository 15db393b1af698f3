//! Messages not acknowledged yet, kept over a reload. Only what is needed to send them again, under the same
//! id; gone as soon as the server has them. Tabs share the list, so it is read again before each change.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

use super::super::session::Session;
use super::super::store::{Delivery, Pending};
use super::browser_time;
use crate::json;

#[derive(Serialize, Deserialize)]
struct Entry {
    client_id: String,
    #[serde(default)]
    topic: Option<String>,
    text: String,
    /// When it was written, Unix milliseconds.
    #[serde(default)]
    at: i64,
}

/// After this long only a tap sends it: the next person at a shared phone must not speak in the first one's
/// name.
const OWN_WORDS_MS: i64 = 30 * 60 * 1000;

/// Queues what an earlier page could not send.
pub fn restore(session: Session) {
    let left = load(session);
    session.tick();
    let at = session.now.get_untracked();
    session.store.update(|store| {
        for Entry { client_id, topic, text, at: written } in left {
            let recent = browser_time() - written < OWN_WORDS_MS;
            let delivery = if recent { Delivery::Failed } else { Delivery::Refused };
            store.queue(Pending { client_id, topic, text, at, delivery });
        }
    });
    forget_stored(session);
}

/// What the server has is not kept; it may have come with the page, or by the socket before the answer.
pub fn forget_stored(session: Session) {
    let stored =
        |id: &str| session.store.with_untracked(|store| store.rows().iter().any(|row| row.client_id == id));
    change(session, |entries| entries.retain(|entry| !stored(&entry.client_id)));
}

fn ids(pending: &[Pending]) -> Vec<String> {
    pending.iter().map(|pending| pending.client_id.clone()).collect()
}

pub fn add(session: Session, pending: &Pending) {
    let entry = Entry {
        client_id: pending.client_id.clone(),
        topic: pending.topic.clone(),
        text: pending.text.clone(),
        at: browser_time(),
    };
    change(session, |entries| entries.push(entry));
}

pub fn remove(session: Session, client_id: &str) {
    change(session, |entries| entries.retain(|entry| entry.client_id != client_id));
}

/// Forgets this page's messages; another tab's stay.
pub fn clear(session: Session) {
    let own = session.store.with_untracked(|store| ids(store.pending()));
    change(session, |entries| entries.retain(|entry| !own.contains(&entry.client_id)));
}

fn change(session: Session, work: impl FnOnce(&mut Vec<Entry>)) {
    let mut entries = load(session);
    let before = entries.len();
    work(&mut entries);
    if entries.len() != before {
        save(session, &entries);
    }
}

/// Refused or full storage costs what a reload would lose, nothing else.
fn save(session: Session, entries: &[Entry]) {
    let (Some(storage), key) = (storage(), key(session)) else { return };
    let _ = match serde_json::to_string(entries) {
        Ok(json) if !entries.is_empty() => storage.set_item(&key, &json),
        _ => storage.remove_item(&key),
    };
}

fn load(session: Session) -> Vec<Entry> {
    let json = storage().and_then(|storage| storage.get_item(&key(session)).ok().flatten());
    json.and_then(|text| json::read(&text)).unwrap_or_default()
}

/// By page and not by site: what was written at `/chat` by somebody signed in is not sent by a panel, nor what
/// was written in a panel in somebody's name.
fn key(session: Session) -> String {
    format!("puente:pending:{}", session.action(""))
}

/// Naming it already throws where storage is refused.
pub fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
