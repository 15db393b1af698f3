//! The calculator's state: what is written, what it leads to, and when the page shows it.

use std::sync::Arc;

use leptos::prelude::*;
use protocol::loan::{CalculatorForm, CalculatorPage, Product};

use super::browser::{self, Later};
use super::figures::{Figures, Goal, calculate};
use super::form::{self, Pick, Start};
use super::link;
use super::offer::{self, Offer};
use super::outcome::Outcome;
use super::paper::Sheet;
use super::part::{Said, Say};
use super::sections::compare;
use crate::text::calculator as words;

/// Someone who is still writing is not told that "5" is below the minimum.
const PATIENCE_MS: u64 = 700;

/// Signals and handles; copied freely into closures.
#[derive(Debug, Clone, Copy)]
pub struct Simulation {
    setting: StoredValue<Setting>,
    /// Everything the person wrote and chose.
    pub form: RwSignal<CalculatorForm>,
    /// Index of the chosen product.
    chosen: Memo<usize>,
    /// What the page shows: the last figures stay while something half-written is being finished.
    pub shown: RwSignal<Outcome<Figures>>,
    /// What a screen reader is told once typing pauses; empty until something changes.
    pub said: RwSignal<String>,
    /// Nobody has typed for a while.
    pub calm: RwSignal<bool>,
    /// The program runs: what only works with it can be shown.
    pub alive: RwSignal<bool>,
    /// The table of payments, on screen and on paper.
    pub sheet: Sheet,
    later: Later,
    /// What is to be said of the part someone writes in, until it is said.
    in_part: StoredValue<Option<Memo<String>>>,
}

/// What the page was made with.
#[derive(Debug)]
struct Setting {
    /// One for each product, superseded ones last.
    offers: Vec<Arc<Offer>>,
}

/// What the page's fields lead to.
pub fn outcome(page: &CalculatorPage) -> Outcome<Figures> {
    let offer = Offer::of(page);
    offer.map(|offer| calculate(&offer, &page.form, form::asked(&page.form))).unwrap_or_default()
}

/// Whether the form came back with faults, for the page's title.
pub fn is_wrong(page: &CalculatorPage) -> bool {
    outcome(page).is_wrong()
}

impl Simulation {
    pub fn new(page: &CalculatorPage) -> Self {
        let form = RwSignal::new(page.form.clone());
        let setting = StoredValue::new(Setting { offers: offers(page) });
        let products = page.products.clone();
        let chosen =
            Memo::new(move |_| form.with(|form| form::chosen(&products, &form.producto, &form.version)));
        Self {
            setting,
            form,
            chosen,
            shown: RwSignal::new(outcome(page)),
            said: RwSignal::new(String::new()),
            calm: RwSignal::new(true),
            alive: RwSignal::new(false),
            sheet: Sheet::new(&page.form),
            later: Later::new(),
            in_part: StoredValue::new(None),
        }
    }

    // --- reading --------------------------------------------------------------------------------

    /// The chosen product with today and the moved pay dates, following the choice.
    pub fn offer(self) -> Option<Arc<Offer>> {
        let chosen = self.chosen.get();
        self.setting.with_value(|setting| setting.offers.get(chosen).cloned())
    }

    /// Reads something off the chosen product, following the choice.
    pub fn product<T: Default>(self, read: impl FnOnce(&Product) -> T) -> T {
        self.offer().map(|offer| read(&offer.product)).unwrap_or_default()
    }

    pub fn chosen_untracked(self) -> usize {
        self.chosen.get_untracked()
    }

    /// ISO.
    pub fn today(self) -> String {
        self.offer().map(|offer| offer.today.clone()).unwrap_or_default()
    }

    pub fn start(self) -> Start {
        self.form.with(Start::of)
    }

    /// What was asked for, following the figures.
    pub fn goal(self) -> Option<Goal> {
        self.shown.with(|shown| shown.ready().map(|figures| figures.goal))
    }

    /// The quincenas of the figures on the screen; 0 without any.
    pub fn count(self) -> u32 {
        self.shown.with(|shown| shown.ready().map_or(0, |figures| figures.count))
    }

    /// Whether there are figures on the screen.
    pub fn is_ready(self) -> bool {
        self.shown.with(|shown| shown.ready().is_some())
    }

    /// What the figures say; empty without any.
    pub fn say(self, say: impl FnOnce(&Figures) -> String) -> String {
        self.shown.with(|shown| shown.ready().map(say).unwrap_or_default())
    }

    /// What to write into a field of the form instead, following the outcome; empty when it is fine.
    pub fn fault(self, field: &'static str) -> Signal<String> {
        Signal::derive(move || self.shown.with(|shown| shown.fault(field).to_owned()))
    }

    /// The query of the link that reproduces this simulation, for whoever gets it.
    pub fn query(self) -> String {
        self.shown.with(|shown| {
            self.form.with(|form| self.product(|product| link::shared(product, form, shown.ready())))
        })
    }

    /// The link that reproduces this simulation.
    pub fn link(self) -> String {
        format!("/calculadora?{}", self.query())
    }

    /// Reads figures, offer and form together; nothing without figures.
    pub fn with_figures(self, say: Say) -> Outcome<Said> {
        let Some(offer) = self.offer() else { return Outcome::Empty };
        self.shown.with(|shown| {
            let figures = shown.ready();
            figures.map(|figures| self.form.with(|form| say(&offer, figures, form))).unwrap_or_default()
        })
    }

    /// Text that follows the page. A plain function: one kind of signal for all of them keeps the program small.
    pub fn text(self, say: fn(Self) -> String) -> Signal<String> {
        Signal::derive(move || say(self))
    }

    /// Yes or no, such as what is hidden; see [`Simulation::text`].
    pub fn flag(self, is: fn(Self) -> bool) -> Signal<bool> {
        Signal::derive(move || is(self))
    }

    /// There are no figures to show.
    pub fn is_unready(self) -> bool {
        !self.is_ready()
    }

    // --- writing --------------------------------------------------------------------------------

    /// Someone typed: the page follows at once, and speaks once it is quiet.
    pub fn write(self, pick: Pick, text: String) {
        self.form.update(|form| *pick(form) = text);
        self.changed();
    }

    /// As [`Simulation::write`] in a part of the page, which then says its own sentence.
    pub fn write_in(self, pick: Pick, text: String, sentence: Memo<String>) {
        self.form.update(|form| *pick(form) = text);
        self.later_in_part(sentence);
    }

    /// Puts another text into a field: what typing does by itself.
    pub fn fill(self, name: &str, pick: Pick, text: String) {
        browser::write(name, &text);
        self.write(pick, text);
    }

    /// A -/+ button of the amount.
    pub fn step_amount(self, up: bool) {
        let next = self.with_product(|form, product| form::stepped_amount(&form.monto, up, product));
        self.fill("monto", |form| &mut form.monto, next);
    }

    /// A -/+ button of the term.
    pub fn step_term(self, up: bool) {
        let next = self.with_product(|form, product| form::stepped_term(&form.plazo, up, product));
        self.fill("plazo", |form| &mut form.plazo, next);
    }

    pub fn start_from(self, start: Start) {
        self.form.update(|form| start.name().clone_into(&mut form.inicio));
        self.settle(self.outcome(false));
    }

    /// Another product: it keeps the term when it can.
    pub fn choose(self, product: &Product) {
        self.form.update(|form| {
            form.producto.clone_from(&product.id);
            form.version.clone_from(&product.version);
            form.tasa.clear();
        });
        let usual = self.with_product(|form, product| form::instead_of(&form.plazo, product));
        match usual {
            Some(usual) => self.fill("plazo", |form| &mut form.plazo, usual),
            None => self.changed(),
        }
    }

    /// How the table is grouped: the answer is the same, and nothing is said.
    pub fn group(self, by: &str) {
        self.form.update(|form| by.clone_into(&mut form.tabla));
        self.keep_link();
    }

    /// A scenario's button: `36_59`.
    pub fn compare(self, list: &str, sentence: Memo<String>) {
        self.form.update(|form| compare::choose(form, list));
        self.later_in_part(sentence);
    }

    /// "Calcular": answers at once, whatever is missing. In a part it is the part that answers.
    pub fn ask(self) {
        if browser::is_in_part() {
            if let Some(sentence) = self.in_part.get_value() {
                self.settle_part(sentence);
            }
            return;
        }
        let outcome = self.outcome(true);
        let target = outcome.faults().first().map_or("respuesta", |fault| fault.field);
        self.settle(outcome);
        browser::go_to(target);
    }

    /// What was typed or chosen while the page had no program yet counts.
    pub fn catch_up(self) {
        self.alive.set(true);
        self.take_back();
        let mut present = self.form.get_untracked();
        for (name, pick) in form::WRITTEN {
            if let Some(text) = browser::written(name) {
                *pick(&mut present) = text;
            }
        }
        for (name, pick) in form::CHOSEN {
            if let Some(value) = browser::checked(name) {
                *pick(&mut present) = value;
            }
        }
        if present != self.form.get_untracked() {
            self.form.set(present);
            self.changed();
        }
        if let Some(product) = self.checked() {
            self.choose(&product);
        }
        // A form sent before the program came has put its salary into the address.
        if self.form.with_untracked(|form| !form.sueldo.is_empty()) {
            self.keep_link();
        }
        // A link into the page makes a new entry of the history, which keeps nothing yet.
        window_event_listener_untyped("hashchange", move |_| self.keep_link());
    }

    /// After a reload, what was written and is not in the link.
    fn take_back(self) {
        let kept = browser::kept();
        let mut form = self.form.get_untracked();
        for (name, pick) in form::WRITTEN {
            let text = kept.iter().find_map(|kept| kept.strip_prefix(name)?.strip_prefix('='));
            let known = pick(&mut form);
            // What was typed since the page came counts more.
            if let Some(text) = text.filter(|_| browser::written(name).as_deref() == Some(known.as_str())) {
                browser::write(name, text);
                text.clone_into(known);
            }
        }
        if form != self.form.get_untracked() {
            self.form.set(form);
            self.shown.set(self.outcome(false));
        }
    }

    /// The product whose radio is checked, when that is not the chosen one.
    fn checked(self) -> Option<Product> {
        let value = browser::checked("producto")?;
        let known = self.chosen.get_untracked();
        self.setting.with_value(|setting| {
            let found = setting.offers.iter().position(|offer| form::key(&offer.product) == value)?;
            setting.offers.get(found).filter(|_| found != known).map(|offer| offer.product.clone())
        })
    }

    // --- showing --------------------------------------------------------------------------------

    fn with_product<T: Default>(self, read: impl FnOnce(&CalculatorForm, &Product) -> T) -> T {
        untrack(|| self.form.with(|form| self.product(|product| read(form, product))))
    }

    fn outcome(self, asked: bool) -> Outcome<Figures> {
        untrack(|| {
            let offer = self.offer();
            offer.map(|offer| self.form.with(|form| calculate(&offer, form, asked))).unwrap_or_default()
        })
    }

    fn summary(self) -> String {
        untrack(|| {
            self.shown.with(|shown| match shown {
                Outcome::Ready(figures) => words::summary(figures),
                shown => shown.summary(),
            })
        })
    }

    fn changed(self) {
        self.calm.set(false);
        let outcome = self.outcome(false);
        if !outcome.is_wrong() {
            self.shown.set(outcome);
        }
        self.later.run(PATIENCE_MS, move || self.settle(self.outcome(false)));
    }

    fn settle(self, outcome: Outcome<Figures>) {
        outcome.faults().iter().for_each(|fault| browser::reveal(fault.field));
        self.shown.set(outcome);
        self.rest();
        self.said.set(self.summary());
    }

    fn later_in_part(self, sentence: Memo<String>) {
        self.calm.set(false);
        self.in_part.set_value(Some(sentence));
        self.later.run(PATIENCE_MS, move || self.settle_part(sentence));
    }

    fn settle_part(self, sentence: Memo<String>) {
        // Someone may have left the form half-written just before: then no part has anything to answer from.
        let outcome = self.outcome(false);
        if outcome.is_wrong() {
            self.settle(outcome);
        } else {
            self.rest();
            self.said.set(sentence.get_untracked());
        }
    }

    /// Nobody types any more.
    fn rest(self) {
        self.later.cancel();
        self.in_part.set_value(None);
        self.calm.set(true);
        self.keep_link();
    }

    /// While someone types, the form may not be that of the figures on the screen.
    fn keep_link(self) {
        if untrack(|| self.calm.get() && self.is_ready()) {
            let mut form = self.form.get_untracked();
            let written = form::WRITTEN.into_iter().map(|(name, pick)| format!("{name}={}", pick(&mut form)));
            browser::replace_link(&untrack(|| self.link()), written);
        }
    }
}

fn offers(page: &CalculatorPage) -> Vec<Arc<Offer>> {
    let moved = offer::moved(&page.pay_dates);
    let offer = |product: &Product| {
        Arc::new(Offer { product: product.clone(), moved: Arc::clone(&moved), today: page.today.clone() })
    };
    page.products.iter().map(offer).collect()
}
