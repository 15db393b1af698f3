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
    let over = move || session.written.get() > CITIZEN_MESSAGE_CHARS;
    let near = move || session.written.get() >= COUNT_FROM;
    view! {
        <div class="p-composer" class:p-composer--over=over hidden=move || session.over.get().is_some()>
            <label class="p-visually-hidden" for="mensaje">{words::MESSAGE}</label>
            {field(session, draft)}
            <button class="p-composer__send" type="submit" aria-label=words::SEND_LONG>
                <Icon glyph=Glyph::Send />
                <span class="p-composer__word">{words::SEND}</span>
            </button>
            <p class="p-composer__count" id="cuenta" hidden=move || !near()>
                {move || words::count(session.written.get())}
            </p>
        </div>
    }
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
        .attr("aria-invalid", move || (session.written.get() > CITIZEN_MESSAGE_CHARS).then_some("true"))
        .node_ref(session.nodes().composer)
        .on(ev::input, move |_| session.note_written())
        .on(ev::keydown, move |event| send_on_enter(session, &event));
    if draft.is_empty() { Either::Left(field) } else { Either::Right(field.child(draft)) }
}

fn send_on_enter(session: Session, event: &ev::KeyboardEvent) {
    let plain = !event.shift_key() && !event.ctrl_key() && !event.alt_key() && !event.meta_key();
    let writing = event.is_composing() || event.repeat();
    if event.key() == "Enter" && plain && !writing && browser::enter_sends() {
        event.prevent_default();
        browser::submit(session);
    }
}
