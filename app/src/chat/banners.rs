use leptos::prelude::*;
use protocol::chat::Standing;

use super::browser;
use super::session::Session;
use super::store::Store;
use super::whatsapp::{Offer, WhatsApp};
use crate::text::chat as words;
use crate::ui::{Glyph, Icon};

/// A text, and whether there is none: then what holds it is hidden.
pub fn shown(text: impl Fn() -> String + Send + Sync + 'static) -> (Signal<String>, Signal<bool>) {
    let text = Signal::derive(text);
    (text, Signal::derive(move || text.with(String::is_empty)))
}

/// Says that the demo's clock is not the real one.
#[component]
pub fn DemoClock(session: Session) -> impl IntoView {
    session.page(|page| page.demo_clock.clone()).map(|text| view! { <p class="p-chat__clock">{text}</p> })
}

/// The line is down. Nothing has to be done about it.
///
/// Accessibility: a polite status; icon and words.
#[component]
pub fn Offline(session: Session) -> impl IntoView {
    // Written only when it holds: a live region speaks when its text changes.
    let text =
        Signal::derive(move || if session.offline.get() { words::OFFLINE.to_owned() } else { String::new() });
    let hidden = Signal::derive(move || !session.offline.get());
    view! {
        <div class="p-banner p-banner--error" role="status" data-offline="" hidden=hidden>
            <Icon glyph=Glyph::Offline />
            <p>{text}</p>
        </div>
    }
}

/// Place in the queue, or who answers.
///
/// Accessibility: a polite status, so that a better place is heard without looking.
#[component]
pub fn StandingLine(session: Session) -> impl IntoView {
    let text = move || {
        let over = session.over.get().is_some();
        let standing = if over { None } else { session.standing() };
        // Out of hours nobody is being served: the banner says that the message waits.
        let closed = session.opening().is_some_and(|opening| !opening.open);
        let standing = standing.filter(|standing| !(closed && matches!(standing, Standing::Waiting { .. })));
        standing.map(|standing| words::standing(&standing)).unwrap_or_default()
    };
    let (text, hidden) = shown(text);
    view! {
        <p class="p-standing" role="status" hidden=hidden>{text}</p>
    }
}

/// The code that opens this conversation elsewhere, when the person will need it: out of hours, and where the
/// browser keeps nothing.
#[component]
pub fn KeepCode(session: Session) -> impl IntoView {
    let closed = move || {
        let waiting = matches!(session.standing(), Some(Standing::Waiting { .. }));
        let waits = waiting && session.stored.get() && session.over.get().is_none();
        session.opening().filter(|opening| waits && !opening.open)
    };
    let cookieless = Signal::derive(move || session.store.with(Store::needs_code));
    let opening = move || closed().map(|opening| words::waits_for_opening(&opening.text)).unwrap_or_default();
    let (opening, open) = shown(opening);
    let why = move || if cookieless.get() { words::COOKIELESS } else { words::KEEP_CODE };
    let why = Signal::derive(move || why().to_owned());
    let hidden = Signal::derive(move || !cookieless.get() && open.get());
    view! {
        <div class="p-banner" hidden=hidden>
            <div class="p-banner__body">
                <p hidden=open>{opening}</p>
                <p>{why}</p>
                <div class="p-banner__row">
                    <strong class="p-code" data-code="">{session.code_text()}</strong>
                    <CopyCode session=session />
                </div>
                <WhatsApp session=session offer=Offer::Closed />
            </div>
        </div>
    }
}

/// Only the program can copy: hidden until it runs.
#[component]
pub fn CopyCode(session: Session) -> impl IntoView {
    let copied = RwSignal::new(false);
    let words = move || if copied.get() { words::COPIED } else { words::COPY_CODE };
    let words = Signal::derive(move || words().to_owned());
    let hidden = Signal::derive(move || !session.hydrated.get());
    view! {
        <button class="p-chat__copy" type="button" hidden=hidden on:click=move |_| browser::copy_code(session, copied)>
            <Icon glyph=Glyph::Copy />
            <span aria-live="polite">{words}</span>
        </button>
    }
}

/// What went wrong with the last thing the person did: what happened, what was kept, what to do.
///
/// Accessibility: announced at once; the composer and the topics name it in `aria-describedby`.
#[component]
pub fn Notice(session: Session) -> impl IntoView {
    let (text, hidden) = shown(move || session.notice.get());
    view! {
        <div class="p-banner p-banner--error" role="alert" id="aviso" hidden=hidden>
            <Icon glyph=Glyph::Alert />
            <p>{text}</p>
        </div>
    }
}
