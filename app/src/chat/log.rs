use leptos::either::Either;
use leptos::prelude::*;

use super::browser;
use super::bubble::BubbleItem;
use super::runs::Item;
use super::session::Session;
use super::store::Store;
use crate::text::{self, chat as words};

/// The messages.
///
/// Accessibility: `role="log"`, polite; reachable and scrollable by keyboard; it follows new messages only
/// while the person is at its end.
#[component]
pub fn Log(session: Session) -> impl IntoView {
    let item = move |item: Item| match item {
        Item::Day { at, .. } => Either::Left(view! { <Day session=session at=at /> }),
        Item::Bubble(bubble) => Either::Right(view! { <BubbleItem session=session bubble=bubble /> }),
    };
    let hidden = Signal::derive(move || !session.begun.get());
    let nothing_below = Signal::derive(move || !session.news_below.get());
    view! {
        <div class="p-log" role="log" aria-live="polite" aria-label=words::LOG tabindex="0" hidden=hidden node_ref=session.nodes().log
            on:scroll=move |_| browser::note_scroll(session)>
            <ol class="p-log__list">
                <For each=move || session.items.get() key=Item::key children=item />
            </ol>
        </div>
        <div class="p-log__below" hidden=nothing_below>
            <button class="p-button p-button--quiet" type="button" on:click=move |_| browser::scroll_down(session)>
                {words::NEWER}
                " "
                <span aria-hidden="true">"↓"</span>
            </button>
        </div>
    }
}

#[component]
fn Day(session: Session, at: i64) -> impl IntoView {
    let offset = session.page(|page| page.utc_offset_minutes);
    let day = Signal::derive(move || text::day(at, offset, session.now.get()));
    view! { <li class="p-day"><span>{day}</span></li> }
}

/// Without the program the page does not renew itself. The button is part of the message's form, so what was
/// being written comes back with the answer.
#[component]
pub fn CheckButton(session: Session) -> impl IntoView {
    let hidden = Signal::derive(move || session.hydrated.get() || !session.store.with(Store::listens));
    view! {
        <div class="p-chat__check" hidden=hidden>
            <button class="p-button p-button--quiet" type="submit" formaction=session.action("/ver")>{words::CHECK}</button>
        </div>
    }
}
