use leptos::prelude::*;
use protocol::staff::{Channel, Person as Known, QueueItem};

use super::desk::Desk;
use super::message::NoteView;
use crate::text::{self, channels, console as words};
use crate::ui::{Glyph, Icon};

/// What is known about the open conversation and who writes in it.
///
/// Accessibility: a region named by its heading; facts are description lists.
#[component]
pub fn Person(desk: Desk) -> impl IntoView {
    let item = Memo::new(move |_| desk.open_item());
    view! {
        <section class="p-person" aria-labelledby="persona-titulo" tabindex="0">
            {move || item.get().map(|item| view! { <Who desk=desk channel=item.channel /> })}
            <h2 id="persona-titulo">{words::ABOUT}</h2>
            {move || match item.get() {
                Some(item) => view! { <Facts desk=desk item=item /> <Notes desk=desk /> }.into_any(),
                None => view! { <p class="p-person__none">{words::NO_PERSON}</p> }.into_any(),
            }}
        </section>
    }
}

/// Who writes: what signing in proved, apart from what a WhatsApp profile says of itself.
#[component]
fn Who(desk: Desk, channel: Channel) -> impl IntoView {
    let person = Memo::new(move |_| {
        desk.with_open(|thread| thread.map(|thread| thread.person.clone()).unwrap_or_default())
    });
    view! {
        <section class="p-person__who" aria-labelledby="quien-titulo">
            <h2 id="quien-titulo">{channels::WHO}</h2>
            {move || {
                let person = person.get();
                let anonymous = person.member.is_none() && channel == Channel::Web;
                view! {
                    {member(&person)}
                    {(channel == Channel::Whatsapp).then(|| profile(&person))}
                    {anonymous.then(|| view! { <p class="p-person__none">{channels::ANONYMOUS}</p> })}
                }
            }}
        </section>
    }
}

fn member(person: &Known) -> Option<impl IntoView + use<>> {
    let Known { member, curp, affiliation, .. } = person.clone();
    let name = member?;
    Some(view! {
        <p class="p-person__name" dir="auto">{name}</p>
        <p class="p-person__proof"><Icon glyph=Glyph::Shield /><span>{channels::SIGNED_IN}</span></p>
        <dl class="p-facts">
            {curp.map(|curp| view! {
                <div><dt>{channels::CURP}</dt><dd class="p-person__curp">{curp}</dd></div>
            })}
            {affiliation.map(|place| view! { <div><dt>{channels::AFFILIATION}</dt><dd>{place}</dd></div> })}
        </dl>
    })
}

fn profile(person: &Known) -> impl IntoView + use<> {
    let Known { profile, phone, .. } = person.clone();
    view! {
        <dl class="p-facts">
            {profile.map(|name| view! {
                <div>
                    <dt>{channels::PROFILE}</dt>
                    <dd dir="auto">{name}</dd>
                    <dd class="p-person__unproven">{channels::UNPROVEN}</dd>
                </div>
            })}
            <div>
                <dt>{channels::NUMBER}</dt>
                <dd class="p-person__phone">{phone.unwrap_or_else(|| channels::NO_NUMBER.to_owned())}</dd>
            </div>
        </dl>
    }
}

#[component]
fn Facts(desk: Desk, item: QueueItem) -> impl IntoView {
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
            {(item.channel == Channel::Web).then(|| view! { <Presence desk=desk /> })}
        </dl>
    }
}

/// WhatsApp tells nobody who is there.
#[component]
fn Presence(desk: Desk) -> impl IntoView {
    let present =
        Memo::new(move |_| desk.with_open(|thread| thread.is_some_and(|thread| thread.citizen_present)));
    view! {
        <div>
            <dt>{words::CHAT_STATE}</dt>
            <dd class="p-person__presence">
                {move || view! { <Icon glyph=if present.get() { Glyph::Bubble } else { Glyph::Clock } /> }}
                <span>{move || if present.get() { words::PRESENT } else { words::ABSENT }}</span>
            </dd>
        </div>
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
