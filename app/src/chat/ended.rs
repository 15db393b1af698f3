use leptos::ev;
use leptos::prelude::*;

use super::browser;
use super::head::SaveCopy;
use super::session::Session;
use super::store::Over;
use crate::text::chat as words;

/// After the end, in the composer's place: what happened, and what can still be done.
///
/// Accessibility: a status, and its heading takes the focus when the person ended the conversation here.
#[component]
pub fn Ended(session: Session) -> impl IntoView {
    let words = move || match session.over.get() {
        None => ("", ""),
        Some(Over::Closed) => (words::ENDED, words::ENDED_HELP),
        Some(Over::Expired) => (words::EXPIRED, words::EXPIRED_HELP),
    };
    let title = Signal::derive(move || words().0.to_owned());
    let help = Signal::derive(move || words().1.to_owned());
    let hidden = Signal::derive(move || session.over.get().is_none());
    view! {
        <section class="p-ended" hidden=hidden>
            <div role="status">
                <h2 class="p-ended__title" tabindex="-1">{title}</h2>
                <p class="p-notice">{help}</p>
            </div>
            <Ways session=session />
        </section>
    }
}

#[component]
fn Ways(session: Session) -> impl IntoView {
    // What has expired cannot be read again, so there is nothing to copy.
    let expired = Signal::derive(move || session.over.get() == Some(Over::Expired));
    // A plain link: without the program the server answers it with a fresh page.
    let again = move |event: ev::MouseEvent| {
        event.prevent_default();
        browser::begin_again(session);
    };
    view! {
        <div class="p-ended__actions">
            <div hidden=expired>
                <SaveCopy session=session class="p-button p-button--quiet" />
            </div>
            <a class="p-button" href=session.action("?nueva=1") on:click=again>{words::AGAIN}</a>
        </div>
    }
}
