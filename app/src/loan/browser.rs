//! What the calculator asks of the browser. On the server these are never called.

use std::time::Duration;

use leptos::prelude::*;

/// Keeps the address bar's link current, without a new entry in the history.
#[cfg(feature = "hydrate")]
pub fn replace_link(link: &str) {
    if let Ok(history) = window().history() {
        // Refused when called too often; the link is then one keystroke behind.
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(link));
    }
}

#[cfg(not(feature = "hydrate"))]
pub fn replace_link(_link: &str) {}

/// Brings an element on screen and moves the keyboard to it.
#[cfg(feature = "hydrate")]
pub fn go_to(id: &str) {
    use wasm_bindgen::JsCast as _;

    let found = document().get_element_by_id(id);
    if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
        element.scroll_into_view_with_bool(true);
    }
}

#[cfg(not(feature = "hydrate"))]
pub fn go_to(_id: &str) {}

/// The value of the radio that is checked now.
#[cfg(feature = "hydrate")]
pub fn checked(name: &str) -> Option<String> {
    let selector = format!("input[name={name}]:checked");
    document().query_selector(&selector).ok()??.get_attribute("value")
}

#[cfg(not(feature = "hydrate"))]
pub fn checked(_name: &str) -> Option<String> {
    None
}

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
