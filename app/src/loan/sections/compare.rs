//! "Compare": this simulation beside one or two others.

use amortization::{Date, Rate};
use leptos::ev;
use leptos::prelude::*;
use protocol::loan::CalculatorForm;

use super::super::figures::{Figures, calculate};
use super::super::fold::Fold;
use super::super::form::Start;
use super::super::markup::push;
use super::super::offer::Offer;
use super::super::outcome::Outcome;
use super::super::part::{Part, Said};
use super::super::simulation::Simulation;
use super::Sentence;
use crate::text::{calculator as words, money};
use crate::ui::ScrollTable;

/// Stands where someone took the last scenario away: the usual ones do not come back, and the part stays open.
const NONE: &str = "ninguno";

/// One column of the comparison. Amounts are centavos.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    pub amount: i64,
    pub count: u32,
    pub payment: i64,
    pub interest: i64,
    pub total: i64,
    pub cat: Option<Rate>,
    pub last_due: Option<Date>,
}

/// This simulation first, then the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    pub scenarios: Vec<Scenario>,
    /// What the others are called in the link, in the same order.
    pub others: Vec<String>,
}

impl Scenario {
    fn of(figures: &Figures) -> Self {
        Self {
            amount: figures.amount,
            count: figures.count,
            payment: figures.payment,
            interest: figures.interest,
            total: figures.total,
            cat: figures.cat,
            last_due: figures.last_due(),
        }
    }
}

/// The form's scenarios; the neighbouring usual terms when it names none that can be calculated and someone did
/// not ask for [`NONE`].
pub fn scenarios(offer: &Offer, figures: &Figures, form: &CalculatorForm) -> Outcome<Comparison> {
    let named = [&form.otro1, &form.otro2].map(|name| name.trim().to_owned());
    let mut comparison = Comparison { scenarios: vec![Scenario::of(figures)], others: Vec::new() };
    let emptied = named[0] == NONE;
    comparison.add(offer, form, named);
    if comparison.others.is_empty() && !emptied {
        let usual = neighbours(&offer.product.terms, figures.count);
        comparison.add(offer, form, usual.iter().map(ToString::to_string));
    }
    Outcome::Ready(comparison)
}

impl Comparison {
    fn add(&mut self, offer: &Offer, form: &CalculatorForm, names: impl IntoIterator<Item = String>) {
        for name in names {
            let scenario = scenario(offer, form, &name).filter(|scenario| !self.scenarios.contains(scenario));
            if let Some(scenario) = scenario {
                self.scenarios.push(scenario);
                self.others.push(name);
            }
        }
    }
}

/// What a button leads to, `36_59`: with this scenario, or without it when it is there. Two at most: the newest.
fn toggled(others: &[String], term: u32) -> String {
    let name = term.to_string();
    let mut list: Vec<&str> = others.iter().map(String::as_str).collect();
    match list.iter().position(|other| *other == name) {
        Some(at) => {
            list.remove(at);
        }
        None => list.push(&name),
    }
    if list.is_empty() {
        return NONE.to_owned();
    }
    let newest = list.len().saturating_sub(2);
    list[newest..].join("_")
}

/// `36` is the same in 36 quincenas, `50000.00-36` another amount too.
fn scenario(offer: &Offer, form: &CalculatorForm, name: &str) -> Option<Scenario> {
    if name.is_empty() {
        return None;
    }
    let mut form = form.clone();
    let term = if let Some((amount, term)) = name.split_once('-') {
        Start::Amount.name().clone_into(&mut form.inicio);
        amount.clone_into(&mut form.monto);
        term
    } else {
        // Another term for someone who asked for one has another payment.
        if Start::of(&form) == Start::Time {
            Start::Amount.name().clone_into(&mut form.inicio);
        }
        name
    };
    term.clone_into(&mut form.plazo);
    calculate(offer, &form, false).ready().map(Scenario::of)
}

/// A button's list of scenarios is taken into the form.
pub fn choose(form: &mut CalculatorForm, list: &str) {
    let mut names = list.split('_');
    for field in [&mut form.otro1, &mut form.otro2] {
        names.next().unwrap_or_default().clone_into(field);
    }
}

/// The usual terms next to this one: one on either side, or two on the side that has them.
fn neighbours(terms: &[u32], count: u32) -> Vec<u32> {
    let below = |limit: u32| terms.iter().copied().filter(|term| *term < limit).max();
    let above = |limit: u32| terms.iter().copied().filter(|term| *term > limit).min();
    let found = match (below(count), above(count)) {
        (Some(shorter), Some(longer)) => [Some(shorter), Some(longer)],
        (Some(shorter), None) => [Some(shorter), below(shorter)],
        (None, Some(longer)) => [Some(longer), above(longer)],
        (None, None) => [None, None],
    };
    found.into_iter().flatten().collect()
}

fn say(offer: &Offer, figures: &Figures, form: &CalculatorForm) -> Outcome<Said> {
    scenarios(offer, figures, form).map(|found| Said {
        sentence: words::compared(&found.scenarios),
        html: table(&found.scenarios),
        others: found.others,
    })
}

/// A row's name and what it says of a scenario.
type Line = (&'static str, fn(&Scenario) -> String);

fn table(scenarios: &[Scenario]) -> String {
    let rows: [Line; 7] = [
        (words::LENT_SHORT, |one| money::pesos_short(one.amount)),
        (words::PAYMENT_SHORT, |one| money::pesos(one.payment)),
        (words::QUINCENAS, |one| one.count.to_string()),
        (words::INTEREST, |one| money::pesos(one.interest)),
        (words::TOTAL_SHORT, |one| money::pesos(one.total)),
        (words::CAT_SHORT, |one| one.cat.map(words::cat).unwrap_or_default()),
        (words::ENDS, |one| one.last_due.map(words::short_date).unwrap_or_default()),
    ];
    let mut html = String::from("<table class=\"p-table p-compare\"><thead><tr><td></td>");
    for at in 0..scenarios.len() {
        push(&mut html, &["<th scope=\"col\">", &words::scenario(at), "</th>"]);
    }
    html.push_str("</tr></thead><tbody>");
    for (name, say) in rows {
        push(&mut html, &["<tr><th scope=\"row\">", name, "</th>"]);
        for scenario in scenarios {
            push(&mut html, &["<td>", &say(scenario), "</td>"]);
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table>");
    html
}

#[component]
pub fn ComparePart(sim: Simulation) -> impl IntoView {
    let open = RwSignal::new(sim.form.with_untracked(|form| !form.otro1.is_empty()));
    let part = Part::new(sim, open, say);
    let terms = move || sim.product(|product| product.terms.clone());
    view! {
        <Fold id="compare" title=words::COMPARE_TITLE question=words::COMPARE_QUESTION open=open>
            <p class="p-field__label" id="compare-con">{words::COMPARE_WITH}</p>
            <div class="p-chips" role="group" aria-labelledby="compare-con">
                {move || terms().into_iter().map(|term| view! { <Other part=part term=term /> }).collect_view()}
            </div>
            <Sentence part=part />
            <ScrollTable name=words::COMPARE_TABLE>
                <div inner_html=part.html()></div>
            </ScrollTable>
        </Fold>
    }
}

/// A usual term to compare with. The button carries the whole list it leads to: nothing else is needed where
/// there is no script.
#[component]
fn Other(part: Part, term: u32) -> impl IntoView {
    let list = Memo::new(move |_| {
        part.shown.with(|shown| shown.ready().map(|said| toggled(&said.others, term)).unwrap_or_default())
    });
    let pressed = Memo::new(move |_| {
        let named = |said: &Said| said.others.contains(&term.to_string());
        part.shown.with(|shown| shown.ready().is_some_and(named).to_string())
    });
    let choose = move |event: ev::MouseEvent| {
        event.prevent_default();
        part.sim.compare(&list.get_untracked(), part.sentence);
    };
    view! {
        <button
            class="p-chip"
            type="submit"
            form="calculo"
            formaction="/calculadora#compare"
            name="paso"
            value=move || format!("otro-{}", list.get())
            hidden=move || part.sim.count() == term
            aria-pressed=pressed
            on:click=choose
        >
            {term}
            " "
            <span class="p-chip__hint">{words::spell(term)}</span>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::figures::tests::{figures, form, offer};
    use super::*;

    fn compared(query: &str) -> Comparison {
        scenarios(&offer(), &figures(query), &form(query)).ready().expect("a comparison").clone()
    }

    fn terms(query: &str) -> Vec<u32> {
        compared(query).scenarios.iter().map(|one| one.count).collect()
    }

    #[test]
    fn the_usual_terms_next_to_this_one_come_first() {
        assert_eq!(terms("monto=60,000&plazo=48"), [48, 36, 59]);
        assert_eq!(terms("monto=60,000&plazo=12"), [12, 24, 36]);
        assert_eq!(terms("monto=60,000&plazo=72"), [72, 59, 48]);
        assert_eq!(terms("monto=60,000&plazo=50"), [50, 48, 59]);
    }

    #[test]
    fn a_link_names_its_own() {
        assert_eq!(terms("monto=60,000&plazo=59&otro1=24"), [59, 24]);
        let other = &compared("monto=60,000&plazo=59&otro1=24&otro2=50000.00-48").scenarios[2];
        assert_eq!((other.amount, other.count), (5_000_000, 48));
        assert_eq!(terms("monto=60,000&plazo=59&otro1=nada&otro2=9-9"), [59, 48, 72], "what cannot be read");
        assert_eq!(terms("monto=60,000&plazo=59&otro1=59"), [59, 48, 72], "itself");
    }

    #[test]
    fn each_start_compares_what_it_asks_for() {
        let carries = compared("inicio=pago&pago=1500&plazo=48").scenarios;
        assert!(carries[1].amount < carries[0].amount && carries[0].amount < carries[2].amount);
        let takes = compared("inicio=tiempo&monto=60,000&pago=1500").scenarios;
        assert_eq!(takes.iter().map(|one| one.count).collect::<Vec<_>>(), [47, 36, 48]);
        assert!(takes.iter().all(|one| one.amount == 6_000_000));
    }

    #[test]
    fn a_button_adds_or_takes_away() {
        let two = compared("monto=60,000&plazo=48");
        assert_eq!(two.others, ["36", "59"]);
        assert_eq!(toggled(&two.others, 59), "36");
        assert_eq!(toggled(&two.others, 72), "59_72");
        let mut form = CalculatorForm::default();
        choose(&mut form, "59_72");
        assert_eq!((form.otro1.as_str(), form.otro2.as_str()), ("59", "72"));
        choose(&mut form, "36");
        assert_eq!((form.otro1.as_str(), form.otro2.as_str()), ("36", ""));
    }

    #[test]
    fn the_last_one_can_be_taken_away() {
        let one = compared("monto=60,000&plazo=48&otro1=36");
        assert_eq!(toggled(&one.others, 36), NONE);
        let none = compared(&format!("monto=60,000&plazo=48&otro1={NONE}"));
        assert_eq!((none.scenarios.len(), none.others.len()), (1, 0));
        assert_eq!(words::compared(&none.scenarios), "");
        assert_eq!(toggled(&none.others, 36), "36");
    }

    #[test]
    fn differences_are_said_in_words() {
        let said = words::compared(&compared("monto=60,000&plazo=59&otro1=48").scenarios);
        assert!(said.starts_with("En 48 quincenas pagaría $"), "{said}");
        assert!(said.contains(" más cada quincena y $") && said.ends_with(" menos en total."), "{said}");
    }
}
