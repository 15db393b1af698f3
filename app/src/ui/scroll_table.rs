use leptos::prelude::*;

/// Holds a wide table so that it scrolls sideways and the page does not.
///
/// Accessibility: reachable by keyboard (`tabindex`), with a name that says what scrolls (WCAG 2.1.1); on narrow
/// screens a line for the eye says that there is more to the side.
#[component]
pub fn ScrollTable<C: IntoView + 'static>(
    #[prop(into)] name: String,
    children: TypedChildren<C>,
) -> impl IntoView {
    view! {
        <p class="p-table-hint" aria-hidden="true">{crate::text::site::SCROLL_HINT}</p>
        <div class="p-table-scroll" role="region" tabindex="0" aria-label=name>
            {children.into_inner()()}
        </div>
    }
}
