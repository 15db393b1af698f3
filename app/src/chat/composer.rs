use leptos::either::Either;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use protocol::limits::CITIZEN_MESSAGE_CHARS;

use super::browser;
use super::session::Session;
use crate::text::chat as words;
use crate::ui::{Glyph, Icon};

/// From here on the person is told how much still fits.
const COUNT_FROM: usize = CITIZEN_MESSAGE_CHARS - 200;

/// Where messages are written.
///
/// Accessibility: a labelled field; Enter sends only where there is a keyboard, Shift+Enter makes a line;
/// what is too long is refused in place and kept.
#[component]
pub fn Composer(session: Session) -> impl IntoView {
    let draft = session.page(|page| page.draft.clone());
    let class = move || if over(session) { "p-composer p-composer--over" } else { "p-composer" };
    let class = Signal::derive(move || class().to_owned());
    let hidden = Signal::derive(move || session.over.get().is_some());
    let far = Signal::derive(move || session.written.get() < COUNT_FROM);
    let count = Signal::derive(move || words::count(session.written.get()));
    view! {
        <div class=class hidden=hidden>
            <label class="p-visually-hidden" for="mensaje">{words::MESSAGE}</label>
            {field(session, draft)}
            <button class="p-composer__send" type="submit" aria-label=words::SEND_LONG>
                <Icon glyph=Glyph::Send />
                <span class="p-composer__word">{words::SEND}</span>
            </button>
            <p class="p-composer__count" id="cuenta" hidden=far>
                {count}
            </p>
        </div>
    }
}

fn over(session: Session) -> bool {
    session.written.get() > CITIZEN_MESSAGE_CHARS
}

/// The server's draft is the field's content, never its value: the program must not write into a field that
/// somebody has been typing in. An empty content has no text node at all, or the field would hold a blank.
fn field(session: Session, draft: String) -> impl IntoView {
    let field = html::textarea()
        .id("mensaje")
        .class("p-composer__input")
        .name("text")
        .rows("1")
        .placeholder(words::PLACEHOLDER)
        .autocomplete("off")
        .attr("enterkeyhint", "send")
        .attr("data-composer", "")
        .attr("aria-describedby", "aviso cuenta")
        .attr("aria-invalid", Signal::derive(move || over(session).to_string()))
        .node_ref(session.nodes().composer)
        .on(ev::input, move |_| session.note_written())
        .on(ev::keydown, move |event| send_on_enter(session, &event));
    if draft.is_empty() {
        Either::Left(field)
    } else {
        Either::Right(field.inner_html(crate::ui::escaped(&draft)))
    }
}

fn send_on_enter(session: Session, event: &ev::KeyboardEvent) {
    let plain = !event.shift_key() && !event.ctrl_key() && !event.alt_key() && !event.meta_key();
    let writing = event.is_composing() || event.repeat();
    if event.key() == "Enter" && plain && !writing && browser::enter_sends() {
        event.prevent_default();
        browser::submit(session);
    }
}
