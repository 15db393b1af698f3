use std::fmt::Write as _;

use leptos::ev;
use leptos::prelude::{document, set_timeout, window, window_event_listener, window_event_listener_untyped};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlDialogElement, HtmlElement, Storage, VisibilityState};

/// Pixels from the end of the log within which it follows new messages.
const NEAR_END: i32 = 80;

/// This machine's clock, for measuring only: what is shown comes from the server's.
pub fn now() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are far below 2^53")]
    let now = js_sys::Date::now() as i64;
    now
}

pub fn random() -> f64 {
    js_sys::Math::random()
}

/// A version 4 UUID. `crypto.randomUUID` is missing where the page came without TLS.
pub fn uuid() -> Option<String> {
    let mut bytes = [0_u8; 16];
    window().crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let _ = write!(text, "{byte:02x}");
    }
    Some(text)
}

fn by_id<T: wasm_bindgen::JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// After the present change has been drawn.
fn soon(act: impl FnOnce() + 'static) {
    set_timeout(act, std::time::Duration::ZERO);
}

pub fn focus(id: &str) {
    let id = id.to_owned();
    soon(move || {
        if let Some(element) = by_id::<HtmlElement>(&id) {
            let _ = element.focus();
        }
    });
}

pub fn scroll_to_end(id: &str) {
    let id = id.to_owned();
    soon(move || {
        if let Some(element) = by_id::<Element>(&id) {
            element.set_scroll_top(element.scroll_height());
        }
    });
}

pub fn is_at_end(id: &str) -> bool {
    by_id::<Element>(id)
        .is_none_or(|log| log.scroll_height() - log.scroll_top() - log.client_height() < NEAR_END)
}

pub fn show_dialog(id: &str) {
    if let Some(dialog) = by_id::<HtmlDialogElement>(id)
        && !dialog.open()
    {
        let _ = dialog.show_modal();
    }
}

pub fn close_dialog(id: &str) {
    if let Some(dialog) = by_id::<HtmlDialogElement>(id) {
        dialog.close();
    }
}

pub fn set_title(title: &str) {
    document().set_title(title);
}

pub fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// The page is looked at again, or the network is back.
pub fn on_visible(act: impl Fn() + Clone + 'static) {
    let (shown, online) = (act.clone(), act.clone());
    window_event_listener_untyped("pageshow", move |_| shown());
    window_event_listener(ev::online, move |_| online());
    // `visibilitychange` bubbles from the document.
    window_event_listener_untyped("visibilitychange", move |_| {
        if is_visible() {
            act();
        }
    });
}

/// The session ended: the server shows the sign-in page there. What was written stays in this tab.
pub fn leave() {
    let _ = window().location().replace("/consola");
}

fn of_tab() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn of_machine() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What this tab kept over a reload.
pub fn kept<T: DeserializeOwned>(key: &str) -> Option<T> {
    let text = of_tab()?.get_item(key).ok().flatten()?;
    serde_json::from_str(&text).ok()
}

/// Keeps a value over a reload, or forgets it. With storage refused or full, memory alone holds it.
pub fn keep<T: Serialize>(key: &str, value: Option<&T>) {
    let Some(storage) = of_tab() else { return };
    let _ = match value.and_then(|value| serde_json::to_string(value).ok()) {
        Some(text) => storage.set_item(key, &text),
        None => storage.remove_item(key),
    };
}

pub fn forget_all(prefix: &str) {
    let Some(storage) = of_tab() else { return };
    let count = storage.length().unwrap_or(0);
    let keys: Vec<String> = (0..count).filter_map(|index| storage.key(index).ok().flatten()).collect();
    for key in keys.iter().filter(|key| key.starts_with(prefix)) {
        let _ = storage.remove_item(key);
    }
}

/// A choice of this machine's; off unless it was set.
pub fn setting(key: &str) -> bool {
    of_machine().and_then(|storage| storage.get_item(key).ok().flatten()).is_some()
}

pub fn set_setting(key: &str, on: bool) {
    let Some(storage) = of_machine() else { return };
    let _ = if on { storage.set_item(key, "1") } else { storage.remove_item(key) };
}
