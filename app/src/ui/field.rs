use leptos::prelude::*;

use super::{Glyph, Icon};

/// The ids an input names in `aria-describedby`: its hint's and its error's.
pub fn described_by(id: &str) -> String {
    format!("{id}-pista {id}-error")
}

/// Label, hint, error and box around one input, which is the child: it has `id`, the class `p-field__input`,
/// `aria-describedby=described_by(id)` and `aria-invalid`.
///
/// Accessibility: a visible label bound by `for`; hint and error are read with the input; an error is icon and
/// words, says what to write, and keeps what was written (WCAG 1.3.1, 3.3.1-3.3.3).
#[component]
pub fn Field<C: IntoView + 'static>(
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Signal<String>,
    /// Empty means all is well.
    #[prop(optional, into)]
    error: Signal<String>,
    /// Stands before the input, such as "$".
    #[prop(optional)]
    prefix: &'static str,
    /// Stands after the input, such as "quincenas".
    #[prop(optional)]
    suffix: &'static str,
    children: TypedChildren<C>,
) -> impl IntoView {
    let class = move || if error.with(String::is_empty) { "p-field" } else { "p-field p-field--wrong" };
    view! {
        <div class=class>
            <label class="p-field__label" for=id>{label}</label>
            <p class="p-field__hint" id=format!("{id}-pista") hidden=move || hint.with(String::is_empty)>
                {hint}
            </p>
            <p class="p-field__error" id=format!("{id}-error") hidden=move || error.with(String::is_empty)>
                <Icon glyph=Glyph::Alert />
                <span>{error}</span>
            </p>
            <div class="p-field__box">
                <span class="p-field__affix" aria-hidden="true" hidden=prefix.is_empty()>{prefix}</span>
                {children.into_inner()()}
                <span class="p-field__affix" aria-hidden="true" hidden=suffix.is_empty()>{suffix}</span>
            </div>
        </div>
    }
}
