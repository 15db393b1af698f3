//! The chart and the table of payments on the page: strings of `chart` and `payments`, made when they are seen.

use leptos::ev;
use leptos::prelude::*;
use protocol::loan::CalculatorForm;

use super::chart;
use super::figures::Figures;
use super::fold::Fold;
use super::glossary::{Term, WhatIs};
use super::offer::Offer;
use super::outcome::Outcome;
use super::part::{Part, Said};
use super::payments::{self, Grouping};
use super::redraw;
use super::sections::extra;
use super::simulation::Simulation;
use crate::text::calculator_table as words;
use crate::ui::{Glyph, Icon, ScrollTable};

/// The part's id, and that of what is inside: a link to what is inside opens the part without script.
pub const PART: &str = "pagos";
const INSIDE: &str = "tabla";

/// Where each payment goes.
///
/// Accessibility: a figure whose drawing is named by the sentence over it; the same by year in a table.
#[component]
pub fn Chart(sim: Simulation) -> impl IntoView {
    let (seen, open) = (RwSignal::new(true), RwSignal::new(false));
    let figure = Part::new(sim, seen, |offer, figures, form| {
        html(|rows, _| chart::figure(rows), offer, figures, form)
    });
    let table = Part::new(sim, open, |offer, figures, form| {
        html(|rows, _| payments::by_year(rows), offer, figures, form)
    });
    let details = NodeRef::<leptos::html::Details>::new();
    let toggled = move |_| open.set(details.get_untracked().is_some_and(|details| details.open()));
    view! {
        <section class="p-chart" aria-labelledby="grafica" hidden=sim.flag(Simulation::is_unready)>
            <h2 class="p-chart__title" id="grafica">{words::CHART}</h2>
            <svg class="p-chart__patterns" width="0" height="0" aria-hidden="true" inner_html=chart::PATTERNS></svg>
            <Extras part=figure />
            <figure inner_html=figure.html()></figure>
            <details class="p-chart__table" node_ref=details on:toggle=toggled>
                <summary class="p-chart__ask">{words::CHART_TABLE}</summary>
                <ScrollTable name=words::CHART_TABLE_NAME>
                    <div inner_html=table.html()></div>
                </ScrollTable>
            </details>
        </section>
    }
}

/// The rows that the page lists: with the extra payments, when there are any, and then a sentence that says so.
fn html(
    write: fn(&[amortization::Row], Grouping) -> String,
    offer: &Offer,
    figures: &Figures,
    form: &CalculatorForm,
) -> Outcome<Said> {
    let extra = extra::made(offer, figures, form);
    let schedule = extra.as_ref().map_or(&figures.schedule, |plan| &plan.schedule);
    let html = write(&schedule.rows, Grouping::named(&form.tabla));
    let sentence = extra.map(|plan| words::extras_counted(&plan)).unwrap_or_default();
    Outcome::Ready(Said { sentence, ..Said::html(html) })
}

/// Why the rows are not the answer's; nothing without extra payments.
#[component]
fn Extras(part: Part) -> impl IntoView {
    let text = part.answer;
    view! { <p class="p-extras" hidden=move || text.with(String::is_empty)>{text}</p> }
}

/// All payments, closed until someone asks; by quincena or by year.
#[component]
pub fn Payments(sim: Simulation) -> impl IntoView {
    let open = sim.sheet.open;
    let tables = Part::new(sim, open, |offer, figures, form| html(payments::tables, offer, figures, form));
    let (place, drawn) = redraw::in_place(tables.html());
    sim.sheet.follow_browser();
    view! {
        <div class="p-payments" hidden=sim.flag(Simulation::is_unready)>
            <Fold id=PART title=words::TABLE question=words::ALL_PAYMENTS open=open>
                <div class="p-payments__tools" id=INSIDE>
                    <GroupingChoice sim=sim />
                    <a class="p-payments__file" href=move || format!("/calculadora.csv?{}", sim.query())>
                        <Icon glyph=Glyph::Download />
                        {words::DOWNLOAD}
                    </a>
                </div>
                <WhatIs term=Term::Saldo />
                <Extras part=tables />
                <ScrollTable name=words::TABLE>
                    <div class="p-payments__tables" node_ref=place inner_html=drawn></div>
                </ScrollTable>
            </Fold>
        </div>
    }
}

/// Links, so that they work without script too.
#[component]
fn GroupingChoice(sim: Simulation) -> impl IntoView {
    let choice = move |by: Grouping, name: &'static str| {
        let here = move || sim.form.with(|form| Grouping::named(&form.tabla)) == by;
        let choose = move |event: ev::MouseEvent| {
            event.prevent_default();
            sim.group(by.key());
        };
        view! {
            <a
                class="p-grouping__choice"
                href=move || link(sim, by)
                aria-current=move || here().then_some("true")
                on:click=choose
            >
                {name}
            </a>
        }
    };
    view! {
        <p class="p-grouping" role="group" aria-label=words::BY>
            <span class="p-grouping__label">{words::BY}</span>
            {choice(Grouping::Quincena, words::BY_QUINCENA)}
            {choice(Grouping::Year, words::BY_YEAR)}
        </p>
    }
}

fn link(sim: Simulation, by: Grouping) -> String {
    let query = sim.form.with(|form| {
        let mut form = form.clone();
        by.key().clone_into(&mut form.tabla);
        sim.product(|product| super::link::query(product, &form))
    });
    format!("/calculadora?{query}#{INSIDE}")
}
