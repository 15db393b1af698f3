use leptos::ev;
use leptos::prelude::*;
use protocol::loan::CalculatorPage;

use super::answer::{Answer, Payments, Peek};
use super::form::key;
use super::inputs::{AmountField, ProductChoice, TermField};
use super::simulation::Simulation;
use crate::text::calculator as words;
use crate::ui::{ErrorSummary, Fault, Layout, Section};

/// `/calculadora`: a GET form the server answers, and the same component in the browser, which answers while
/// one types.
///
/// Accessibility: one `h1`; faults first, linked to their fields; the result is a named region that the
/// keyboard reaches after "Calcular"; changes are announced once typing pauses (WCAG 4.1.3).
#[component]
pub fn Calculator(page: CalculatorPage) -> impl IntoView {
    let (institution, demo_clock) = (page.institution.clone(), page.demo_clock.clone());
    let sim = Simulation::new(&page);
    Effect::new(move |_| sim.catch_up());
    let body = if page.products.is_empty() {
        view! { <p>{words::NO_PRODUCTS}</p> }.into_any()
    } else {
        view! { <Body sim=sim page=page /> }.into_any()
    };
    view! {
        <Layout institution=institution section=Section::Calculator demo_clock=demo_clock>
            <h1>{words::TITLE}</h1>
            {body}
        </Layout>
    }
}

#[component]
fn Body(sim: Simulation, page: CalculatorPage) -> impl IntoView {
    let faults = faults(sim);
    let mended =
        move || sim.shown.with(|shown| shown.amount_fault().is_empty() && shown.term_fault().is_empty());
    let summary = (!faults.is_empty()).then(|| view! { <ErrorSummary title=words::REVIEW faults=faults /> });
    view! {
        <p class="p-lead">{words::LEAD}</p>
        <div class="p-calculator__faults" hidden=mended>{summary}</div>
        <div class="p-calculator">
            <CalculatorForm sim=sim page=page.clone() />
            <Answer sim=sim page=page />
            <Payments sim=sim />
        </div>
        <p class="p-visually-hidden" role="status">{sim.said}</p>
    }
}

/// What the server found wrong when the form came in.
fn faults(sim: Simulation) -> Vec<Fault> {
    let (amount, term) =
        sim.shown.with_untracked(|shown| (shown.amount_fault().to_owned(), shown.term_fault().to_owned()));
    [("monto", amount), ("plazo", term)]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(field, text)| Fault { field, text })
        .collect()
}

#[component]
fn CalculatorForm(sim: Simulation, page: CalculatorPage) -> impl IntoView {
    let chosen = sim.chosen.get_untracked();
    let (drawn_for, version, rate) = page
        .products
        .get(chosen)
        .map(|product| (key(product), product.version.clone(), product.annual_rate_pct.clone()))
        .unwrap_or_default();
    let ask = move |event: ev::SubmitEvent| {
        event.prevent_default();
        sim.ask();
    };
    view! {
        <form class="p-calculator__form" method="get" action="/calculadora" novalidate=true on:submit=ask>
            // Enter presses a form's first button: it has to be this one, not "Pedir menos".
            <button class="p-visually-hidden" type="submit" tabindex="-1" aria-hidden="true">{words::CALCULATE}</button>
            <input type="hidden" name="de" value=drawn_for />
            <input type="hidden" name="version" value=version />
            <input type="hidden" name="tasa" value=rate />
            <ProductChoice sim=sim products=page.products chosen=chosen />
            <AmountField sim=sim written=page.amount />
            <TermField sim=sim />
            <button class="p-button p-button--wide" type="submit">{words::CALCULATE}</button>
            <Peek sim=sim />
        </form>
    }
}
