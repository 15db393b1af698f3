use leptos::prelude::*;

use super::{Glyph, Icon};

/// A word about a state: "valor de ejemplo", "versión anterior".
///
/// Accessibility: icon and words, never colour alone; not a live region.
#[component]
pub fn Label<C: IntoView + 'static>(
    #[prop(default = Glyph::Alert)] glyph: Glyph,
    children: TypedChildren<C>,
) -> impl IntoView {
    view! {
        <p class="p-label">
            <Icon glyph=glyph />
            <span>{children.into_inner()()}</span>
        </p>
    }
}
