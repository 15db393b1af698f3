//! A citizen's conversation: one component for the panel in a municipality's frame and for `/chat`.
//!
//! Every action is a form that the server answers with the whole page; with the program running the same
//! buttons act in place. All parts are in the page from the start, and `hidden` says which are shown: nodes stay
//! what they were, and the program needs no code to build what the server has built. `store` and `runs` are pure, `session` holds the signals, `browser` does what only a
//! browser can.

mod banners;
mod bubble;
mod composer;
mod ended;
mod first_screen;
mod head;
mod links;
mod log;
mod runs;
mod session;
mod store;
mod whatsapp;

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(not(feature = "hydrate"))]
#[path = "browser_none.rs"]
mod browser;

use leptos::prelude::*;
use protocol::chat::ChatPage;

use banners::{DemoClock, KeepCode, Notice, Offline, StandingLine};
use composer::Composer;
use ended::Ended;
use first_screen::{ClosedNow, FirstScreen, ResumeForm};
use head::{Head, MemberLine};
use log::{CheckButton, Log};
use session::Session;

/// The whole screen: what stands in the body.
///
/// Accessibility: one `main` with one `h1`; the log is a polite live region that the keyboard can scroll;
/// faults are announced (`role="alert"`) and focus moves to what has to be done; nothing is read by colour
/// alone; every target is at least 44 px (WCAG 1.3.1, 2.1.1, 2.5.8, 3.3.1, 4.1.3).
#[component]
pub fn Chat(page: ChatPage) -> impl IntoView {
    let session = Session::new(page);
    Effect::new(move |_| browser::start(session));
    let class = if session.framed() { "p-chat" } else { "p-chat p-chat--full" };
    view! {
        <main class=class>
            <Head session=session />
            <MemberLine session=session />
            <DemoClock session=session />
            <Offline session=session />
            <StandingLine session=session />
            <KeepCode session=session />
            <Log session=session />
            <MainForm session=session />
            <Ended session=session />
            <ResumeForm session=session />
        </main>
    }
}

/// First screen and composer in one form, so that without a program topic and text go together. The composer
/// is the same node on the first screen and in the conversation: what is being typed survives the first send.
#[component]
fn MainForm(session: Session) -> impl IntoView {
    let client_id = session.page(|page| page.client_id.clone());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        browser::submit(session);
    };
    view! {
        <form class="p-chat__form" method="post" action=session.action("") novalidate=true on:submit=send>
            <input type="hidden" name="token" autocomplete="off" value=session.token_field() />
            <input type="hidden" name="client_id" autocomplete="off" value=client_id />
            <FirstScreen session=session />
            <ClosedNow session=session />
            <Notice session=session />
            <Composer session=session />
            <CheckButton session=session />
        </form>
    }
}
