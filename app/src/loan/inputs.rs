//! The form's side: product, amount, term.

use leptos::ev;
use leptos::prelude::*;
use protocol::loan::Product;

use super::figures::Outcome;
use super::form::{key, limits};
use super::simulation::Simulation;
use crate::text::{calculator as words, money};
use crate::ui::{Field, Glyph, Icon, described_by};

/// The products on offer, and the superseded one a link asked for.
#[component]
pub fn ProductChoice(sim: Simulation, products: Vec<Product>, chosen: usize) -> impl IntoView {
    let offered = |(index, product): &(usize, Product)| !product.superseded || *index == chosen;
    let choices = products
        .into_iter()
        .enumerate()
        .filter(offered)
        .map(|(index, product)| view! { <Choice sim=sim index=index product=product checked=index == chosen /> })
        .collect_view();
    view! {
        <fieldset class="p-choices">
            <legend class="p-field__label">{words::PRODUCT}</legend>
            {choices}
        </fieldset>
    }
}

#[component]
fn Choice(sim: Simulation, index: usize, product: Product, checked: bool) -> impl IntoView {
    let value = key(&product);
    let name =
        if product.superseded { words::previous(&product.name, &product.version) } else { product.name };
    view! {
        <label class="p-choice">
            <input
                class="p-choice__radio"
                type="radio"
                name="producto"
                value=value
                checked=checked
                on:change=move |_| sim.choose(index)
            />
            <span class="p-choice__name">{name}</span>
            <span class="p-choice__hint">{words::yearly_rate(&product.annual_rate_pct)}</span>
        </label>
    }
}

/// The amount, with a button on either side. They send the form where there is no script.
#[component]
pub fn AmountField(sim: Simulation, written: String) -> impl IntoView {
    let hint = Signal::derive(move || sim.amount.with(|amount| amount_hint(sim, amount)));
    let error = Signal::derive(move || sim.shown.with(|shown| shown.amount_fault().to_owned()));
    let signed = move || sim.amount.with(|amount| amount.contains('$'));
    view! {
        <div class="p-amount">
            <Field id="monto" label=words::AMOUNT hint=hint error=error>
                <StepButton sim=sim up=false />
                <span class="p-amount__sign" aria-hidden="true" hidden=signed>"$"</span>
                <input
                    class="p-field__input p-amount__input"
                    id="monto"
                    name="monto"
                    inputmode="decimal"
                    autocomplete="off"
                    enterkeyhint="go"
                    maxlength="40"
                    aria-describedby=described_by("monto")
                    aria-invalid=move || (!error.with(String::is_empty)).then_some("true")
                    value=written
                    node_ref=sim.amount_input
                    on:input=move |event| sim.write_amount(event_target_value(&event))
                />
                <StepButton sim=sim up=true />
            </Field>
        </div>
    }
}

/// The range, and what was understood when it was written in another way than we write it.
fn amount_hint(sim: Simulation, written: &str) -> String {
    let (min, max) = sim.product(limits);
    let range = words::amount_range(min, max);
    let plain = written.trim().replace([',', '$'], "");
    match money::read(written) {
        Ok(centavos) if plain != (centavos / 100).to_string() => {
            format!("{range} {}", words::understood(centavos))
        }
        _ => range,
    }
}

#[component]
fn StepButton(sim: Simulation, up: bool) -> impl IntoView {
    let (glyph, name, value) =
        if up { (Glyph::Plus, words::MORE, "monto-mas") } else { (Glyph::Minus, words::LESS, "monto-menos") };
    let step = move |event: ev::MouseEvent| {
        event.prevent_default();
        sim.step_amount(up);
    };
    view! {
        <button class="p-amount__step" type="submit" name="paso" value=value aria-label=name on:click=step>
            <Icon glyph=glyph />
        </button>
    }
}

/// Usual terms as chips, any other in the box.
#[component]
pub fn TermField(sim: Simulation) -> impl IntoView {
    let written = sim.term.get_untracked();
    let error = Signal::derive(move || sim.shown.with(|shown| shown.term_fault().to_owned()));
    let hint = Signal::derive(move || {
        sim.shown.with(|shown| match shown {
            Outcome::Ready(figures) => words::spell(figures.count),
            _ => String::new(),
        })
    });
    let chips = move || sim.product(|product| product.terms.clone());
    view! {
        <fieldset class="p-terms">
            <legend class="p-field__label">{words::TERM}</legend>
            <div class="p-chips">
                {move || chips().into_iter().map(|term| view! { <Chip sim=sim term=term /> }).collect_view()}
            </div>
            <Field id="plazo" label=words::TERM_BOX hint=hint error=error suffix="quincenas">
                <input
                    class="p-field__input"
                    id="plazo"
                    name="plazo"
                    inputmode="numeric"
                    autocomplete="off"
                    enterkeyhint="go"
                    maxlength="16"
                    aria-describedby=described_by("plazo")
                    aria-invalid=move || (!error.with(String::is_empty)).then_some("true")
                    value=written
                    node_ref=sim.term_input
                    on:input=move |event| sim.write_term(event_target_value(&event))
                />
            </Field>
        </fieldset>
    }
}

#[component]
fn Chip(sim: Simulation, term: u32) -> impl IntoView {
    let pressed = move || sim.term.with(|written| written.trim() == term.to_string()).to_string();
    let choose = move |event: ev::MouseEvent| {
        event.prevent_default();
        sim.choose_term(term);
    };
    view! {
        <button
            class="p-chip"
            type="submit"
            name="paso"
            value=format!("plazo-{term}")
            aria-pressed=pressed
            on:click=choose
        >
            {term}
            " "
            <span class="p-chip__hint">{words::spell(term)}</span>
        </button>
    }
}
