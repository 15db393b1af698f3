use leptos::prelude::*;

use super::browser;
use super::session::Session;
use super::store::Store;
use crate::text::chat as words;
use crate::ui::{Glyph, Icon};

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
    let text = move || if session.offline.get() { words::OFFLINE } else { "" };
    view! {
        <div class="p-banner p-banner--error" role="status" data-offline="" hidden=move || !session.offline.get()>
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
        standing.map(|standing| words::standing(&standing)).unwrap_or_default()
    };
    let text = Memo::new(move |_| text());
    view! {
        <p class="p-standing" role="status" hidden=move || text.with(String::is_empty)>{text}</p>
    }
}

/// The code that opens this conversation elsewhere, when the person will need it: out of hours, and where the
/// browser keeps nothing.
#[component]
pub fn KeepCode(session: Session) -> impl IntoView {
    let closed = move || {
        let waits = session.stored.get() && session.over.get().is_none();
        session.opening().filter(|opening| waits && !opening.open)
    };
    let cookieless = Memo::new(move |_| session.store.with(Store::needs_code));
    let opening = move || closed().map(|opening| words::waits_for_opening(&opening.text)).unwrap_or_default();
    let opening = Memo::new(move |_| opening());
    let why = move || if cookieless.get() { words::COOKIELESS } else { words::KEEP_CODE };
    let hidden = move || !cookieless.get() && opening.with(String::is_empty);
    view! {
        <div class="p-banner" hidden=hidden>
            <div class="p-banner__body">
                <p hidden=move || opening.with(String::is_empty)>{opening}</p>
                <p>{why}</p>
                <div class="p-banner__row">
                    <strong class="p-code" data-code="">{move || session.resume_code()}</strong>
                    <CopyCode session=session />
                </div>
            </div>
        </div>
    }
}

/// Only the program can copy: hidden until it runs.
#[component]
pub fn CopyCode(session: Session) -> impl IntoView {
    let copied = RwSignal::new(false);
    let words = move || if copied.get() { words::COPIED } else { words::COPY_CODE };
    view! {
        <button class="p-chat__copy" type="button" hidden=move || !session.hydrated.get() on:click=move |_| browser::copy_code(session, copied)>
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
    view! {
        <div class="p-banner p-banner--error" role="alert" id="aviso" hidden=move || session.notice.with(String::is_empty)>
            <Icon glyph=Glyph::Alert />
            <p>{session.notice}</p>
        </div>
    }
}
