//! How much and for how long: number boxes with -/+, chips for usual terms, and a slider as an extra.

use leptos::ev;
use leptos::prelude::*;
use protocol::loan::Product;

use super::browser;
use super::form::{self, Start, limits};
use super::inputs::TextBox;
use super::reader::whole;
use super::simulation::Simulation;
use crate::text::{calculator as words, money};
use crate::ui::{Field, Glyph, Icon};

const SLIDER: &str = "monto-barra";

/// The amount, with a button on either side. They send the form where there is no script.
#[component]
pub fn AmountField(sim: Simulation) -> impl IntoView {
    let hint = sim.text(|sim| sim.form.with(|form| sim.product(|product| amount_hint(product, &form.monto))));
    let error = sim.fault("monto");
    let signed = sim.flag(|sim| sim.form.with(|form| form.monto.contains('$')));
    view! {
        <div class="p-amount" hidden=sim.flag(|sim| sim.start() == Start::Payment)>
            <Field id="monto" label=words::AMOUNT hint=hint error=error>
                <Step name=words::LESS value="monto-menos" press=Simulation::step_amount sim=sim up=false />
                <span class="p-amount__sign" aria-hidden="true" hidden=signed>"$"</span>
                <TextBox sim=sim id="monto" pick=|form| &mut form.monto error=error inputmode="decimal"
                    sentence=None class="p-amount__input" />
                <Step name=words::MORE value="monto-mas" press=Simulation::step_amount sim=sim up=true />
            </Field>
            <Slider sim=sim />
        </div>
    }
}

/// The range, and what was understood when it was written in another way than we write it.
fn amount_hint(product: &Product, written: &str) -> String {
    let (min, max) = limits(product);
    let range = words::amount_range(min, max);
    let plain = written.trim().replace([',', '$'], "");
    match money::read(written) {
        Ok(centavos) if plain != (centavos / 100).to_string() => {
            format!("{range} {}", words::understood(centavos))
        }
        _ => range,
    }
}

/// A -/+ button; `value` says the same to the server.
#[component]
fn Step(
    sim: Simulation,
    name: &'static str,
    value: &'static str,
    press: fn(Simulation, bool),
    up: bool,
) -> impl IntoView {
    let glyph = if up { Glyph::Plus } else { Glyph::Minus };
    let step = move |event: ev::MouseEvent| {
        event.prevent_default();
        press(sim, up);
    };
    view! {
        <button class="p-amount__step" type="submit" name="paso" value=value aria-label=name on:click=step>
            <Icon glyph=glyph />
        </button>
    }
}

/// The amount in round steps, for a thumb. It says nothing to the server and waits for the program.
///
/// Accessibility: never alone, the box beside it says the same; its value is read as the pesos that are written,
/// which may stand between two of its steps.
#[component]
fn Slider(sim: Simulation) -> impl IntoView {
    let position =
        Memo::new(move |_| sim.form.with(|form| sim.product(|product| form::slider(&form.monto, product))));
    let at_first = position.get_untracked().to_string();
    let read = sim.text(|sim| sim.form.with(|form| in_words(&form.monto)));
    let most = sim.text(|sim| sim.product(form::slider_steps).to_string());
    let slide = move |event| {
        let steps = event_target_value(&event).parse().unwrap_or(0);
        let text = untrack(|| sim.product(|product| form::slid(steps, product)));
        sim.fill("monto", |form| &mut form.monto, text);
    };
    Effect::new(move |_| browser::write(SLIDER, &position.get().to_string()));
    view! {
        <div class="p-slider" class:p-slider--waits=move || !sim.alive.get()>
            <label class="p-slider__label" for=SLIDER>
                {words::AMOUNT_SLIDER}
                <span class="p-visually-hidden">" " {words::AMOUNT_SLIDER_FOR}</span>
            </label>
            <input class="p-slider__input" id=SLIDER type="range" min="0" max=most step="1"
                aria-valuetext=read value=at_first autocomplete="off" on:input=slide />
        </div>
    }
}

fn in_words(written: &str) -> String {
    money::read(written).map_or_else(|_| words::AMOUNT_SLIDER_EMPTY.to_owned(), money::pesos_short)
}

/// Usual terms as chips, any other in the box.
#[component]
pub fn TermField(sim: Simulation) -> impl IntoView {
    let error = sim.fault("plazo");
    let hint = sim.text(|sim| {
        let term = sim.form.with(|form| whole(&form.plazo));
        words::spell_out(term, sim.product(|product| product.max_term))
    });
    let terms = move || sim.product(|product| product.terms.clone());
    view! {
        <fieldset class="p-terms" hidden=sim.flag(|sim| sim.start() == Start::Time)>
            <legend class="p-field__label">{words::TERM}</legend>
            <div class="p-chips">
                {move || terms().into_iter().map(|term| view! { <Chip sim=sim term=term /> }).collect_view()}
            </div>
            <Field id="plazo" label=words::TERM_BOX hint=hint error=error>
                <Step name=words::SHORTER value="plazo-menos" press=Simulation::step_term sim=sim up=false />
                <TextBox sim=sim id="plazo" pick=|form| &mut form.plazo error=error inputmode="numeric"
                    sentence=None class="p-terms__input" />
                <span class="p-field__affix" aria-hidden="true">"quincenas"</span>
                <Step name=words::LONGER value="plazo-mas" press=Simulation::step_term sim=sim up=true />
            </Field>
        </fieldset>
    }
}

#[component]
fn Chip(sim: Simulation, term: u32) -> impl IntoView {
    let pressed = move || sim.form.with(|form| whole(&form.plazo) == Some(term)).to_string();
    let choose = move |event: ev::MouseEvent| {
        event.prevent_default();
        sim.fill("plazo", |form| &mut form.plazo, term.to_string());
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
