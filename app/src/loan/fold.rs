use leptos::html;
use leptos::prelude::*;

/// A part of the page behind its heading: closed until someone asks, and then kept current.
///
/// Accessibility: a `details` whose summary holds the heading and one question; it opens without script, and a
/// part that a link fills is open from the start.
#[component]
pub fn Fold<C: IntoView + 'static>(
    id: &'static str,
    title: &'static str,
    question: &'static str,
    /// Follows the element; its first value is how the page arrives.
    open: RwSignal<bool>,
    children: TypedChildren<C>,
) -> impl IntoView {
    let details = NodeRef::<html::Details>::new();
    let follow = move || {
        if let Some(details) = details.get_untracked() {
            open.set(details.open());
        }
    };
    // Opened or closed while the page had no program yet.
    Effect::new(move |_| follow());
    view! {
        <details class="p-part" id=id open=open.get_untracked() node_ref=details on:toggle=move |_| follow()>
            <summary class="p-part__summary">
                <h2 class="p-part__title">{title}</h2>
                <span class="p-part__question">{question}</span>
            </summary>
            <div class="p-part__body">{children.into_inner()()}</div>
        </details>
    }
}
