use leptos::ev::KeyboardEvent;
use leptos::html::Details;
use leptos::prelude::*;
use protocol::staff::ConsolePage;

use super::alerts;
use super::browser;
use super::conversation::Conversation;
use super::desk::{Desk, Link, Tab};
use super::ids;
use super::keys::{self, KeysDialog};
use super::live::{self, Live};
use super::person::Person;
use super::queue::Queue;
use super::session::SessionWarning;
use super::store;
use crate::text::console as words;
use crate::ui::{Glyph, Icon};

/// The queue, a conversation and its person, side by side; on a narrow screen one at a time.
///
/// Accessibility: `header` and `main`, which holds a `nav` and two named regions; news are said in one polite live region;
/// below 900 px three buttons choose the part.
#[component]
pub fn Shell(page: ConsolePage) -> impl IntoView {
    let desk = Desk::new(page);
    let live = StoredValue::new(None::<Live>);
    Effect::new(move |_| {
        // Once, in the browser: from here on the page is alive.
        if live.get_value().is_none() {
            live.set_value(Some(begin(desk)));
        }
    });
    view! {
        <div class="p-console" data-tab=move || desk.tab.get().name()>
            <Top desk=desk live=live />
            <main class="p-console__columns">
                <Queue desk=desk />
                <Conversation desk=desk />
                <Person desk=desk />
            </main>
        </div>
        <KeysDialog desk=desk />
        <p class="p-visually-hidden" role="status">{desk.said}</p>
    }
}

fn begin(desk: Desk) -> Live {
    desk.link.set(Link::Up);
    alerts::start(desk);
    keys::start(desk);
    let kept =
        desk.kept_open().filter(|id| desk.queue.with_untracked(|queue| store::find(queue, id).is_some()));
    if let Some(id) = kept {
        desk.show(&id);
    }
    live::start(desk)
}

#[component]
fn Top(desk: Desk, live: StoredValue<Option<Live>>) -> impl IntoView {
    let facts = desk.facts.get_value();
    view! {
        <header class="p-console__top">
            <div class="p-toolbar">
                <h1 class="p-toolbar__brand">{words::TITLE}</h1>
                <span class="p-toolbar__of">{facts.institution}</span>
                <span class="p-toolbar__desks">{facts.own_desks.join(" · ")}</span>
                <span class="p-toolbar__spacer"></span>
                <Tools desk=desk />
                <Menu desk=desk name=facts.display_name />
            </div>
            {facts.demo_clock.map(|text| view! { <p class="p-banner">{text}</p> })}
            <noscript class="p-banner">{words::NO_SCRIPT}</noscript>
            <Lost desk=desk live=live />
            <SessionWarning desk=desk />
            <Tabs desk=desk />
        </header>
    }
}

/// What only the program can do, shown once it runs.
#[component]
fn Tools(desk: Desk) -> impl IntoView {
    let sound = move || if desk.muted.get() { words::SOUND_OFF } else { words::SOUND_ON };
    view! {
        <div class="p-toolbar__tools" hidden=move || !desk.ready()>
            <button class="p-button p-button--quiet" type="button" on:click=move |_| alerts::toggle_sound(desk)>
                <Icon glyph=Glyph::Bell />
                <span>{sound}</span>
            </button>
            <button class="p-button p-button--quiet" type="button" aria-haspopup="dialog"
                on:click=|_| browser::show_dialog(ids::KEYS)>
                <Icon glyph=Glyph::Key />
                <span>{words::KEYS}</span>
            </button>
        </div>
    }
}

#[component]
fn Menu(desk: Desk, name: String) -> impl IntoView {
    let menu = NodeRef::<Details>::new();
    let escape = move |event: KeyboardEvent| {
        if let Some(menu) = menu.get_untracked().filter(|_| event.key() == "Escape") {
            event.stop_propagation();
            menu.set_open(false);
        }
    };
    view! {
        <details class="p-menu" node_ref=menu on:keydown=escape>
            <summary class="p-menu__name">
                <Icon glyph=Glyph::Person />
                <span><span class="p-visually-hidden">{words::MENU} " "</span> {name}</span>
            </summary>
            <div class="p-menu__list">
                <a href="/consola/clave">{words::CHANGE_PASSWORD}</a>
                <form method="post" action="/consola/salir" on:submit=move |_| desk.forget()>
                    <button type="submit">{words::SIGN_OUT}</button>
                </form>
            </div>
        </details>
    }
}

#[component]
fn Lost(desk: Desk, live: StoredValue<Option<Live>>) -> impl IntoView {
    let again = move |_| {
        if let Some(live) = live.get_value() {
            live.check();
        }
    };
    view! {
        <div role="status">
            <div class="p-banner" hidden=move || desk.link.get() != Link::Lost>
                <Icon glyph=Glyph::Offline />
                <p>{words::LOST}</p>
                <button type="button" on:click=again>{words::RECONNECT}</button>
            </div>
        </div>
    }
}

#[component]
fn Tabs(desk: Desk) -> impl IntoView {
    let tab = move |tab: Tab, word: &'static str| {
        let pressed = move || if desk.tab.get() == tab { "true" } else { "false" };
        view! {
            <button type="button" aria-pressed=pressed on:click=move |_| desk.tab.set(tab)>{word}</button>
        }
    };
    view! {
        <div class="p-console__tabs" role="group" aria-label=words::TABS>
            {tab(Tab::Queue, words::TAB_QUEUE)}
            {tab(Tab::Conversation, words::TAB_CONVERSATION)}
            {tab(Tab::Person, words::TAB_PERSON)}
        </div>
    }
}
