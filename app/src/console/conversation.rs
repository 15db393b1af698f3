use leptos::prelude::*;
use protocol::staff::Hold;

use super::channel::ChannelLine;
use super::composer::Composer;
use super::desk::{Desk, Outcome, Panel};
use super::message::EntryView;
use super::pace::Wanted;
use super::pass::{CloseSure, PassForm};
use super::timeline::{Entry, timeline, told_deliveries};
use super::toolbar::Toolbar;
use super::{browser, ids};
use crate::text::console as words;
use crate::ui::{Button, Glyph, Icon};

#[derive(Debug, Clone, PartialEq, Eq)]
enum Shown {
    Nothing,
    Opening,
    Open(String),
}

/// The middle column.
///
/// Accessibility: a named region; it takes the focus when a conversation is opened; failures are alerts.
#[component]
pub fn Conversation(desk: Desk) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let loaded = desk.with_open(|thread| thread.is_some_and(|thread| thread.item.is_some()));
        match desk.open.get() {
            None => Shown::Nothing,
            Some(_) if !loaded => Shown::Opening,
            Some(id) => Shown::Open(id),
        }
    });
    view! {
        <section class="p-conversation" id=ids::CONVERSATION tabindex="-1" aria-label=words::TAB_CONVERSATION>
            <Trouble desk=desk />
            {move || match shown.get() {
                Shown::Nothing => view! { <Nothing desk=desk /> }.into_any(),
                Shown::Opening => view! { <p class="p-empty p-empty--late">{words::LOADING}</p> }.into_any(),
                Shown::Open(id) => view! { <Open desk=desk id=id /> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Trouble(desk: Desk) -> impl IntoView {
    view! {
        <div role="alert">
            {move || match desk.outcome.get() {
                Outcome::Trouble(text) => Some(view! {
                    <div class="p-banner p-banner--error">
                        <Icon glyph=Glyph::Alert />
                        <p>{text}</p>
                        <button type="button" on:click=move |_| desk.outcome.set(Outcome::None)>
                            {words::DISMISS}
                        </button>
                    </div>
                }),
                _ => None,
            }}
        </div>
    }
}

/// Nothing is open: what was done last, and the one next thing.
#[component]
fn Nothing(desk: Desk) -> impl IntoView {
    let waits = Memo::new(move |_| desk.queue.with(|queue| !queue.waiting.is_empty()));
    view! {
        {move || match desk.outcome.get() {
            Outcome::Done(text) => Some(view! {
                <div class="p-banner p-banner--success">
                    <Icon glyph=Glyph::Check />
                    <p>{text}</p>
                </div>
            }),
            _ => None,
        }}
        <div class="p-empty">
            <Icon glyph=Glyph::Bubble />
            <p>{move || if waits.get() { words::CHOOSE } else { words::ALL_DONE }}</p>
            <div hidden=move || !desk.ready()>
                <Button kind="button" on:click=move |_| next(desk, waits.get_untracked())>
                    {move || if waits.get() { words::TAKE_NEXT } else { words::REFRESH }}
                </Button>
            </div>
        </div>
    }
}

fn next(desk: Desk, waits: bool) {
    if waits {
        desk.cursor.set(None);
        desk.take_any();
    } else {
        desk.refresh(Wanted::QUEUE);
    }
}

#[component]
fn Open(desk: Desk, id: String) -> impl IntoView {
    let key = StoredValue::new(id);
    let hold = Memo::new(move |_| desk.open_hold());
    view! {
        <Toolbar desk=desk id=key hold=hold />
        <ChannelLine desk=desk />
        {move || match (desk.panel.get(), hold.get()) {
            (Panel::Pass, Some(Hold::Mine)) => view! { <PassForm desk=desk id=key /> }.into_any(),
            (Panel::Close, Some(Hold::Mine)) => view! { <CloseSure desk=desk id=key /> }.into_any(),
            _ => ().into_any(),
        }}
        <Log desk=desk id=key />
        {move || match hold.get() {
            Some(Hold::Mine) => view! { <Composer desk=desk id=key.get_value() /> }.into_any(),
            Some(Hold::Waiting) => view! { <Take desk=desk id=key /> }.into_any(),
            Some(Hold::Other { by }) => {
                view! { <p class="p-conversation__foot">{words::attended_by(&by)} "."</p> }.into_any()
            }
            _ => view! { <p class="p-conversation__foot">{words::CLOSED}</p> }.into_any(),
        }}
    }
}

#[component]
fn Take(desk: Desk, id: StoredValue<String>) -> impl IntoView {
    view! {
        <div class="p-conversation__foot">
            <p>{words::TAKE_HINT}</p>
            <button class="p-button p-button--wide p-conversation__take" type="button"
                on:click=move |_| desk.take(id.get_value())>
                {words::TAKE}
            </button>
        </div>
    }
}

/// Follows new messages while one reads at its end, and stays where one reads above.
#[component]
fn Log(desk: Desk, id: StoredValue<String>) -> impl IntoView {
    let entries = Memo::new(move |_| {
        let (offset, now) = (desk.offset(), desk.now.get());
        desk.with_open(|thread| thread.map(|thread| timeline(thread, offset, now)).unwrap_or_default())
    });
    let told = Memo::new(move |_| {
        let entries = entries.get();
        desk.with_open(|thread| {
            thread.map(|thread| told_deliveries(&entries, &thread.deliveries)).unwrap_or_default()
        })
    });
    let at_end = StoredValue::new(true);
    Effect::new(move |_| {
        entries.track();
        told.track();
        if at_end.get_value() {
            browser::scroll_to_end(ids::LOG);
        }
    });
    view! {
        <div class="p-log" id=ids::LOG role="log" tabindex="0" aria-label=words::LOG
            on:scroll=move |_| at_end.set_value(browser::is_at_end(ids::LOG))>
            <ol class="p-log__list" role="list">
                <For each=move || entries.get() key=Entry::key
                    children=move |entry| view! { <EntryView desk=desk id=id entry=entry told=told /> } />
            </ol>
        </div>
    }
}
