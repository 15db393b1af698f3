use leptos::either::Either;
use leptos::ev;
use leptos::prelude::*;
use protocol::loan::{CalculatorPage, Product};

use super::amount::{AmountField, TermField};
use super::answer::{Answer, Peek};
use super::form::{Start, key};
use super::paper::{PaperHead, PaperLink};
use super::sections::compare::ComparePart;
use super::sections::extra::ExtraPart;
use super::sections::late::LatePart;
use super::sections::payoff::PayoffPart;
use super::simulation::Simulation;
use super::start::{DateField, PaymentField, ProductChoice, SalaryFields, StartChoice};
use super::table::{Chart, Payments};
use crate::text::calculator as words;
use crate::ui::{ErrorSummary, Layout, Section};

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
        Either::Left(view! { <p>{words::NO_PRODUCTS}</p> })
    } else {
        Either::Right(
            view! { <PaperHead sim=sim institution=page.institution /> <Body sim=sim products=page.products origin=page.origin /> },
        )
    };
    view! {
        <Layout institution=institution section=Section::Calculator demo_clock=demo_clock>
            <h1>{words::TITLE}</h1>
            {body}
        </Layout>
    }
}

#[component]
fn Body(sim: Simulation, products: Vec<Product>, origin: String) -> impl IntoView {
    // What the server found wrong when the form came in. Once something else is wrong, or nothing, it is gone for
    // good: fields say their own faults, and the live region tells them.
    let faults = sim.shown.with_untracked(|shown| shown.faults().to_vec());
    let first = faults.clone();
    let mended = Memo::new(move |mended: Option<&bool>| {
        mended == Some(&true) || sim.shown.with(|shown| first.is_empty() || shown.faults() != first)
    });
    let summary = (!faults.is_empty()).then(|| view! { <ErrorSummary title=words::REVIEW faults=faults /> });
    view! {
        <p class="p-lead">{words::LEAD}</p>
        <div class="p-calculator__faults" hidden=mended>{summary}</div>
        <div class="p-calculator">
            <CalculatorForm sim=sim products=products />
            <Answer sim=sim />
            <Chart sim=sim />
            <Parts sim=sim />
            <Payments sim=sim />
        </div>
        <PaperLink sim=sim origin=origin />
        <p class="p-visually-hidden" role="status">{sim.said}</p>
    }
}

#[component]
fn CalculatorForm(sim: Simulation, products: Vec<Product>) -> impl IntoView {
    let (drawn_for, version, rate) = untrack(|| {
        sim.product(|product| (key(product), product.version.clone(), product.annual_rate_pct.clone()))
    });
    let form = sim.form.get_untracked();
    let start = Start::of(&form).name();
    let ask = move |event: ev::SubmitEvent| {
        event.prevent_default();
        sim.ask();
    };
    view! {
        <form class="p-calculator__form" id="calculo" method="get" action="/calculadora" novalidate=true
            on:submit=ask>
            // Enter presses a form's first button: it has to be this one, not "Pedir menos".
            <button class="p-visually-hidden" type="submit" tabindex="-1" aria-hidden="true">{words::CALCULATE}</button>
            <input type="hidden" name="inicio" value=start />
            <input type="hidden" name="de" value=drawn_for />
            <input type="hidden" name="version" value=version />
            <input type="hidden" name="tasa" value=rate />
            <input type="hidden" name="otro1" value=form.otro1 />
            <input type="hidden" name="otro2" value=form.otro2 />
            <input type="hidden" name="tabla" value=form.tabla />
            <StartChoice sim=sim />
            <ProductChoice sim=sim products=products />
            <AmountField sim=sim />
            <SalaryFields sim=sim />
            <PaymentField sim=sim />
            <TermField sim=sim />
            <DateField sim=sim />
            <button class="p-button p-button--wide" type="submit">{words::CALCULATE}</button>
            <Peek sim=sim />
        </form>
    }
}

/// What else one may ask once there is an answer.
#[component]
fn Parts(sim: Simulation) -> impl IntoView {
    view! {
        <div class="p-parts" hidden=sim.flag(Simulation::is_unready)>
            <div class="p-parts__column">
                <LatePart sim=sim />
                <ExtraPart sim=sim />
            </div>
            <div class="p-parts__column">
                <ComparePart sim=sim />
                <PayoffPart sim=sim />
            </div>
        </div>
    }
}
