use leptos::prelude::*;
use protocol::staff::QueueItem;

use super::desk::Desk;
use super::message::NoteView;
use crate::text::{self, console as words};
use crate::ui::{Glyph, Icon};

/// What is known about the open conversation.
///
/// Accessibility: a region named by its heading; facts are a description list.
#[component]
pub fn Person(desk: Desk) -> impl IntoView {
    let item = Memo::new(move |_| desk.open_item());
    view! {
        <section class="p-person" aria-labelledby="persona-titulo" tabindex="0">
            <h2 id="persona-titulo">{words::ABOUT}</h2>
            {move || match item.get() {
                Some(item) => view! { <Facts desk=desk item=item /> <Notes desk=desk /> }.into_any(),
                None => view! { <p class="p-person__none">{words::NO_PERSON}</p> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Facts(desk: Desk, item: QueueItem) -> impl IntoView {
    let present =
        Memo::new(move |_| desk.with_open(|thread| thread.is_some_and(|thread| thread.citizen_present)));
    let started = move || {
        let at = desk.with_open(|thread| thread.map_or(0, |thread| thread.started_at));
        let offset = desk.offset();
        format!("{}, {}", text::day(at, offset, desk.now.get()), text::time_of_day(at, offset))
    };
    view! {
        <dl class="p-facts">
            <div><dt>{words::TOPIC}</dt><dd>{item.topic}</dd></div>
            <div><dt>{words::DESK}</dt><dd>{desk.desk_name(&item.desk)}</dd></div>
            <div><dt>{words::ORIGIN}</dt><dd>{item.origin}</dd></div>
            <div><dt>{words::STARTED}</dt><dd>{started}</dd></div>
            <div>
                <dt>{words::CHAT_STATE}</dt>
                <dd class="p-person__presence">
                    {move || view! { <Icon glyph=if present.get() { Glyph::Bubble } else { Glyph::Clock } /> }}
                    <span>{move || if present.get() { words::PRESENT } else { words::ABSENT }}</span>
                </dd>
            </div>
        </dl>
    }
}

#[component]
fn Notes(desk: Desk) -> impl IntoView {
    let notes = Memo::new(move |_| {
        desk.with_open(|thread| thread.map(|thread| thread.notes.clone()).unwrap_or_default())
    });
    view! {
        <section class="p-person__notes" aria-labelledby="notas-titulo">
            <h2 id="notas-titulo">{words::NOTES}</h2>
            <p class="p-person__none" hidden=move || notes.with(|notes| !notes.is_empty())>{words::NO_NOTES}</p>
            {move || notes.get().into_iter().map(|note| view! { <NoteView note=note desk=desk /> }).collect_view()}
        </section>
    }
}
