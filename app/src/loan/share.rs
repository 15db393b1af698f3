use leptos::ev;
use leptos::prelude::*;

use super::browser;
use super::simulation::Simulation;
use crate::text::calculator as words;
use crate::ui::{Glyph, Icon};

/// The link that reproduces the simulation. With the program it is handed to the device's own sharing, or to
/// the clipboard; without it, and where neither is to be had, it is a link like any other.
///
/// Accessibility: one link, always; that it was copied is said in its words and by the live region.
#[component]
pub fn ShareLink(sim: Simulation) -> impl IntoView {
    let copied = RwSignal::new(false);
    let share = move |event: ev::MouseEvent| {
        let plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
        if plain && browser::share(&untrack(|| sim.link()), move || tell(sim, copied)) {
            event.prevent_default();
        }
    };
    view! {
        <a class="p-share" href=move || sim.link() on:click=share>
            <Icon glyph=Glyph::Copy />
            <span>{move || if copied.get() { words::LINK_COPIED } else { words::LINK }}</span>
        </a>
    }
}

fn tell(sim: Simulation, copied: RwSignal<bool>) {
    let _ = copied.try_set(true);
    sim.said.set(words::LINK_COPIED.to_owned());
    set_timeout(
        move || {
            let _ = copied.try_set(false);
        },
        std::time::Duration::from_secs(4),
    );
}
