//! What the server left for the program: the page's state, in `<script type="application/json" id="page">`.

use leptos::prelude::document;
use serde::de::DeserializeOwned;

/// The state, or none: the page then stays what the server made of it, which works.
pub fn state<T: DeserializeOwned>() -> Option<T> {
    let json = document().get_element_by_id("page")?.text_content()?;
    crate::json::read(&json)
}
