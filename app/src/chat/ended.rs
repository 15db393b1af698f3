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
    view! {
        <div role="status">
            {move || session.over.get().map(|over| view! { <Farewell session=session over=over /> })}
        </div>
    }
}

#[component]
fn Farewell(session: Session, over: Over) -> impl IntoView {
    let (title, help) = match over {
        Over::Closed => (words::ENDED, words::ENDED_HELP),
        Over::Expired => (words::EXPIRED, words::EXPIRED_HELP),
    };
    // A plain link: without the program the server answers it with a fresh page.
    let again = move |event: ev::MouseEvent| {
        event.prevent_default();
        browser::begin_again(session);
    };
    view! {
        <section class="p-ended">
            <h2 class="p-ended__title" tabindex="-1">{title}</h2>
            <p class="p-notice">{help}</p>
            <div class="p-ended__actions">
                {(over == Over::Closed).then(|| view! { <SaveCopy session=session class="p-button p-button--quiet" /> })}
                <a class="p-button" href=session.action("?nueva=1") on:click=again>{words::AGAIN}</a>
            </div>
        </section>
    }
}
