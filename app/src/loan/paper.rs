//! What only paper shows: whose simulation it is and of which day, and how to see it again.

use std::time::Duration;

use leptos::prelude::*;
use protocol::loan::CalculatorForm;

use super::browser;
use super::payments::Grouping;
use super::simulation::Simulation;
use super::table::PART;
use crate::text::{calculator_table as words, dates};
use crate::ui::{Glyph, Icon};

/// Over everything, where the page has its menu.
#[component]
pub fn PaperHead(sim: Simulation, institution: String) -> impl IntoView {
    let today = move || dates::iso_day(&sim.today());
    view! {
        <p class="p-paper">
            <strong>{words::PAPER_TITLE} " · " {institution}</strong>
            " "
            <span>{today}</span>
        </p>
    }
}

/// Under everything: the address is whole, as nobody can press it.
#[component]
pub fn PaperLink(sim: Simulation, origin: String) -> impl IntoView {
    view! {
        <p class="p-paper">
            <strong>{words::NO_OFFER}</strong>
            " " {words::PRINTED_LINK} " "
            <span>{move || format!("{origin}{}", sim.link())}</span>
        </p>
    }
}

/// Hidden without script: the browser's own menu prints as well.
#[component]
pub fn PrintButton(sim: Simulation) -> impl IntoView {
    view! {
        <button
            class="p-button p-button--quiet p-print"
            type="button"
            hidden=move || !sim.alive.get() || !sim.is_ready()
            on:click=move |_| sim.sheet.print()
        >
            <Icon glyph=Glyph::Print />
            <span>{words::PRINT}</span>
        </button>
    }
}

/// The table of payments: as one left it on the screen, open on paper and of the figures on the screen.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    /// Follows the table's `details`.
    pub open: RwSignal<bool>,
    /// How the screen had it, while it is laid out for paper.
    left: StoredValue<Option<bool>>,
}

impl Sheet {
    /// A link by year has asked for the table.
    pub fn new(form: &CalculatorForm) -> Self {
        let by_year = Grouping::named(&form.tabla) == Grouping::Year;
        Self { open: RwSignal::new(by_year), left: StoredValue::new(None) }
    }

    /// `window.print()` takes the page as it stands, before anything that follows a signal has run: the table is
    /// laid out first, and printed once this click is over.
    fn print(self) {
        self.lay_out();
        set_timeout(browser::print, Duration::ZERO);
    }

    /// The browser's own menu prints too: there the effects run between this event and the paper.
    pub fn follow_browser(self) {
        Effect::new(move |_| {
            let handles = [
                window_event_listener_untyped("beforeprint", move |_| self.lay_out()),
                window_event_listener_untyped("afterprint", move |_| self.put_back()),
            ];
            on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
        });
    }

    /// Twice for one sheet when the button was pressed.
    fn lay_out(self) {
        let left = self.left.get_value().unwrap_or_else(|| self.open.get_untracked());
        self.left.set_value(Some(left));
        self.fold(true);
    }

    fn put_back(self) {
        if let Some(open) = self.left.get_value() {
            self.left.set_value(None);
            self.fold(open);
        }
    }

    fn fold(self, open: bool) {
        self.open.set(open);
        browser::unfold(PART, open);
    }
}
