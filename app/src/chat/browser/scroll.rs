//! Where the log stands. It is laid out from its end (`column-reverse`): `scrollTop` is 0 at the newest
//! message and negative above, with and without the program.

use std::cell::Cell;

use leptos::prelude::*;
use protocol::chat::Author;

use super::super::session::Session;
use super::soon;

/// Closer to the end than this counts as being there.
const NEAR_PX: i32 = 48;

thread_local! {
    static AT_END: Cell<bool> = const { Cell::new(true) };
    /// What is above the window, in pixels: kept the same when messages come below.
    static ABOVE: Cell<i32> = const { Cell::new(0) };
}

pub fn note_scroll(session: Session) {
    let Some(log) = session.nodes().log.get_untracked() else { return };
    let at_end = log.scroll_top().abs() < NEAR_PX;
    AT_END.set(at_end);
    ABOVE.set(above(&log));
    if at_end && session.news_below.get_untracked() {
        session.news_below.set(false);
    }
}

fn above(log: &web_sys::Element) -> i32 {
    log.scroll_height() - log.client_height() + log.scroll_top()
}

/// The person's own message is always brought into view.
pub fn to_end() {
    AT_END.set(true);
}

/// "Mensajes nuevos".
pub fn scroll_down(session: Session) {
    to_end();
    session.news_below.set(false);
    if let Some(log) = session.nodes().log.get_untracked() {
        log.set_scroll_top(0);
        let _ = log.focus();
    }
}

/// Follows the end while the person is there; elsewhere keeps what they read in place and says so.
pub fn follow(session: Session) {
    Effect::new(move |last: Option<usize>| {
        let others = session
            .store
            .with(|store| store.rows().iter().filter(|row| row.author != Author::Citizen).count());
        session.items.track();
        let news = last.is_some_and(|last| others > last);
        soon(move || settle(session, news));
        others
    });
}

fn settle(session: Session, news: bool) {
    let Some(log) = session.nodes().log.get_untracked() else {
        to_end();
        return;
    };
    if AT_END.get() {
        log.set_scroll_top(0);
        return;
    }
    let moved = above(&log) - ABOVE.get();
    if moved != 0 {
        log.set_scroll_top(log.scroll_top() - moved);
    }
    if news {
        session.news_below.set(true);
    }
}
