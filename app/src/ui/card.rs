use leptos::prelude::*;

/// A raised ground for one thing.
///
/// Accessibility: no role of its own; what stands in it brings its heading.
#[component]
pub fn Card(#[prop(optional)] quiet: bool, children: Children) -> impl IntoView {
    let class = if quiet { "p-card p-card--quiet" } else { "p-card" };
    view! { <div class=class>{children()}</div> }
}
