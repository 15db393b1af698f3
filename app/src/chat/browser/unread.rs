//! What came while nobody was looking: the launcher's badge, and the tab's title at `/chat`.

use std::cell::Cell;

use leptos::prelude::*;
use web_sys::{CustomEvent, CustomEventInit};

use super::super::session::Session;
use super::super::store::Store;
use super::outbox;
use crate::text::chat as words;

thread_local! {
    /// The panel is open; always so outside a frame.
    static OPEN: Cell<bool> = const { Cell::new(false) };
}

/// How far a conversation has been read; the first message's id names it.
#[derive(Clone, PartialEq, Eq)]
struct Mark {
    conversation: String,
    seq: i64,
}

pub fn watch(session: Session) {
    OPEN.set(!session.framed() || was_opened());
    for (name, open) in [("puente:open", true), ("puente:close", false)] {
        let _ = window_event_listener_untyped(name, move |_| {
            OPEN.set(open);
            look(session);
        });
    }
    look(session);
    let title = document().title();
    let read = StoredValue::new(stored(session));
    // The first count is told even when it is nothing: the loader learns that there is a conversation.
    let told = StoredValue::new(-1);
    Effect::new(move |_| {
        let count = count(session, read);
        if session.stored.get() && told.try_update_value(|told| std::mem::replace(told, count)) != Some(count)
        {
            tell(session, count, &title);
        }
    });
}

/// Looks again whether the person can see the page.
pub fn look(session: Session) {
    let seen = !document().hidden() && (!session.framed() || OPEN.get());
    if session.seen.get_untracked() != seen {
        session.seen.set(seen);
    }
}

/// The loader may have said "open" before the program could hear it: the boot script has then put the
/// keyboard into the composer.
fn was_opened() -> bool {
    let at_composer =
        document().active_element().is_some_and(|element| element.has_attribute("data-composer"));
    at_composer || document().has_focus().unwrap_or(false)
}

fn count(session: Session, read: StoredValue<Option<Mark>>) -> i32 {
    let seen = session.seen.get();
    let Some(now) = session.store.with(end) else { return 0 };
    let known = read.get_value().filter(|mark| mark.conversation == now.conversation);
    // Where nothing is known of earlier visits, everything there is counts as read.
    let mark = if seen { now } else { known.unwrap_or(now) };
    let count = session.store.with(|store| store.unread_after(mark.seq));
    if read.get_value().as_ref() != Some(&mark) {
        keep(session, &mark);
        read.set_value(Some(mark));
    }
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn end(store: &Store) -> Option<Mark> {
    let conversation = store.rows().first()?.client_id.clone();
    Some(Mark { conversation, seq: store.held() })
}

fn tell(session: Session, count: i32, title: &str) {
    let init = CustomEventInit::new();
    init.set_detail(&count.into());
    if let Ok(event) = CustomEvent::new_with_event_init_dict("puente:unread", &init) {
        let _ = window().dispatch_event(&event);
    }
    if !session.framed() {
        document().set_title(&words::unread_title(usize::try_from(count).unwrap_or(0), title));
    }
}

fn key(session: Session) -> String {
    format!("puente:read:{}", session.action(""))
}

fn stored(session: Session) -> Option<Mark> {
    let text = outbox::storage()?.get_item(&key(session)).ok()??;
    let (conversation, seq) = text.rsplit_once(' ')?;
    Some(Mark { conversation: conversation.to_owned(), seq: seq.parse().ok()? })
}

fn keep(session: Session, mark: &Mark) {
    if let Some(storage) = outbox::storage() {
        let _ = storage.set_item(&key(session), &format!("{} {}", mark.conversation, mark.seq));
    }
}
