//! The calculator's state: what is written, what it leads to, and when the page shows it.

use leptos::html;
use leptos::prelude::*;
use protocol::loan::{CalculatorPage, Product};

use super::browser::{self, Later};
use super::figures::{Outcome, calculate};
use super::form;
use super::payments;
use crate::text::calculator as words;

/// Someone who is still writing is not told that "5" is below the minimum.
const PATIENCE_MS: u64 = 700;

/// Signals and handles; copied freely into closures.
#[derive(Debug, Clone, Copy)]
pub struct Simulation {
    products: StoredValue<Vec<Product>>,
    /// Index of the chosen product.
    pub chosen: RwSignal<usize>,
    pub amount: RwSignal<String>,
    pub term: RwSignal<String>,
    /// What the page shows: the last figures stay while something half-written is being finished.
    pub shown: RwSignal<Outcome>,
    /// What a screen reader is told once typing pauses; empty until something changes.
    pub said: RwSignal<String>,
    /// The table is open: only then is it kept current.
    pub open: RwSignal<bool>,
    pub amount_input: NodeRef<html::Input>,
    pub term_input: NodeRef<html::Input>,
    pub details: NodeRef<html::Details>,
    later: Later,
}

/// What the page's fields lead to: the chosen product's place, the term, and the outcome.
fn first(page: &CalculatorPage) -> (usize, String, Outcome) {
    let chosen = form::chosen(&page.products, &page.product, &page.version);
    let product = page.products.get(chosen);
    let asked = !page.product.is_empty() && !page.term.is_empty();
    let usual = || product.map(form::usual_term).unwrap_or_default();
    let term = if page.term.is_empty() { usual() } else { page.term.clone() };
    let outcome = product.map(|product| calculate(product, &page.amount, &term, asked)).unwrap_or_default();
    (chosen, term, outcome)
}

/// Whether the form came back with faults, for the page's title.
pub fn is_wrong(page: &CalculatorPage) -> bool {
    matches!(first(page).2, Outcome::Wrong { .. })
}

impl Simulation {
    pub fn new(page: &CalculatorPage) -> Self {
        let (chosen, term, outcome) = first(page);
        Self {
            products: StoredValue::new(page.products.clone()),
            chosen: RwSignal::new(chosen),
            amount: RwSignal::new(page.amount.clone()),
            term: RwSignal::new(term),
            shown: RwSignal::new(outcome),
            said: RwSignal::new(String::new()),
            open: RwSignal::new(false),
            amount_input: NodeRef::new(),
            term_input: NodeRef::new(),
            details: NodeRef::new(),
            later: Later::new(),
        }
    }

    /// Reads something off the chosen product, following the choice.
    pub fn product<T: Default>(self, read: impl FnOnce(&Product) -> T) -> T {
        let chosen = self.chosen.get();
        self.products.with_value(|products| products.get(chosen).map(read)).unwrap_or_default()
    }

    pub fn write_amount(self, text: String) {
        self.amount.set(text);
        self.changed();
    }

    pub fn write_term(self, text: String) {
        self.term.set(text);
        self.changed();
    }

    /// A -/+ button: the field's text changes too, which typing does by itself.
    pub fn step_amount(self, up: bool) {
        let written = self.amount.get_untracked();
        let next = untrack(|| self.product(|product| form::stepped_amount(&written, up, product)));
        if let Some(input) = self.amount_input.get_untracked() {
            input.set_value(&next);
        }
        self.write_amount(next);
    }

    /// A term's chip.
    pub fn choose_term(self, term: u32) {
        self.fill_term(term.to_string());
    }

    fn fill_term(self, term: String) {
        if let Some(input) = self.term_input.get_untracked() {
            input.set_value(&term);
        }
        self.write_term(term);
    }

    pub fn choose(self, index: usize) {
        self.chosen.set(index);
        let written = self.term.get_untracked();
        match untrack(|| self.product(|product| form::instead_of(&written, product))) {
            Some(usual) => self.fill_term(usual),
            None => self.changed(),
        }
    }

    /// "Calcular": answers at once, whatever is missing.
    pub fn ask(self) {
        let outcome = self.outcome(true);
        let target = match &outcome {
            Outcome::Ready(_) | Outcome::Empty => "respuesta",
            Outcome::Wrong { amount, .. } if !amount.is_empty() => "monto",
            Outcome::Wrong { .. } => "plazo",
        };
        self.show(outcome);
        browser::go_to(target);
    }

    /// What was typed or chosen while the page had no program yet counts.
    pub fn catch_up(self) {
        let (Some(amount), Some(term)) = (self.amount_input.get(), self.term_input.get()) else { return };
        let present = (self.checked(), amount.value(), term.value());
        let known = (self.chosen.get_untracked(), self.amount.get_untracked(), self.term.get_untracked());
        if present != known {
            self.chosen.set(present.0);
            self.amount.set(present.1);
            self.term.set(present.2);
            self.changed();
        }
        if let Some(details) = self.details.get_untracked() {
            self.open.set(details.open());
        }
    }

    fn checked(self) -> usize {
        let known = self.chosen.get_untracked();
        let Some(value) = browser::checked("producto") else { return known };
        self.products
            .with_value(|all| all.iter().position(|product| form::key(product) == value))
            .unwrap_or(known)
    }

    pub fn link(self) -> String {
        let (amount, term) = (self.amount.get(), self.term.get());
        self.product(|product| form::link(product, &amount, &term))
    }

    /// The table's HTML; while it is closed the last one stays, unseen.
    pub fn tables(self) -> Memo<String> {
        Memo::new(move |last: Option<&String>| match last {
            Some(last) if !self.open.get() => last.clone(),
            _ => self.shown.with(payments::tables),
        })
    }

    fn outcome(self, asked: bool) -> Outcome {
        let (amount, term) = (self.amount.get_untracked(), self.term.get_untracked());
        untrack(|| self.product(|product| calculate(product, &amount, &term, asked)))
    }

    fn changed(self) {
        let outcome = self.outcome(false);
        if !matches!(outcome, Outcome::Wrong { .. }) {
            self.shown.set(outcome);
        }
        self.later.run(PATIENCE_MS, move || self.show(self.outcome(false)));
    }

    fn show(self, outcome: Outcome) {
        self.later.cancel();
        let said = match &outcome {
            Outcome::Empty => String::new(),
            Outcome::Wrong { amount, term } => format!("{amount} {term}"),
            Outcome::Ready(figures) => words::summary(figures.payment, figures.count),
        };
        self.said.set(said);
        if outcome.ready().is_some() {
            browser::replace_link(&untrack(|| self.link()));
        }
        self.shown.set(outcome);
    }
}
