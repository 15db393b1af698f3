//! The answer's side: the payment, what it adds up to, and what it stands on.

use leptos::prelude::*;
use protocol::loan::CalculatorPage;

use super::figures::{Figures, Outcome};
use super::simulation::Simulation;
use crate::text::{calculator as words, dates, money};
use crate::ui::{ButtonLink, Glyph, Icon, Label, Look, ScrollTable};

/// The answer card. It is always there; what it has nothing to say about is hidden.
#[component]
pub fn Answer(sim: Simulation, page: CalculatorPage) -> impl IntoView {
    let ready = move || sim.shown.with(|shown| shown.ready().is_some());
    let waiting = move || {
        sim.shown.with(
            |shown| if matches!(shown, Outcome::Wrong { .. }) { words::CORRECT } else { words::WAITING },
        )
    };
    let payment = move || figure(sim, |figures| money::pesos(figures.payment));
    let count = move || figure(sim, |figures| words::payments(figures.count));
    view! {
        <section class="p-answer" id="respuesta" tabindex="-1" aria-labelledby="respuesta-titulo">
            <h2 class="p-answer__title" id="respuesta-titulo">{words::PAYMENT}</h2>
            <p class="p-answer__waiting" hidden=ready>{waiting}</p>
            <div class="p-answer__body" hidden=move || !ready()>
                <p class="p-answer__amount">{payment}</p>
                <p class="p-answer__count">{count}</p>
                <Rows sim=sim />
                <Notices sim=sim page=page.clone() />
                <Basis sim=sim today=page.today />
            </div>
        </section>
    }
}

fn figure(sim: Simulation, say: impl Fn(&Figures) -> String) -> String {
    sim.shown.with(|shown| shown.ready().map(say).unwrap_or_default())
}

#[component]
fn Rows(sim: Simulation) -> impl IntoView {
    let pesos = move |read: fn(&Figures) -> i64| move || figure(sim, |figures| money::pesos(read(figures)));
    let same_last =
        move || sim.shown.with(|shown| shown.ready().is_none_or(|figures| figures.last == figures.payment));
    view! {
        <dl class="p-answer__rows">
            <div><dt>{words::BORROWED}</dt><dd>{pesos(|figures| figures.amount)}</dd></div>
            <div><dt>{words::INTEREST}</dt><dd>{pesos(|figures| figures.interest)}</dd></div>
            <div><dt>{words::IVA}</dt><dd>{pesos(|figures| figures.iva)}</dd></div>
            <div class="p-answer__total"><dt>{words::TOTAL}</dt><dd>{pesos(|figures| figures.total)}</dd></div>
            <div hidden=same_last><dt>{words::LAST}</dt><dd>{pesos(|figures| figures.last)}</dd></div>
        </dl>
    }
}

/// What a link asked for and did not get as it stood.
#[component]
fn Notices(sim: Simulation, page: CalculatorPage) -> impl IntoView {
    let here = sim.chosen.get_untracked();
    let ours = page.products.get(here).cloned();
    let version = ours
        .as_ref()
        .filter(|ours| !page.version.is_empty() && page.version != ours.version)
        .map(|ours| words::version_unknown(&page.version, &ours.version));
    let rate = ours
        .as_ref()
        .filter(|ours| !page.rate.is_empty() && !same_rate(&page.rate, &ours.annual_rate_pct))
        .map(|ours| words::rate_differs(&page.rate, &ours.annual_rate_pct));
    let superseded = move || !sim.product(|product| product.superseded);
    let elsewhere = move || sim.chosen.get() != here;
    view! {
        <div hidden=superseded><Label>{words::SUPERSEDED}</Label></div>
        <div hidden=elsewhere>
            {version.map(|text| view! { <Label>{text}</Label> })}
            {rate.map(|text| view! { <Label>{text}</Label> })}
        </div>
    }
}

fn same_rate(link: &str, ours: &str) -> bool {
    match (link.parse::<amortization::Rate>(), ours.parse::<amortization::Rate>()) {
        (Ok(link), Ok(ours)) => link == ours,
        _ => false,
    }
}

/// What the figures stand on: no offer, terms, their source, what is missing.
#[component]
fn Basis(sim: Simulation, today: String) -> impl IntoView {
    let terms = move || {
        sim.product(|product| {
            words::basis(product, &dates::iso_day(&product.valid_from), &dates::iso_day(&today))
        })
    };
    let source = move || sim.product(|product| words::source(&product.source));
    view! {
        <div class="p-answer__basis">
            <p><strong>{words::NO_OFFER}</strong> " " {terms}</p>
            <p>{source} " " {words::FUND}</p>
            <p class="p-answer__actions">
                <ButtonLink href="/chat" look=Look::Quiet>
                    <Icon glyph=Glyph::Bubble />
                    {words::ASK}
                </ButtonLink>
                <a href=move || sim.link()>{words::LINK}</a>
            </p>
        </div>
    }
}

/// On narrow screens the payment at the form's lower edge, as a link to the whole answer.
#[component]
pub fn Peek(sim: Simulation) -> impl IntoView {
    view! {
        <a class="p-peek" href="#respuesta" hidden=move || sim.shown.with(|shown| shown.ready().is_none())>
            <span>{words::PAYMENT}</span>
            <span class="p-peek__amount">{move || figure(sim, |figures| money::pesos(figures.payment))}</span>
        </a>
    }
}

/// All payments by year, closed until someone asks.
#[component]
pub fn Payments(sim: Simulation) -> impl IntoView {
    let tables = sim.tables();
    let toggled = move |_| {
        if let Some(details) = sim.details.get_untracked() {
            sim.open.set(details.open());
        }
    };
    view! {
        <details
            class="p-payments"
            hidden=move || sim.shown.with(|shown| shown.ready().is_none())
            node_ref=sim.details
            on:toggle=toggled
        >
            <summary class="p-payments__summary">{words::ALL_PAYMENTS}</summary>
            <ScrollTable name=words::TABLE_NAME>
                <div class="p-payments__years" inner_html=move || tables.get()></div>
            </ScrollTable>
        </details>
    }
}
