//! From a component to HTML, once per request.

use leptos::prelude::*;

/// Renders the body's content. Whatever reactive nodes the view made are gone when this returns.
pub fn render<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new_root(None);
    let html = owner.with(|| view().into_view().to_html());
    owner.unset_with_forced_cleanup();
    html
}
