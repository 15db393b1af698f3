use leptos::html::Input;
use leptos::prelude::*;

use crate::text::console as words;
use crate::ui::{Field, described_by};

/// A password with its switch to read what one writes.
///
/// Accessibility: the switch is a button named with its field, shown once it works; the error is read with the
/// input (WCAG 3.3.1, 3.3.8).
#[component]
pub fn PasswordField(
    id: &'static str,
    name: &'static str,
    label: &'static str,
    autocomplete: &'static str,
    #[prop(optional)] hint: &'static str,
    #[prop(optional, into)] error: Signal<String>,
    #[prop(optional)] input: NodeRef<Input>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let wrong = move || error.with(|error| (!error.is_empty()).then_some("true"));
    let kind = move || if shown.get() { "text" } else { "password" };
    view! {
        <Field id=id label=label hint=hint error=error>
            <input class="p-field__input" id=id name=name type=kind required=true autocomplete=autocomplete
                autocapitalize="none" spellcheck="false" aria-describedby=described_by(id) aria-invalid=wrong
                node_ref=input />
            <Eye shown=shown label=label id=id />
        </Field>
    }
}

#[component]
fn Eye(shown: RwSignal<bool>, label: &'static str, id: &'static str) -> impl IntoView {
    let ready = RwSignal::new(false);
    Effect::new(move |_| ready.set(true));
    let word = move || if shown.get() { words::HIDE_PASSWORD } else { words::SHOW_PASSWORD };
    view! {
        <button class="p-field__eye" type="button" aria-controls=id hidden=move || !ready.get()
            on:click=move |_| shown.update(|shown| *shown = !*shown)>
            {word}
            <span class="p-visually-hidden">" " {words::SHOWN_PASSWORD_OF} " " {label}</span>
        </button>
    }
}
