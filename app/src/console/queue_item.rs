use leptos::prelude::*;
use protocol::staff::{Channel, Hold, QueueItem};

use super::desk::Desk;
use super::window::Window;
use super::{channel, ids, store};
use crate::text::{self, channels, console as words};
use crate::ui::{Glyph, Icon};

/// One conversation in the queue.
///
/// Accessibility: one button that says topic, wait, first words, channel and origin; unread, passed and what is
/// left of WhatsApp's window are icon and words; the open one is `aria-current`.
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
                <Origin item=item />
                <Member item=item />
                <Marks desk=desk item=item />
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

/// The origin of a WhatsApp conversation names its channel and line; a site's name needs the word.
fn origin(item: &QueueItem) -> String {
    let from = match item.channel {
        Channel::Web => format!("{} · {}", channels::WEB, item.origin),
        Channel::Whatsapp => item.origin.clone(),
    };
    match &item.hold {
        Hold::Other { by } => format!("{from} · {}", words::attended_by(by)),
        _ => from,
    }
}

#[component]
fn Origin(item: Item) -> impl IntoView {
    let channel =
        Memo::new(move |_| item.with(|item| item.as_ref().map_or(Channel::Web, |item| item.channel)));
    view! {
        <span class="p-queue__origin">
            {move || view! { <Icon glyph=channel::glyph(channel.get()) /> }}
            <span>{move || of(item, origin)}</span>
        </span>
    }
}

/// The derechohabiente who signed in; nobody's name is shown on the word of a WhatsApp profile.
#[component]
fn Member(item: Item) -> impl IntoView {
    let name = Memo::new(move |_| item.with(|item| item.as_ref().and_then(|item| item.member.clone())));
    view! {
        <span class="p-queue__origin p-queue__member" hidden=move || name.with(Option::is_none)>
            <Icon glyph=Glyph::Shield />
            <span class="p-visually-hidden">{channels::MEMBER}</span>
            <span dir="auto">{move || name.get().unwrap_or_default()}</span>
        </span>
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
fn Marks(desk: Desk, item: Item) -> impl IntoView {
    let unread = move || is(item, store::unread);
    let passed = move || is(item, |item| item.passed);
    let window = Memo::new(move |_| {
        let now = desk.now.get();
        let window = item.with(|item| item.as_ref().map_or(Window::Unlimited, |item| Window::of(item, now)));
        if window.matters(now) { window } else { Window::Unlimited }
    });
    let limited = move || window.get() != Window::Unlimited;
    view! {
        <span class="p-queue__marks" hidden=move || !unread() && !passed() && !limited()>
            <span class="p-queue__mark p-queue__mark--unread" hidden=move || !unread()>
                <Icon glyph=Glyph::Bubble />
                {words::UNREAD}
            </span>
            <span class="p-queue__mark p-queue__mark--passed" hidden=move || !passed()>
                <Icon glyph=Glyph::Note />
                {words::PASSED}
            </span>
            <WindowMark desk=desk window=window />
        </span>
    }
}

#[component]
fn WindowMark(desk: Desk, window: Memo<Window>) -> impl IntoView {
    let class = move || match window.get() {
        Window::Over => "p-queue__mark p-window p-window--over",
        Window::Open { soon: true, .. } => "p-queue__mark p-window p-window--soon",
        _ => "p-queue__mark p-window",
    };
    let said = move || match window.get() {
        Window::Open { until, .. } => channels::answer_until(until, desk.offset(), desk.now.get()),
        _ => channels::WINDOW_OVER.to_owned(),
    };
    view! {
        <span class=class hidden=move || window.get() == Window::Unlimited>
            {move || view! { <Icon glyph=channel::window_glyph(window.get()) /> }}
            <span>{said}</span>
        </span>
    }
}
