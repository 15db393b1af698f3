//! What only paper shows: whose simulation it is and of which day, and how to see it again.

use leptos::prelude::*;

use super::browser;
use super::simulation::Simulation;
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

/// Under everything. The server does not know by which name it was asked, so the address is whole once the
/// program runs.
#[component]
pub fn PaperLink(sim: Simulation) -> impl IntoView {
    let origin = RwSignal::new(String::new());
    Effect::new(move |_| origin.set(browser::origin()));
    view! {
        <p class="p-paper">
            <strong>{words::NO_OFFER}</strong>
            " " {words::PRINTED_LINK} " "
            <span>{move || origin.get() + &sim.link()}</span>
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
            on:click=|_| browser::print()
        >
            <Icon glyph=Glyph::Print />
            <span>{words::PRINT}</span>
        </button>
    }
}
