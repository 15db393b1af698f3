use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use protocol::staff::QueueItem;

use super::browser;
use super::desk::{Desk, Tab};
use super::ids;
use super::queue_item::Line;
use super::store;
use crate::text::console as words;
use crate::ui::{Glyph, Icon};

/// One's own conversations, who waits, and what colleagues attend; oldest first.
///
/// Accessibility: a `nav` of three headed lists; Tab stops at one line, arrows (and j, k) walk through all.
#[component]
pub fn Queue(desk: Desk) -> impl IntoView {
    let arrows = move |event: KeyboardEvent| {
        let down = event.key() == "ArrowDown";
        if down || event.key() == "ArrowUp" {
            event.prevent_default();
            walk(desk, down);
        }
    };
    view! {
        <nav class="p-queue" aria-label=words::QUEUE on:keydown=arrows>
            <StoppedLines desk=desk />
            <Group desk=desk id="cola-mias" title=words::MINE none=words::NONE_MINE pick=|queue| &queue.mine />
            <Group desk=desk id="cola-espera" title=words::WAITING none=words::NONE_WAITING
                pick=|queue| &queue.waiting />
            <Group desk=desk id="cola-otros" title=words::OTHERS none=words::NONE_OTHERS
                pick=|queue| &queue.others />
        </nav>
    }
}

/// Lines that cannot send at present: what desks write by them waits.
#[component]
fn StoppedLines(desk: Desk) -> impl IntoView {
    let lines = Memo::new(move |_| desk.queue.with(|queue| queue.stopped_lines.clone()));
    view! {
        <div class="p-queue__stopped" role="status" hidden=move || lines.with(Vec::is_empty)>
            {move || lines.get().into_iter().map(|said| view! {
                <div class="p-banner p-banner--error"><Icon glyph=Glyph::Alert /><p>{said}</p></div>
            }).collect_view()}
        </div>
    }
}

/// Moves to the line above or below.
pub fn walk(desk: Desk, down: bool) {
    let from = desk.cursor.get_untracked();
    let next = desk.queue.with_untracked(|queue| store::neighbour(queue, from.as_deref(), down));
    if let Some(id) = next {
        go_to(desk, id);
    }
}

/// Moves to the chosen line, from wherever one is.
pub fn return_to(desk: Desk) {
    desk.tab.set(Tab::Queue);
    let chosen = desk.cursor.get_untracked();
    if let Some(id) = desk.queue.with_untracked(|queue| store::tab_stop(queue, chosen.as_deref())) {
        go_to(desk, id);
    }
}

fn go_to(desk: Desk, id: String) {
    desk.tab.set(Tab::Queue);
    browser::focus(&ids::line(&id));
    desk.cursor.set(Some(id));
}

type Pick = fn(&protocol::staff::Queue) -> &Vec<QueueItem>;

#[component]
fn Group(desk: Desk, id: &'static str, title: &'static str, none: &'static str, pick: Pick) -> impl IntoView {
    let lines = Memo::new(move |_| {
        desk.queue.with(|queue| pick(queue).iter().map(|item| item.id.clone()).collect::<Vec<_>>())
    });
    let count = move || lines.with(Vec::len);
    view! {
        <section class="p-queue__group" aria-labelledby=id>
            <h2 class="p-queue__heading" id=id>
                <span>{title}</span>
                <span class="p-queue__number">{count}</span>
            </h2>
            <ul role="list">
                <For each=move || lines.get() key=String::clone children=move |id| view! { <Line desk=desk id=id /> } />
            </ul>
            <p class="p-queue__none" hidden=move || count() != 0>{none}</p>
        </section>
    }
}
