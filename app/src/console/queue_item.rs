use leptos::prelude::*;
use protocol::staff::{Hold, QueueItem};

use super::desk::Desk;
use super::{ids, store};
use crate::text::{self, console as words};
use crate::ui::{Glyph, Icon};

/// One conversation in the queue.
///
/// Accessibility: one button that says topic, wait, first words and origin; unread and passed are icon and
/// words; the open one is `aria-current`.
#[component]
pub fn Line(desk: Desk, id: String) -> impl IntoView {
    let item = line_memo(desk, id.clone());
    let key = StoredValue::new(id.clone());
    let is_open = move || desk.open.with(|open| key.with_value(|id| open.as_ref() == Some(id)));
    let stops = Memo::new(move |_| {
        let chosen = desk.cursor.get();
        let stop = desk.queue.with(|queue| store::tab_stop(queue, chosen.as_deref()));
        stop == Some(key.get_value())
    });
    view! {
        <li>
            <button class=move || class(item.get().as_ref(), is_open()) type="button" id=ids::line(&id)
                tabindex=move || if stops.get() { "0" } else { "-1" }
                aria-current=move || is_open().then_some("true")
                on:click=move |_| desk.show(&key.get_value())
                on:focus=move |_| desk.cursor.set(Some(key.get_value()))>
                <span class="p-queue__topic">{move || of(item, |item| item.topic.clone())}</span>
                <Waited desk=desk item=item />
                <span class="p-queue__preview">{move || of(item, |item| item.preview.clone())}</span>
                <span class="p-queue__origin">{move || of(item, origin)}</span>
                <Marks item=item />
            </button>
        </li>
    }
}

type Item = Memo<Option<QueueItem>>;

fn line_memo(desk: Desk, id: String) -> Item {
    Memo::new(move |_| desk.queue.with(|queue| store::find(queue, &id).cloned()))
}

fn of(item: Item, read: impl Fn(&QueueItem) -> String) -> String {
    item.with(|item| item.as_ref().map(read).unwrap_or_default())
}

fn is(item: Item, read: impl Fn(&QueueItem) -> bool) -> bool {
    item.with(|item| item.as_ref().is_some_and(read))
}

fn class(item: Option<&QueueItem>, open: bool) -> String {
    let mut class = String::from("p-queue__item");
    let of = |is: fn(&QueueItem) -> bool| item.is_some_and(is);
    for (name, on) in [
        (" p-queue__item--unread", of(store::unread)),
        (" p-queue__item--selected", open),
        (" p-queue__item--mine", of(|item| item.hold == Hold::Mine)),
        (" p-queue__item--passed", of(|item| item.passed)),
    ] {
        if on {
            class.push_str(name);
        }
    }
    class
}

fn origin(item: &QueueItem) -> String {
    match &item.hold {
        Hold::Other { by } => format!("{} · {}", item.origin, words::attended_by(by)),
        _ => item.origin.clone(),
    }
}

#[component]
fn Waited(desk: Desk, item: Item) -> impl IntoView {
    let waiting = move || is(item, |item| item.hold == Hold::Waiting);
    let since = move || item.with(|item| item.as_ref().map_or(0, |item| item.since));
    view! {
        <span class="p-queue__wait">
            <Icon glyph=Glyph::Clock />
            <span class="p-visually-hidden">
                {move || if waiting() { words::WAITS_FOR } else { words::TAKEN_FOR }}
            </span>
            <span>{move || text::waited(desk.now.get() - since())}</span>
        </span>
    }
}

#[component]
fn Marks(item: Item) -> impl IntoView {
    let unread = move || is(item, store::unread);
    let passed = move || is(item, |item| item.passed);
    view! {
        <span class="p-queue__marks" hidden=move || !unread() && !passed()>
            <span class="p-queue__mark p-queue__mark--unread" hidden=move || !unread()>
                <Icon glyph=Glyph::Bubble />
                {words::UNREAD}
            </span>
            <span class="p-queue__mark p-queue__mark--passed" hidden=move || !passed()>
                <Icon glyph=Glyph::Note />
                {words::PASSED}
            </span>
        </span>
    }
}
