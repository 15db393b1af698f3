use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use leptos::web_sys::Element;

use super::desk::{Desk, Panel};
use super::{browser, ids, queue};
use crate::text::console as words;
use crate::ui::Button;

const NO_LETTERS: &str = "puente:sin-teclas";
/// Where letters are letters.
const WRITING: &str = "input, textarea, select, [contenteditable], dialog";

pub fn start(desk: Desk) {
    desk.letters.set(!browser::setting(NO_LETTERS));
    window_event_listener(ev::keydown, move |event| {
        let chord = event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing();
        if !chord && !event.default_prevented() && pressed(desk, &event) {
            event.prevent_default();
        }
    });
}

/// Whether the key was one of ours.
fn pressed(desk: Desk, event: &KeyboardEvent) -> bool {
    let inside = |selector: &str| event_target::<Element>(event).closest(selector).ok().flatten().is_some();
    if event.key() == "Escape" {
        return !inside("dialog") && step_back(desk);
    }
    desk.letters.get_untracked() && !inside(WRITING) && letter(desk, &event.key())
}

fn letter(desk: Desk, key: &str) -> bool {
    match key {
        "j" => queue::walk(desk, true),
        "k" => queue::walk(desk, false),
        "t" => desk.take_any(),
        "r" => browser::focus(ids::REPLY),
        "?" => browser::show_dialog(ids::KEYS),
        _ => return false,
    }
    true
}

/// Out of the panel, else back to the queue.
fn step_back(desk: Desk) -> bool {
    if desk.panel.get_untracked() == Panel::None {
        queue::return_to(desk);
    } else {
        desk.panel.set(Panel::None);
        browser::focus(ids::CONVERSATION);
    }
    true
}

fn use_letters(desk: Desk, on: bool) {
    desk.letters.set(on);
    browser::set_setting(NO_LETTERS, !on);
}

/// The list of keys.
///
/// Accessibility: a modal `dialog` named by its heading; Escape and the button close it and the focus goes back;
/// single letters can be switched off (WCAG 2.1.4).
#[component]
pub fn KeysDialog(desk: Desk) -> impl IntoView {
    let rows = words::KEY_LIST
        .into_iter()
        .map(|(key, what)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div> })
        .collect_view();
    view! {
        <dialog class="p-dialog" id=ids::KEYS aria-labelledby="teclas-titulo">
            <h2 class="p-dialog__title" id="teclas-titulo">{words::KEYS_TITLE}</h2>
            <dl class="p-keys">{rows}</dl>
            <label class="p-keys__switch">
                <input type="checkbox" checked=move || desk.letters.get()
                    on:change=move |event| use_letters(desk, event_target_checked(&event)) />
                <span>{words::KEYS_SWITCH}</span>
            </label>
            <div class="p-dialog__actions">
                <Button kind="button" on:click=|_| browser::close_dialog(ids::KEYS)>{words::KEYS_CLOSE}</Button>
            </div>
        </dialog>
    }
}
