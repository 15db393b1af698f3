//! What the calculator asks of the browser. On the server these are never called.

use std::time::Duration;

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod here {
    use js_sys::{Array, Function, Object, Promise, Reflect};
    use leptos::prelude::{document, window};
    use wasm_bindgen::{JsCast as _, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{HtmlElement, HtmlInputElement};

    /// Keeps the address bar's link current, without a new entry in the history. With the entry goes what was
    /// written: a reload has what the link leaves out.
    pub fn replace_link(link: &str, written: impl Iterator<Item = String>) {
        if let Ok(history) = window().history() {
            let written: Array = written.map(JsValue::from).collect();
            // Refused when called too often; the link is then one keystroke behind.
            let _ = history.replace_state_with_url(&written, "", Some(link));
        }
    }

    /// What [`replace_link`] kept with this entry of the history.
    pub fn kept() -> Vec<String> {
        let state = window().history().and_then(|history| history.state()).unwrap_or_default();
        let kept = state.dyn_into::<Array>().unwrap_or_default();
        kept.iter().filter_map(|text| text.as_string()).collect()
    }

    fn element(id: &str) -> Option<HtmlElement> {
        document().get_element_by_id(id)?.dyn_into().ok()
    }

    fn input(id: &str) -> Option<HtmlInputElement> {
        document().get_element_by_id(id)?.dyn_into().ok()
    }

    /// Brings an element on screen and moves the keyboard to it.
    pub fn go_to(id: &str) {
        if let Some(element) = element(id) {
            let _ = element.focus();
            element.scroll_into_view_with_bool(true);
        }
    }

    /// Opens what an element is folded into.
    pub fn reveal(id: &str) {
        let folded = element(id).and_then(|element| element.closest("details").ok().flatten());
        if let Some(details) = folded {
            let _ = details.toggle_attribute_with_force("open", true);
        }
    }

    /// The keyboard is in a part of the page that answers for itself.
    pub fn is_in_part() -> bool {
        document().active_element().is_some_and(|element| matches!(element.closest(".p-part"), Ok(Some(_))))
    }

    /// What stands in a field.
    pub fn written(id: &str) -> Option<String> {
        input(id).map(|input| input.value())
    }

    /// Puts a text into a field that has another one.
    pub fn write(id: &str, text: &str) {
        if let Some(input) = input(id).filter(|input| input.value() != text) {
            input.set_value(text);
        }
    }

    /// The value of the radio that is checked now.
    pub fn checked(name: &str) -> Option<String> {
        let selector = format!("input[name={name}]:checked");
        document().query_selector(&selector).ok()??.get_attribute("value")
    }

    /// Opens or closes a `details`, which tells its own listeners.
    pub fn unfold(id: &str, open: bool) {
        if let Some(element) = element(id) {
            let _ = element.toggle_attribute_with_force("open", open);
        }
    }

    /// The browser's own print dialogue, where one can also save a PDF.
    pub fn print() {
        let _ = window().print();
    }

    /// Hands a link to the device's own sharing on a touch screen, else to the clipboard; false when there is
    /// neither. `copied` runs once it is on the clipboard.
    pub fn share(link: &str, copied: impl FnOnce() + 'static) -> bool {
        let Ok(origin) = window().location().origin() else { return false };
        let navigator: JsValue = window().navigator().into();
        let address = JsValue::from_str(&format!("{origin}{link}"));
        let touch =
            window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|query| query.matches());
        let method = |object: &JsValue, name: &str| {
            Reflect::get(object, &JsValue::from_str(name)).ok()?.dyn_into::<Function>().ok()
        };
        if let Some(share) = method(&navigator, "share").filter(|_| touch) {
            let data = Object::new();
            let _ = Reflect::set(&data, &JsValue::from_str("url"), &address);
            // Refused when the person changes their mind: nothing to say.
            return settle(share.call1(&navigator, &data), || {});
        }
        let clipboard = Reflect::get(&navigator, &JsValue::from_str("clipboard")).unwrap_or_default();
        method(&clipboard, "writeText").is_some_and(|write| settle(write.call1(&clipboard, &address), copied))
    }

    /// Waits for a promise; false when there is none.
    fn settle(promise: Result<JsValue, JsValue>, done: impl FnOnce() + 'static) -> bool {
        let Some(promise) = promise.ok().and_then(|promise| promise.dyn_into::<Promise>().ok()) else {
            return false;
        };
        leptos::task::spawn_local(async move {
            if JsFuture::from(promise).await.is_ok() {
                done();
            }
        });
        true
    }
}

#[cfg(not(feature = "hydrate"))]
mod here {
    pub fn replace_link(_link: &str, _written: impl Iterator<Item = String>) {}
    pub fn kept() -> Vec<String> {
        Vec::new()
    }
    pub fn go_to(_id: &str) {}
    pub fn reveal(_id: &str) {}
    pub fn is_in_part() -> bool {
        false
    }
    pub fn written(_id: &str) -> Option<String> {
        None
    }
    pub fn write(_id: &str, _text: &str) {}
    pub fn checked(_name: &str) -> Option<String> {
        None
    }
    pub fn unfold(_id: &str, _open: bool) {}
    pub fn print() {}
    pub fn share(_link: &str, _copied: impl FnOnce() + 'static) -> bool {
        false
    }
}

pub use here::{
    checked, go_to, is_in_part, kept, print, replace_link, reveal, share, unfold, write, written,
};

/// Runs the last of a burst of calls, once it has been quiet for a while.
#[derive(Debug, Clone, Copy)]
pub struct Later(StoredValue<Option<TimeoutHandle>>);

impl Later {
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    pub fn cancel(self) {
        if let Some(handle) = self.0.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    }

    pub fn run(self, quiet_ms: u64, action: impl FnOnce() + 'static) {
        self.cancel();
        let handle = set_timeout_with_handle(action, Duration::from_millis(quiet_ms)).ok();
        self.0.set_value(handle);
    }
}
