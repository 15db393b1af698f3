//! What the page offers after the answer: each part one heading, one question, one sentence that answers.

pub mod compare;
pub mod extra;
pub mod late;
pub mod payoff;

use leptos::prelude::*;

use super::form::Pick;
use super::part::Part;
use crate::text::calculator as words;

/// The sentence that answers a part's question, or what is still to be written.
///
/// Accessibility: announced by the page's one live region once typing pauses, so it is none itself.
#[component]
pub fn Sentence(part: Part) -> impl IntoView {
    let text = part.answer;
    view! { <p class="p-part__answer" hidden=move || text.with(String::is_empty)>{text}</p> }
}

/// Sends the form and comes back to this part, where there is no script to do it while one types.
#[component]
pub fn Recalculate(#[prop(into)] part: String) -> impl IntoView {
    view! {
        <button
            class="p-button p-button--quiet p-part__send"
            type="submit"
            form="calculo"
            formaction=format!("/calculadora#{part}")
        >
            {words::RECALCULATE}
        </button>
    }
}

/// A radio of a part, such as "una vez" and "cada quincena".
#[component]
pub fn Choice(
    part: Part,
    name: &'static str,
    value: &'static str,
    label: &'static str,
    pick: Pick,
) -> impl IntoView {
    let sim = part.sim;
    let checked = sim.form.with_untracked(|form| *pick(&mut form.clone()) == value);
    let choose = move |_| sim.write_in(pick, value.to_owned(), part.sentence);
    view! {
        <label class="p-option">
            <input
                class="p-choice__radio"
                type="radio"
                name=name
                value=value
                form="calculo"
                checked=checked
                on:change=choose
            />
            <span>{label}</span>
        </label>
    }
}
