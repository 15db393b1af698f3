//! Sends what is queued, one after the other, until the server has it. The client id makes repeating safe.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::chat::{Send, Sent};

use super::super::session::Session;
use super::super::store::{Delivery, Pending, Store};
use super::http::{self, Failure};
use super::wait::{self, Sleeper};
use super::{give_back, live, outbox, tabs};

/// A hiccup is not worth alarming anyone; from here on the bubble says that it was not sent.
const QUIET_TRIES: u32 = 3;

thread_local! {
    static RUNNING: Cell<bool> = const { Cell::new(false) };
}

/// Starts sending, or cuts short the pause before the next try.
pub fn kick(session: Session) {
    wait::wake(Sleeper::Sender);
    if next(session).is_none() || RUNNING.replace(true) {
        return;
    }
    spawn_local(async move {
        drain(session).await;
        RUNNING.set(false);
    });
}

fn next(session: Session) -> Option<Pending> {
    session.store.with_untracked(|store| store.next().cloned())
}

async fn drain(session: Session) {
    let mut tries = 0;
    while let Some(pending) = next(session) {
        let token = session.token_now();
        let answer = http::send(&token, &body(session, &pending)).await;
        if session.token_now() != token {
            // Another conversation was taken up meanwhile: the same id goes there.
            continue;
        }
        let pause = match answer {
            Ok(sent) => {
                accept(session, &pending.client_id, sent);
                None
            }
            Err(failure) => act_on(session, &pending, failure, tries),
        };
        tries = if pause.is_some() { tries + 1 } else { 0 };
        if let Some(ms) = pause {
            wait::rest(Sleeper::Sender, ms).await;
        }
    }
}

fn body(session: Session, pending: &Pending) -> Send {
    Send {
        site: session.site(),
        client_id: pending.client_id.clone(),
        topic: pending.topic.clone(),
        text: pending.text.clone(),
        after: session.store.with_untracked(Store::held),
    }
}

fn accept(session: Session, client_id: &str, sent: Sent) {
    let first = session.store.with_untracked(|store| store.talk().is_none());
    let renewed = sent.token.is_some();
    session.offline.set(false);
    session.store.update(|store| {
        store.acknowledge(sent);
        // Whatever the answer says: this one is done, and must not be sent for ever.
        store.unqueue(client_id);
    });
    session.tick();
    outbox::remove(session, client_id);
    if first || renewed {
        tabs::tell(session);
    }
    if renewed { live::restart(session) } else { live::ensure(session) }
}

/// What a failure means for the message; a pause when it is to be tried again.
fn act_on(session: Session, pending: &Pending, failure: Failure, tries: u32) -> Option<i32> {
    let (problem, wait_ms) = match failure {
        Failure::Unreachable => {
            session.offline.set(true);
            return Some(try_later(session, pending, tries, None));
        }
        Failure::Problem { problem, wait_ms } => (problem, wait_ms),
    };
    match problem.status {
        429 | 500.. => return Some(try_later(session, pending, tries, wait_ms)),
        409 => session.store.update(Store::close),
        410 => session.store.update(Store::expire),
        422 if matches!(problem.field.as_deref(), Some("text" | "topic")) => {
            take_back(session, pending);
            session.notice.set(problem.detail);
            return None;
        }
        _ => {}
    }
    live::drop_when_over(session);
    refuse(session, &pending.client_id);
    session.notice.set(problem.detail);
    None
}

fn try_later(session: Session, pending: &Pending, tries: u32, wait_ms: Option<i32>) -> i32 {
    if tries + 1 >= QUIET_TRIES && pending.delivery == Delivery::Sending {
        session.store.update(|store| store.mark(&pending.client_id, Delivery::Failed));
    }
    wait_ms.unwrap_or(0).max(wait::backoff(tries))
}

/// Trying again would not help, and what waits behind it would fare the same when the conversation is over.
fn refuse(session: Session, client_id: &str) {
    session.store.update(|store| {
        let over = store.over().is_some();
        let waiting: Vec<String> = store.pending().iter().map(|pending| pending.client_id.clone()).collect();
        for id in waiting.iter().filter(|id| over || *id == client_id) {
            store.mark(id, Delivery::Refused);
        }
    });
}

/// Text or topic have to change: back into the composer with it.
fn take_back(session: Session, pending: &Pending) {
    session.store.update(|store| {
        store.unqueue(&pending.client_id);
    });
    outbox::remove(session, &pending.client_id);
    give_back(session, &pending.text);
}
