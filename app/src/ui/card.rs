use leptos::prelude::*;

/// A raised ground for one thing.
///
/// Accessibility: no role of its own; what stands in it brings its heading.
#[component]
pub fn Card<C: IntoView + 'static>(
    #[prop(optional)] quiet: bool,
    children: TypedChildren<C>,
) -> impl IntoView {
    let class = if quiet { "p-card p-card--quiet" } else { "p-card" };
    view! { <div class=class>{children.into_inner()()}</div> }
}
