use leptos::either::Either;
use leptos::prelude::*;
use protocol::chat::Author;

use super::banners::shown;
use super::browser;
use super::links::{Piece, pieces};
use super::runs::{Bubble, Face};
use super::session::Session;
use super::store::Delivery;
use crate::text::{self, chat as words};

/// One message.
///
/// Accessibility: each says who wrote it, in words; own ones to those who cannot see their side of the
/// screen. Its direction is its own (`dir="auto"`), so right-to-left text disturbs nothing around it.
#[component]
pub fn BubbleItem(session: Session, bubble: Bubble) -> impl IntoView {
    let Bubble { client_id, author, text, face } = bubble;
    let id = client_id.clone();
    // A bubble that is about to leave the list keeps its last face.
    let face = Memo::new(move |last: Option<&Face>| {
        session.face(&id).unwrap_or_else(|| last.cloned().unwrap_or_else(|| face.clone()))
    });
    let class = Signal::derive(move || side(author, face.with(|face| face.more)).to_owned());
    view! {
        <li class=class data-author=said(author)>
            <Name author=author face=face />
            <p class="p-bubble__text" dir="auto">{parts(&text)}</p>
            <Meta session=session face=face client_id=client_id />
        </li>
    }
}

fn side(author: Author, more: bool) -> &'static str {
    match (author, more) {
        (Author::Citizen, false) => "p-bubble p-bubble--own",
        (Author::Citizen, true) => "p-bubble p-bubble--own p-bubble--run",
        (Author::Staff, false) => "p-bubble p-bubble--desk",
        (Author::Staff, true) => "p-bubble p-bubble--desk p-bubble--run",
        (Author::Assistant, false) => "p-bubble p-bubble--assistant",
        (Author::Assistant, true) => "p-bubble p-bubble--assistant p-bubble--run",
    }
}

fn said(author: Author) -> &'static str {
    match author {
        Author::Citizen => "citizen",
        Author::Staff => "staff",
        Author::Assistant => "assistant",
    }
}

/// Over others' runs the name is seen; everywhere else it is only heard.
#[component]
fn Name(author: Author, face: Memo<Face>) -> impl IntoView {
    let fallback = match author {
        Author::Citizen => words::OWN,
        Author::Staff => words::DESK,
        Author::Assistant => words::ASSISTANT,
    };
    let named = move || face.with(|face| face.name.is_some());
    let name =
        Signal::derive(move || face.with(|face| face.name.clone()).unwrap_or_else(|| fallback.to_owned()));
    let class = move || if named() { "p-bubble__name" } else { "p-visually-hidden" };
    let class = Signal::derive(move || class().to_owned());
    view! { <p class=class>{name}</p> }
}

/// Text nodes and links made of text nodes; nothing of a message is ever read as HTML.
fn parts(text: &str) -> impl IntoView + use<> {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => Either::Left(text.to_owned()),
            Piece::Link(address) => Either::Right(view! { <Link address=address.to_owned() /> }),
        })
        .collect_view()
}

#[component]
fn Link(address: String) -> impl IntoView {
    let shown = address.clone();
    view! {
        <a href=address rel="noopener noreferrer nofollow ugc" target="_blank">
            {shown}
        </a>
    }
}

/// Time under the last of a run; the state of own messages.
#[component]
fn Meta(session: Session, face: Memo<Face>, client_id: String) -> impl IntoView {
    let offset = session.page(|page| page.utc_offset_minutes);
    let time = move || face.with(|face| face.at).map(|at| text::time_of_day(at, offset)).unwrap_or_default();
    let (time, timeless) = shown(time);
    let delivery = move || face.with(|face| face.delivery);
    let stateless = Signal::derive(move || delivery().is_none());
    let fine = Signal::derive(move || !matches!(delivery(), Some(Delivery::Failed | Delivery::Refused)));
    let hidden = Signal::derive(move || timeless.get() && stateless.get());
    let class = Signal::derive(move || state_class(delivery()).to_owned());
    let state = Signal::derive(move || state_words(delivery()).to_owned());
    view! {
        <p class="p-bubble__meta" hidden=hidden>
            <time hidden=timeless>{time}</time>
            <span class=class hidden=stateless>{state}</span>
            <button class="p-bubble__retry" type="button" hidden=fine on:click=move |_| browser::retry(session, &client_id)>
                {words::RETRY}
            </button>
        </p>
    }
}

fn state_class(delivery: Option<Delivery>) -> &'static str {
    match delivery {
        Some(Delivery::Sent) => "p-bubble__state p-bubble__state--sent",
        Some(Delivery::Failed | Delivery::Refused) => "p-bubble__state p-bubble__state--failed",
        Some(Delivery::Sending) | None => "p-bubble__state p-bubble__state--sending",
    }
}

fn state_words(delivery: Option<Delivery>) -> &'static str {
    match delivery {
        Some(Delivery::Sending) => words::SENDING,
        Some(Delivery::Sent) => words::SENT,
        Some(Delivery::Failed | Delivery::Refused) => words::FAILED,
        None => "",
    }
}
