use leptos::ev;
use leptos::prelude::*;
use protocol::chat::{Opening, Topic};

use super::banners::shown;
use super::browser;
use super::session::Session;
use super::whatsapp::{Offer, WhatsApp};
use crate::text::{chat as words, site};
use crate::ui::{Glyph, Icon};

/// Before the first message: privacy in one line, the topics, the way back in with a code.
///
/// Accessibility: topics are radio buttons in a named group; nothing has to be chosen before typing.
#[component]
pub fn FirstScreen(session: Session) -> impl IntoView {
    let guard = session.page(|page| site::guard(&page.institution));
    let hidden = Signal::derive(move || session.begun.get());
    view! {
        <div class="p-start" hidden=hidden>
            <p class="p-notice">
                {words::PRIVACY_BEFORE}
                <a href="/privacidad" target="_blank">{words::PRIVACY_LINK}</a>
                ". "
                {guard}
            </p>
            <Topics session=session />
            <WhatsApp session=session offer=Offer::Open />
            <ResumeEntry session=session />
        </div>
    }
}

#[component]
fn Topics(session: Session) -> impl IntoView {
    let chosen = session.topic.get_untracked();
    let topics = session.page(|page| {
        page.topics
            .iter()
            .cloned()
            .zip(page.openings.iter().cloned().map(Some).chain(std::iter::repeat(None)))
            .collect::<Vec<_>>()
    });
    let items = topics
        .into_iter()
        .map(|(topic, opening)| {
            let checked = chosen.as_ref() == Some(&topic.id);
            view! { <TopicItem session=session topic=topic opening=opening checked=checked /> }
        })
        .collect_view();
    view! {
        <fieldset class="p-topics" aria-describedby="aviso">
            <legend class="p-topics__legend">{words::TOPICS}</legend>
            {items}
        </fieldset>
    }
}

#[component]
fn TopicItem(session: Session, topic: Topic, opening: Option<Opening>, checked: bool) -> impl IntoView {
    let id = topic.id.clone();
    view! {
        <label class="p-topics__item">
            <input class="p-topics__radio" type="radio" name="topic" value=topic.id checked=checked
                on:change=move |_| session.choose(&id) />
            <Icon glyph=Glyph::named(&topic.icon) />
            <span class="p-topics__name">
                {topic.name}
                <span class="p-topics__opening">{opening.map(|opening| opening.text)}</span>
            </span>
        </label>
    }
}

/// Out of hours: when the desk opens, that writing now is of use, and WhatsApp. It stands over the composer: below
/// five topics nobody would find it on a phone.
#[component]
pub fn ClosedNow(session: Session) -> impl IntoView {
    let (text, hidden) = shown(move || {
        let closed = session.opening().filter(|opening| !opening.open && !session.begun.get());
        closed.map(|opening| words::closed_now(&opening.text)).unwrap_or_default()
    });
    view! {
        <div class="p-banner" role="status" hidden=hidden>
            <Icon glyph=Glyph::Clock />
            <div>
                <p>{text}</p>
                <WhatsApp session=session offer=Offer::Closed />
            </div>
        </div>
    }
}

/// The code's field. It stands inside the message's form but belongs to its own (`form="reanudar"`): forms
/// cannot be nested.
#[component]
fn ResumeEntry(session: Session) -> impl IntoView {
    let (fault, hidden) = shown(move || session.code_notice.get());
    let invalid = Signal::derive(move || (!hidden.get()).to_string());
    view! {
        <details class="p-chat__resume">
            <summary>
                <Icon glyph=Glyph::Key />
                {words::HAVE_CODE}
            </summary>
            <div class="p-chat__entry-body">
                <label class="p-chat__label" for="codigo">{words::CODE_LABEL}</label>
                <p class="p-notice" id="codigo-pista">{words::CODE_HINT}</p>
                <p class="p-chat__fault" id="codigo-error" role="alert" hidden=hidden>{fault}</p>
                <input class="p-chat__input" id="codigo" name="code" form="reanudar" autocomplete="off" autocapitalize="characters"
                    spellcheck="false" maxlength="40" aria-describedby="codigo-pista codigo-error"
                    aria-invalid=invalid node_ref=session.nodes().code />
                <button class="p-button p-button--quiet" type="submit" form="reanudar">{words::RESUME}</button>
            </div>
        </details>
    }
}

/// The code's form itself; nothing of it is seen.
#[component]
pub fn ResumeForm(session: Session) -> impl IntoView {
    let resume = move |event: ev::SubmitEvent| {
        event.prevent_default();
        browser::resume(session);
    };
    view! { <form id="reanudar" method="post" action=session.action("/reanudar") hidden=true on:submit=resume></form> }
}
