use leptos::prelude::*;

use super::session::Session;
use crate::text::chat as words;
use crate::ui::{Glyph, Icon};

/// When the way to WhatsApp is offered in a place; always only where the topic has a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// While nobody is at the desk.
    Closed,
    /// While somebody is.
    Open,
    Always,
}

/// "Seguir por WhatsApp": a plain link to the topic's line. The chat and WhatsApp stay two conversations, and the
/// words beside it say so.
///
/// Accessibility: a real link of at least 44 px; that another program opens is said in words before it is
/// followed.
#[component]
pub fn WhatsApp(session: Session, offer: Offer) -> impl IntoView {
    let href = Signal::derive(move || session.line().map(|(href, _)| href).unwrap_or_default());
    let help = move || session.line().map(|(_, topic)| words::whatsapp_help(&topic)).unwrap_or_default();
    let help = Signal::derive(help);
    let hidden = Signal::derive(move || href.with(String::is_empty) || !fits(session, offer));
    view! {
        <div class="p-chat__whatsapp" hidden=hidden>
            <a href=href target="_blank" rel="noopener">
                <Icon glyph=Glyph::Phone />
                {words::WHATSAPP}
            </a>
            <p class="p-notice">{help}</p>
        </div>
    }
}

fn fits(session: Session, offer: Offer) -> bool {
    let open = session.opening().is_some_and(|opening| opening.open);
    match offer {
        Offer::Closed => !open,
        Offer::Open => open,
        Offer::Always => true,
    }
}
