//! What only a browser does: everything a person sets off, and everything that comes by itself.

mod copy;
mod http;
mod live;
mod outbox;
mod random;
mod scroll;
mod sender;
mod socket;
mod tabs;
mod unread;
mod wait;

use std::cell::Cell;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::limits::CITIZEN_MESSAGE_CHARS;
use wasm_bindgen::JsCast as _;

use super::session::Session;
use super::store::{Delivery, Pending, Store};
use crate::text::chat as words;
use http::Failure;

pub use copy::{copy_code, save_copy};
pub use scroll::{note_scroll, scroll_down};

/// A second tap right after the first finds an empty field: that is no mistake to speak of.
const DOUBLE_TAP_MS: i64 = 1_500;

thread_local! {
    /// How far the server's clock is ahead of the browser's.
    static LEAD: Cell<Option<i64>> = const { Cell::new(None) };
}

/// Once, when the page has become live.
pub fn start(session: Session) {
    untrack(|| {
        session.hydrated.set(true);
        read_what_is_there(session);
        outbox::restore(session);
        tabs::listen(session);
        unread::watch(session);
        scroll::follow(session);
        live::watch(session);
        sender::kick(session);
    });
}

/// Text typed and topic chosen before the program came.
fn read_what_is_there(session: Session) {
    let written = session.nodes().composer.get_untracked().map_or(0, |field| field.value().chars().count());
    session.written.set(written);
    let chosen = document().query_selector("input[name=topic]:checked").ok().flatten();
    if let Some(radio) = chosen.and_then(|radio| radio.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        session.topic.set(Some(radio.value()));
    }
}

/// "Enviar mensaje".
pub fn submit(session: Session) {
    let Some(field) = session.nodes().composer.get_untracked() else { return };
    let value = field.value();
    let text = value.trim();
    if let Some(why) = fault(session, text) {
        return refuse(session, why);
    }
    session.tick();
    let pending = Pending {
        client_id: random::uuid(),
        topic: session.topic_to_send(),
        text: text.to_owned(),
        at: session.now.get_untracked(),
        delivery: Delivery::Sending,
    };
    outbox::add(session, &pending);
    session.store.update(|store| store.queue(pending));
    write(&field, "");
    announce("puente:sent");
    let _ = field.focus();
    scroll::to_end();
    sender::kick(session);
}

enum Fault {
    Empty,
    TooLong(usize),
    NoTopic,
}

fn fault(session: Session, text: &str) -> Option<Fault> {
    let length = text.chars().count();
    if length == 0 {
        return Some(Fault::Empty);
    }
    if length > CITIZEN_MESSAGE_CHARS {
        return Some(Fault::TooLong(length));
    }
    session.topic_to_send().is_none().then_some(Fault::NoTopic)
}

fn refuse(session: Session, fault: Fault) {
    let last = session.store.with_untracked(|store| store.pending().last().map(|pending| pending.at));
    match fault {
        Fault::Empty if last.is_some_and(|at| session.time() - at < DOUBLE_TAP_MS) => {}
        Fault::Empty => fault_at_composer(session, words::EMPTY.to_owned()),
        Fault::TooLong(length) => fault_at_composer(session, words::too_long(length)),
        Fault::NoTopic => {
            session.notice.set(words::TOPIC_NEEDED.to_owned());
            focus_on("input[name=topic]");
        }
    }
}

fn fault_at_composer(session: Session, why: String) {
    session.notice.set(why);
    focus_on("[data-composer]");
}

/// Puts text into the composer as if it had been typed: the draft is kept and the count follows.
fn write(field: &web_sys::HtmlTextAreaElement, text: &str) {
    field.set_value(text);
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &init) {
        let _ = field.dispatch_event(&event);
    }
}

/// Gives text back that could not be sent, before what has been written since.
fn give_back(session: Session, text: &str) {
    let Some(field) = session.nodes().composer.get_untracked() else { return };
    let since = field.value();
    let whole = if since.trim().is_empty() { text.to_owned() } else { format!("{text}\n{since}") };
    write(&field, &whole);
}

/// "Reintentar".
pub fn retry(session: Session, client_id: &str) {
    if session.over.get_untracked().is_some() {
        return begin_again(session);
    }
    session.store.update(|store| store.mark(client_id, Delivery::Sending));
    sender::kick(session);
}

/// "Sí, terminar".
pub fn end(session: Session) {
    spawn_local(async move {
        let token = session.token_now();
        match http::end(&token).await {
            Ok(()) => ended(session),
            Err(Failure::Problem { problem, .. }) if matches!(problem.status, 404 | 409 | 410) => {
                ended(session);
            }
            Err(_) => session.notice.set(words::END_FAILED.to_owned()),
        }
    });
}

fn ended(session: Session) {
    session.store.update(Store::close);
    live::drop_when_over(session);
    tabs::tell(session);
    focus_on(".p-ended__title");
}

/// "Empezar otra conversación": a new token, and what was not sent goes back into the composer.
pub fn begin_again(session: Session) {
    let Some(token) = random::token() else {
        // Without randomness a token cannot be made here; the server makes one.
        let _ = window().location().assign(&session.action("?nueva=1"));
        return;
    };
    outbox::clear(session);
    let unsent = session.store.try_update(|store| store.begin_again(token)).unwrap_or_default();
    session.code_notice.set(String::new());
    live::restart(session);
    if !unsent.is_empty() {
        give_back(session, &unsent);
    }
    session.notice.set(String::new());
    focus_on("[data-composer]");
}

/// "Continuar la conversación": with the code.
pub fn resume(session: Session) {
    let code = session.nodes().code.get_untracked().map(|field| field.value()).unwrap_or_default();
    if code.trim().is_empty() {
        session.code_notice.set(words::CODE_EMPTY.to_owned());
        return focus_on("#codigo");
    }
    spawn_local(async move {
        let site = session.page(|page| page.site.clone());
        match http::resume(&protocol::chat::Resume { site, code }).await {
            Ok(resumed) => {
                session.code_notice.set(String::new());
                session.adopt(resumed.token, resumed.conversation);
                tabs::tell(session);
                focus_on("[data-composer]");
            }
            Err(failure) => {
                session.code_notice.set(failure.words(words::OFFLINE_TRY));
                focus_on("#codigo");
            }
        }
    });
}

/// Enter sends where there is a keyboard to make lines with Shift+Enter.
pub fn enter_sends() -> bool {
    window().match_media("(pointer: fine)").ok().flatten().is_some_and(|query| query.matches())
}

pub fn focus_summary(menu: NodeRef<html::Details>) {
    let summary = menu.get_untracked().and_then(|menu| menu.query_selector("summary").ok().flatten());
    if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = summary.focus();
    }
}

/// After the page has been brought up to date: what was hidden cannot take the focus.
fn focus_on(selector: &'static str) {
    soon(move || {
        let found = document().query_selector(selector).ok().flatten();
        if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}

/// Runs when the signals set so far have reached the page.
fn soon(work: impl FnOnce() + 'static) {
    set_timeout(work, Duration::ZERO);
}

/// A word for `public/chat-boot.js`.
fn announce(name: &str) {
    if let Ok(event) = web_sys::Event::new(name) {
        let _ = window().dispatch_event(&event);
    }
}

fn browser_time() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit")]
    let now = js_sys::Date::now() as i64;
    now
}

impl Session {
    /// Present time by the server's clock, which may be shifted or simply right.
    fn time(self) -> i64 {
        let browser = browser_time();
        // Fixed at the first call, while what the page says is fresh.
        let lead = LEAD.get().unwrap_or_else(|| self.page(|page| page.now) - browser);
        LEAD.set(Some(lead));
        browser + lead
    }

    fn tick(self) {
        self.now.set(self.time());
    }

    fn token_now(self) -> String {
        self.store.with_untracked(|store| store.token().to_owned())
    }

    fn listens(self) -> bool {
        self.store.with_untracked(Store::listens)
    }

    fn site(self) -> String {
        self.page(|page| page.site.clone())
    }

    /// A follow-up carries the topic too: after a reload without a cookie it can begin a conversation.
    fn topic_to_send(self) -> Option<String> {
        let of_talk = self.store.with_untracked(|store| {
            let waiting = store.pending().first().and_then(|pending| pending.topic.clone());
            store.talk().map(|talk| talk.topic.clone()).or(waiting)
        });
        of_talk.or_else(|| self.topic.get_untracked())
    }

    /// Another token speaks from now on.
    fn adopt(self, token: String, conversation: protocol::chat::Conversation) {
        self.store.update(|store| store.adopt(token, conversation));
        self.tick();
        self.notice.set(String::new());
        live::restart(self);
        sender::kick(self);
    }
}
