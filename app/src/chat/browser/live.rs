//! Keeps the page current: a socket, long polls where sockets are cut, and a check whenever the person or the
//! network comes back. Whatever was missed is asked for from the last row held.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::chat::Conversation;

use super::super::session::Session;
use super::super::store::Store;
use super::http::{self, Failure};
use super::wait::{self, Sleeper};
use super::{outbox, sender, socket, unread};

/// Sockets that never said a word in a row, before polling.
const SOCKET_TRIES: u32 = 2;
/// Long polls before a socket gets another chance: about four minutes.
const POLLS: u32 = 10;
/// A conversation longer than one answer comes in several.
const ANSWERS_AT_ONCE: u32 = 20;

thread_local! {
    static RUNNING: Cell<bool> = const { Cell::new(false) };
}

/// Listens from now on, and to the browser's own signs of life.
pub fn watch(session: Session) {
    ensure(session);
    for name in ["visibilitychange", "pageshow", "online"] {
        let _ = window_event_listener_untyped(name, move |_| check_now(session));
    }
    let _ = window_event_listener_untyped("offline", move |_| session.offline.set(true));
    let _ = window_event_listener_untyped("puente:open", move |_| check_now(session));
}

/// Starts listening when there is something to listen to.
pub fn ensure(session: Session) {
    if !session.listens() || RUNNING.replace(true) {
        return;
    }
    spawn_local(async move {
        listen(session).await;
        RUNNING.set(false);
    });
}

/// Another token speaks: the line is opened anew with it.
pub fn restart(session: Session) {
    socket::drop_line();
    wait::wake(Sleeper::Line);
    ensure(session);
}

/// A phone that slept, or a network that came back, is not made to wait for a timer.
fn check_now(session: Session) {
    session.tick();
    unread::look(session);
    if document().hidden() {
        return;
    }
    session.offline.set(!window().navigator().on_line());
    sender::kick(session);
    socket::drop_if_silent();
    wait::wake(Sleeper::Line);
    if session.listens() {
        spawn_local(async move {
            catch_up(session).await;
        });
    }
}

async fn listen(session: Session) {
    let (mut silent_sockets, mut tries) = (0, 0);
    while session.listens() {
        let heard = if silent_sockets < SOCKET_TRIES {
            let heard = socket::hold(session).await;
            silent_sockets = if heard { 0 } else { silent_sockets + 1 };
            heard
        } else {
            silent_sockets = SOCKET_TRIES - 1;
            poll(session).await
        };
        tries = if heard { 0 } else { tries + 1 };
        if session.listens() {
            catch_up(session).await;
            wait::rest(Sleeper::Line, wait::backoff(tries)).await;
        }
    }
}

/// Whether every poll was answered.
async fn poll(session: Session) -> bool {
    for _ in 0..POLLS {
        if !session.listens() || !ask(session, true).await {
            return false;
        }
    }
    true
}

/// Asks until nothing is missing; whether the server answered.
pub async fn catch_up(session: Session) -> bool {
    for _ in 0..ANSWERS_AT_ONCE {
        if !ask(session, false).await {
            return false;
        }
        if !session.store.with_untracked(Store::lacks_rows) {
            break;
        }
    }
    true
}

async fn ask(session: Session, wait: bool) -> bool {
    let token = session.token_now();
    let after = session.store.with_untracked(Store::held);
    let answer = http::conversation(&token, after, wait).await;
    if session.token_now() != token {
        return true;
    }
    match answer {
        Ok(conversation) => {
            take(session, conversation);
            true
        }
        Err(Failure::Problem { problem, .. }) if matches!(problem.status, 404 | 410) => {
            session.store.update(Store::expire);
            drop_when_over(session);
            true
        }
        Err(_) => {
            session.offline.set(true);
            false
        }
    }
}

/// News of this token's conversation, by whichever way it came.
pub fn take(session: Session, conversation: Conversation) {
    session.offline.set(false);
    let before = session.store.with_untracked(|store| store.pending().len());
    session.store.update(|store| store.merge(conversation));
    session.tick();
    if session.store.with_untracked(|store| store.pending().len()) < before {
        outbox::forget_stored(session);
    }
    drop_when_over(session);
    sender::kick(session);
}

/// Nothing more comes to a conversation that is over.
pub fn drop_when_over(session: Session) {
    if !session.listens() {
        socket::drop_line();
    }
}
