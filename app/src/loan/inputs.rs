//! Fields of the calculator: the parts after the answer use [`Entry`] too.

use leptos::prelude::*;

use super::form::Pick;
use super::simulation::Simulation;
use crate::ui::{Field, described_by};

/// One text field of the form, wherever it stands on the page. Its id is its name in the query.
///
/// Accessibility: see [`Field`]; what is written is never rewritten.
#[component]
pub fn Entry(
    sim: Simulation,
    id: &'static str,
    #[prop(into)] label: String,
    pick: Pick,
    #[prop(optional, into)] hint: Signal<String>,
    #[prop(into)] error: Signal<String>,
    #[prop(optional)] prefix: &'static str,
    #[prop(optional)] suffix: &'static str,
    #[prop(default = "decimal")] inputmode: &'static str,
    /// What is said once typing pauses; without it, the answer.
    #[prop(optional, into)]
    sentence: Option<Memo<String>>,
) -> impl IntoView {
    view! {
        <Field id=id label=label hint=hint error=error prefix=prefix suffix=suffix>
            <TextBox sim=sim id=id pick=pick error=error inputmode=inputmode sentence=sentence class="" />
        </Field>
    }
}

/// The input alone, for a box that holds more than it.
#[component]
pub fn TextBox(
    sim: Simulation,
    id: &'static str,
    pick: Pick,
    error: Signal<String>,
    inputmode: &'static str,
    sentence: Option<Memo<String>>,
    class: &'static str,
) -> impl IntoView {
    let written = sim.form.with_untracked(|form| pick(&mut form.clone()).clone());
    let write = move |event| {
        let text = event_target_value(&event);
        match sentence {
            Some(sentence) => sim.write_in(pick, text, sentence),
            None => sim.write(pick, text),
        }
    };
    view! {
        <input
            class=format!("p-field__input {class}")
            id=id
            name=id
            form="calculo"
            inputmode=inputmode
            autocomplete="off"
            enterkeyhint="go"
            maxlength="40"
            aria-describedby=described_by(id)
            aria-invalid=move || (!error.with(String::is_empty)).then_some("true")
            value=written
            on:input=write
        />
    }
}
