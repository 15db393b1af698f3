//! The answer's side: what was asked for, what it adds up to, and what it stands on.

use amortization::{Date, Rate};
use leptos::prelude::*;
use protocol::loan::{CalculatorForm, Product};

use super::figures::Figures;
use super::glossary::{Term, WhatIs};
use super::listen::Listen;
use super::outcome::Outcome;
use super::paper::PrintButton;
use super::share::ShareLink;
use super::simulation::Simulation;
use crate::text::{calculator as words, dates, money};
use crate::ui::{ButtonLink, Glyph, Icon, Label, Look};

/// The answer card. It is always there; what it has nothing to say about is hidden.
#[component]
pub fn Answer(sim: Simulation) -> impl IntoView {
    let waiting = sim.text(|sim| {
        let wrong = sim.shown.with(Outcome::is_wrong);
        if wrong { words::CORRECT } else { words::waiting(sim.start()) }.to_owned()
    });
    view! {
        <section class="p-answer" id="respuesta" tabindex="-1" aria-labelledby="respuesta-titulo">
            <h2 class="p-answer__title" id="respuesta-titulo">{sim.text(asked)}</h2>
            <p class="p-answer__waiting" hidden=sim.flag(Simulation::is_ready)>{waiting}</p>
            <div class="p-answer__body" hidden=sim.flag(Simulation::is_unready)>
                <p class="p-answer__amount">{sim.text(|sim| sim.say(words::large))}</p>
                <p class="p-answer__count">{sim.text(|sim| sim.say(words::beside))}</p>
                <WhatIs term=Term::Pago />
                <Rows sim=sim />
                <Dates sim=sim />
                <Notices sim=sim />
                <Basis sim=sim />
            </div>
        </section>
    }
}

fn asked(sim: Simulation) -> String {
    words::asked(sim.start()).to_owned()
}

/// A line of the card, hidden while there is nothing to say.
#[component]
fn Line(
    name: &'static str,
    says: Signal<String>,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] term: Option<Term>,
) -> impl IntoView {
    let (lead, last) = name.rsplit_once(' ').unwrap_or(("", name));
    view! {
        <div class=class hidden=move || says.with(String::is_empty)>
            // The mark never stands alone on a line.
            <dt>{lead} " " <span class="p-rows__word">{last} " " {term.map(|term| view! { <WhatIs term=term /> })}</span></dt>
            <dd>{says}</dd>
        </div>
    }
}

#[component]
fn Rows(sim: Simulation) -> impl IntoView {
    let cat = sim.text(|sim| sim.say(|figures| figures.cat.map(words::cat).unwrap_or_default()));
    view! {
        <dl class="p-rows p-answer__rows">
            <Line name=words::LENT says=some(sim, |figures| if figures.commission > 0 { figures.amount } else { 0 }) />
            <Line name=words::COMMISSION term=Term::Comision says=some(sim, |figures| figures.commission) />
            <Line name=words::BORROWED says=some(sim, |figures| figures.net) />
            <Line name=words::INTEREST term=Term::Intereses says=pesos(sim, |figures| figures.interest) />
            <Line name=words::IVA term=Term::Iva says=some(sim, |figures| figures.iva) />
            <Line name=words::FUND_TOTAL term=Term::Fondo says=some(sim, |figures| figures.fund) />
            <Line name=words::TOTAL says=some(sim, |figures| figures.total) class="p-answer__total" />
            <Line name=words::LAST term=Term::UltimoPago
                says=some(sim, |figures| if figures.last == figures.payment { 0 } else { figures.last }) />
            <Line name=words::CAT term=Term::Cat says=cat />
        </dl>
        <p class="p-answer__legend" hidden=move || cat.with(String::is_empty)>{words::CAT_LEGEND}</p>
    }
}

fn pesos(sim: Simulation, read: fn(&Figures) -> i64) -> Signal<String> {
    Signal::derive(move || sim.say(|figures| money::pesos(read(figures))))
}

/// What a loan does not have is not said.
fn some(sim: Simulation, read: fn(&Figures) -> i64) -> Signal<String> {
    Signal::derive(move || {
        sim.say(|figures| Some(read(figures)).filter(|sum| *sum != 0).map(money::pesos).unwrap_or_default())
    })
}

/// First and last discount. They are an example while the payroll calendar is unconfirmed.
#[component]
fn Dates(sim: Simulation) -> impl IntoView {
    let last = |figures: &Figures| figures.last_due().filter(|_| figures.count > 1);
    view! {
        <dl class="p-rows p-answer__dates">
            <Line name=words::FIRST_DATE says=day(sim, Figures::first_due) />
            <Line name=words::LAST_DATE says=day(sim, last) />
        </dl>
        <p class="p-answer__legend">{words::DATES_EXAMPLE}</p>
    }
}

fn day(sim: Simulation, read: fn(&Figures) -> Option<Date>) -> Signal<String> {
    Signal::derive(move || sim.say(|figures| read(figures).map(words::long_date).unwrap_or_default()))
}

/// What a link asked for and did not get as it stood.
#[component]
fn Notices(sim: Simulation) -> impl IntoView {
    let superseded = sim.text(|sim| {
        let old = sim.product(|product| product.superseded);
        if old { words::SUPERSEDED.to_owned() } else { String::new() }
    });
    let gone = sim.text(|sim| sim.form.with(|form| sim.product(|product| gone_notice(form, product))));
    let version = sim.text(|sim| sim.form.with(|form| sim.product(|product| version_notice(form, product))));
    let rate = sim
        .text(|sim| sim.form.with(|form| sim.product(|product| rate_notice(form, &product.annual_rate_pct))));
    [superseded, gone, version, rate].map(|text| view! { <Notice text=text /> }).into_iter().collect_view()
}

#[component]
fn Notice(text: Signal<String>) -> impl IntoView {
    view! { <div hidden=move || text.with(String::is_empty)><Label>{text}</Label></div> }
}

/// A product is found by its id: another one stands in for an id that no product has.
fn is_gone(form: &CalculatorForm, ours: &Product) -> bool {
    !form.producto.is_empty() && form.producto != ours.id
}

fn gone_notice(form: &CalculatorForm, ours: &Product) -> String {
    if is_gone(form, ours) { words::product_gone(&ours.name) } else { String::new() }
}

fn version_notice(form: &CalculatorForm, ours: &Product) -> String {
    let asked = form.version.as_str();
    if asked.is_empty() || asked == ours.version || is_gone(form, ours) {
        return String::new();
    }
    let is_version = asked.len() <= 10 && asked.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    words::version_unknown(is_version.then_some(asked), &ours.version)
}

fn rate_notice(form: &CalculatorForm, ours: &str) -> String {
    let link = form.tasa.parse::<Rate>().ok();
    let same = form.tasa.is_empty() || link.is_some_and(|link| ours.parse() == Ok(link));
    if same { String::new() } else { words::rate_differs(link, ours) }
}

/// What the figures stand on: no offer, terms, their source, what is missing.
#[component]
fn Basis(sim: Simulation) -> impl IntoView {
    let terms = sim.text(|sim| {
        let today = dates::iso_day(&sim.today());
        sim.product(|product| words::basis(product, &dates::iso_day(&product.valid_from), &today))
    });
    let source = sim.text(|sim| sim.product(|product| words::source(&product.source)));
    let fund = sim.flag(|sim| sim.product(|product| !product.conditions.fund_pct.is_empty()));
    view! {
        <div class="p-answer__basis">
            <p><strong>{words::NO_OFFER}</strong> " " {terms}</p>
            <p>{source}</p>
            <p hidden=fund>{words::NO_FUND}</p>
            <p class="p-answer__actions">
                <ButtonLink href="/chat" look=Look::Quiet>
                    <Icon glyph=Glyph::Bubble />
                    {words::ASK}
                </ButtonLink>
                <Listen sim=sim />
                <PrintButton sim=sim />
                <ShareLink sim=sim />
            </p>
        </div>
    }
}

/// On narrow screens the answer at the form's lower edge, as a link to the whole of it.
#[component]
pub fn Peek(sim: Simulation) -> impl IntoView {
    view! {
        <a class="p-peek" href="#respuesta" hidden=sim.flag(Simulation::is_unready)>
            <span>{sim.text(asked)}</span>
            <span class="p-peek__amount">{sim.text(|sim| sim.say(words::large))}</span>
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::tests::product;
    use super::*;

    fn notices(form: &CalculatorForm) -> [String; 3] {
        let ours = product("personal", "2026-01", false);
        [gone_notice(form, &ours), version_notice(form, &ours), rate_notice(form, &ours.annual_rate_pct)]
    }

    #[test]
    fn what_a_link_says_is_never_our_own_sentence() {
        let said = "Llame al 55 1234 5678";
        let form = |tasa: &str, version: &str| CalculatorForm {
            tasa: tasa.into(),
            version: version.into(),
            ..CalculatorForm::default()
        };
        let [_, version, rate] = notices(&form(said, said));
        assert!(rate.starts_with("El enlace traía otra tasa. Calculamos con"), "{rate}");
        assert!(version.starts_with("El enlace traía otra versión. Calculamos con"), "{version}");
        let [_, version, rate] = notices(&form("12.50", "2024-9"));
        assert!(rate.starts_with("El enlace traía una tasa de 12.5 %. "), "{rate}");
        assert!(version.starts_with("No encontramos la versión 2024-9 del enlace."), "{version}");
        for (tasa, version) in [("", ""), ("13.670", "2026-01")] {
            assert!(notices(&form(tasa, version)).concat().is_empty(), "{tasa} {version}");
        }
    }

    #[test]
    fn a_product_that_is_gone_is_said_to_be() {
        let form = CalculatorForm {
            producto: "automovil".into(),
            version: "2024-1".into(),
            ..CalculatorForm::default()
        };
        let [gone, version, _] = notices(&form);
        assert!(gone.ends_with("Calculamos con este otro: Préstamo personal."), "{gone}");
        assert!(!gone.contains("automovil") && version.is_empty(), "its version is of no other product");
    }
}
