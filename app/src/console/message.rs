use leptos::prelude::*;
use protocol::chat::{Author, Message};
use protocol::staff::{Event, Note};

use super::delivery::{DeliveryLine, Told};
use super::desk::Desk;
use super::store::{Outgoing, Sending};
use super::timeline::Entry;
use crate::text::{self, channels, console as words};
use crate::ui::{Glyph, Icon};

/// One line of a conversation. What people wrote is text and nothing else, in a direction of its own.
#[component]
pub fn EntryView(desk: Desk, id: StoredValue<String>, entry: Entry, told: Told) -> impl IntoView {
    match entry {
        Entry::Day(day) => view! { <li class="p-day"><span>{day}</span></li> }.into_any(),
        Entry::Message { message, run, follows } => {
            view! { <Bubble desk=desk id=id message=message run=run follows=follows told=told /> }.into_any()
        }
        Entry::Note(note) => view! { <li><NoteView note=note desk=desk /></li> }.into_any(),
        Entry::Event(event) => view! { <EventView event=event offset=desk.offset() /> }.into_any(),
        Entry::Outgoing { out, held } => view! { <Pending desk=desk id=id out=out held=held /> }.into_any(),
    }
}

#[component]
fn Bubble(
    desk: Desk,
    id: StoredValue<String>,
    message: Message,
    run: bool,
    follows: bool,
    told: Told,
) -> impl IntoView {
    let offset = desk.offset();
    let (side, fallback) = match message.author {
        Author::Citizen => ("", words::PERSON),
        Author::Staff => (" p-bubble--own", ""),
        Author::Assistant => (" p-bubble--assistant", words::ASSISTANT),
    };
    let class = format!("p-bubble{side}{}", if run { " p-bubble--run" } else { "" });
    let name = message.name.unwrap_or_else(|| fallback.to_owned());
    view! {
        <li class=class data-seq=message.seq>
            {(!follows).then(|| view! { <span class="p-bubble__name" dir="auto">{name}</span> })}
            <p class="p-bubble__text" dir="auto">{message.text}</p>
            <div class="p-bubble__foot">
                {(!run).then(|| view! {
                    <span class="p-bubble__meta">{text::time_of_day(message.at, offset)}</span>
                })}
                {(message.author != Author::Citizen)
                    .then(|| view! { <DeliveryLine desk=desk id=id seq=message.seq told=told /> })}
            </div>
        </li>
    }
}

/// Something that happened and that nobody wrote: a reaction, an edit, a change of number.
#[component]
fn EventView(event: Event, offset: i32) -> impl IntoView {
    view! {
        <li class="p-event">
            <Icon glyph=Glyph::Bell />
            <span>
                <span class="p-visually-hidden">{channels::EVENT} ": "</span>
                <span dir="auto">{event.text}</span>
                {format!(" · {}", text::time_of_day(event.at, offset))}
            </span>
        </li>
    }
}

/// A note between desks, marked as such in words: nobody may take it for something the person reads.
#[component]
pub fn NoteView(note: Note, desk: Desk) -> impl IntoView {
    let (at, offset) = (note.at, desk.offset());
    let when =
        move || format!("{}, {}", text::day(at, offset, desk.now.get()), text::time_of_day(at, offset));
    view! {
        <div class="p-note">
            <span class="p-note__label">
                <Icon glyph=Glyph::Note />
                {words::NOTE_LABEL}
            </span>
            <span class="p-note__by">{note.by} " · " {when}</span>
            <span class="p-note__text" dir="auto">{note.text}</span>
        </div>
    }
}

#[component]
fn Pending(desk: Desk, id: StoredValue<String>, out: Outgoing, held: bool) -> impl IntoView {
    let state = match out.state {
        Sending::Failed(why) => {
            view! { <Failed desk=desk id=id client_id=out.client_id why=why /> }.into_any()
        }
        Sending::Queued if held => {
            view! { <span class="p-bubble__state">{words::HELD_BACK}</span> }.into_any()
        }
        _ => view! { <span class="p-bubble__state p-bubble__state--sending">{words::SENDING}</span> }
            .into_any(),
    };
    view! {
        <li class="p-bubble p-bubble--own">
            <p class="p-bubble__text" dir="auto">{out.text}</p>
            {state}
        </li>
    }
}

#[component]
fn Failed(desk: Desk, id: StoredValue<String>, client_id: String, why: String) -> impl IntoView {
    let again = client_id.clone();
    view! {
        <span class="p-bubble__state p-bubble__state--failed">
            <Icon glyph=Glyph::Alert />
            <span>{words::FAILED} " " {why}</span>
        </span>
        <span class="p-bubble__actions">
            <button class="p-bubble__retry" type="button" on:click=move |_| desk.retry(id.get_value(), &again)>
                {words::RETRY}
            </button>
            <button class="p-bubble__retry" type="button"
                on:click=move |_| id.with_value(|id| desk.edit(id, &client_id))>
                {words::EDIT}
            </button>
        </span>
    }
}
