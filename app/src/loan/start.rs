//! Where one starts, and what each start asks besides product and term.

use leptos::ev;
use leptos::prelude::*;
use protocol::loan::Product;

use super::form::{Start, key};
use super::inputs::Entry;
use super::simulation::Simulation;
use crate::text::calculator as words;

/// "¿Por dónde quiere empezar?": three buttons, which send the form where there is no script.
///
/// Accessibility: a named group of toggle buttons; the pressed one is told by `aria-pressed`, a mark and the
/// border, never by colour alone.
#[component]
pub fn StartChoice(sim: Simulation) -> impl IntoView {
    let starts = Start::ALL.map(|start| view! { <StartButton sim=sim start=start /> });
    let hint = sim.text(|sim| words::start_hint(sim.start()).to_owned());
    view! {
        <div class="p-starts" role="group" aria-labelledby="inicio-pregunta">
            <h2 class="p-starts__title" id="inicio-pregunta">{words::START}</h2>
            <div class="p-starts__ways">{starts.into_iter().collect_view()}</div>
            <p class="p-field__hint">{hint}</p>
        </div>
    }
}

#[component]
fn StartButton(sim: Simulation, start: Start) -> impl IntoView {
    let choose = move |event: ev::MouseEvent| {
        event.prevent_default();
        sim.start_from(start);
    };
    view! {
        <button
            class="p-start"
            type="submit"
            form="calculo"
            name="paso"
            value=format!("inicio-{}", start.name())
            aria-pressed=move || (sim.start() == start).to_string()
            on:click=choose
        >
            {words::start(start)}
        </button>
    }
}

/// The products on offer, and the superseded one a link asked for.
#[component]
pub fn ProductChoice(sim: Simulation, products: Vec<Product>) -> impl IntoView {
    let chosen = sim.chosen_untracked();
    let choices = products
        .into_iter()
        .enumerate()
        .filter(|(index, product)| !product.superseded || *index == chosen)
        .map(|(index, product)| view! { <ProductRadio sim=sim product=product checked=index == chosen /> })
        .collect_view();
    view! {
        <fieldset class="p-choices">
            <legend class="p-field__label">{words::PRODUCT}</legend>
            {choices}
        </fieldset>
    }
}

#[component]
fn ProductRadio(sim: Simulation, product: Product, checked: bool) -> impl IntoView {
    let value = key(&product);
    let rate = words::yearly_rate(&product.annual_rate_pct);
    let name = if product.superseded {
        words::previous(&product.name, &product.version)
    } else {
        product.name.clone()
    };
    view! {
        <label class="p-choice">
            <input
                class="p-choice__radio"
                type="radio"
                name="producto"
                value=value
                checked=checked
                on:change=move |_| sim.choose(&product)
            />
            <span class="p-choice__name">{name}</span>
            <span class="p-choice__hint">{rate}</span>
        </label>
    }
}

/// Salary and discounts, for "¿cuánto me alcanza?".
#[component]
pub fn SalaryFields(sim: Simulation) -> impl IntoView {
    let rules = sim.text(|sim| sim.product(|product| words::salary_rules(&product.conditions)));
    view! {
        <fieldset class="p-salary" hidden=sim.flag(|sim| sim.start() != Start::Payment)>
            <legend class="p-field__label">{words::SALARY_GROUP}</legend>
            <p class="p-field__hint" hidden=move || rules.with(String::is_empty)>{rules}</p>
            <Entry sim=sim id="sueldo" label=words::SALARY hint=words::SALARY_HINT prefix="$"
                pick=|form| &mut form.sueldo error=sim.fault("sueldo") />
            <Entry sim=sim id="descuentos" label=words::DEDUCTIONS hint=words::DEDUCTIONS_HINT prefix="$"
                pick=|form| &mut form.descuentos error=sim.fault("descuentos") />
        </fieldset>
    }
}

/// What one can pay, for "¿cuánto me alcanza?" and "¿en cuánto tiempo termino?".
#[component]
pub fn PaymentField(sim: Simulation) -> impl IntoView {
    let hint =
        sim.text(|sim| if sim.start() == Start::Payment { words::CAN_PAY_HINT } else { "" }.to_owned());
    view! {
        <div class="p-lone" hidden=sim.flag(|sim| sim.start() == Start::Amount)>
            <Entry sim=sim id="pago" label=words::CAN_PAY hint=hint prefix="$"
                pick=|form| &mut form.pago error=sim.fault("pago") />
        </div>
    }
}

/// The day the money would be paid out, behind a line of words: today unless someone says another.
#[component]
pub fn DateField(sim: Simulation) -> impl IntoView {
    let open = sim.form.with_untracked(|form| !form.fecha.is_empty());
    view! {
        <details class="p-date" open=open>
            <summary class="p-date__summary">{words::DATE_PART}</summary>
            <Entry sim=sim id="fecha" label=words::DATE hint=words::DATE_HINT
                pick=|form| &mut form.fecha error=sim.fault("fecha") />
        </details>
    }
}
