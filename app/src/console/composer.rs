use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html::Textarea;
use leptos::prelude::*;
use protocol::limits::STAFF_MESSAGE_CHARS;
use protocol::staff::Channel;

use super::desk::Desk;
use super::window::Window;
use super::{browser, ids};
use crate::text::{channels, console as words};
use crate::ui::{Glyph, Icon};

/// How near the limit the count is shown.
const COUNT_FROM: usize = STAFF_MESSAGE_CHARS - 500;

#[derive(Clone, Copy)]
struct Writing {
    desk: Desk,
    id: StoredValue<String>,
    input: NodeRef<Textarea>,
    chars: RwSignal<usize>,
    trouble: RwSignal<&'static str>,
    /// WhatsApp takes no answer any more.
    shut: Memo<bool>,
}

/// Where a reply is written. Its text is kept per conversation, over a reload too.
///
/// Accessibility: a labelled textarea described by where it goes and how to send; the limit and what is missing
/// are said, never by colour alone; Shift+Enter adds a line, and the button sends as Enter does. Once WhatsApp's
/// window is over the text can be read and copied but not changed: nobody loses it, or the focus.
#[component]
pub fn Composer(desk: Desk, id: String) -> impl IntoView {
    let draft = desk.draft(&id);
    let writing = Writing {
        desk,
        id: StoredValue::new(id),
        input: NodeRef::new(),
        chars: RwSignal::new(draft.chars().count()),
        trouble: RwSignal::new(""),
        shut: Memo::new(move |_| desk.open_window() == Window::Over),
    };
    writing.follow();
    let over = move || writing.chars.get() > STAFF_MESSAGE_CHARS;
    let shut = writing.shut;
    let class = move || match (shut.get(), over()) {
        (true, _) => "p-composer p-composer--shut",
        (false, true) => "p-composer p-composer--over",
        (false, false) => "p-composer",
    };
    view! {
        <form class=class on:submit=move |event: SubmitEvent| { event.prevent_default(); writing.send(); }>
            <Shut shut=shut />
            <label class="p-visually-hidden" for=ids::REPLY>{words::REPLY}</label>
            <textarea class="p-composer__input" id=ids::REPLY rows="2" dir="auto" placeholder=words::REPLY
                aria-describedby="respuesta-ventana respuesta-pista respuesta-aviso" prop:value=draft
                readonly=move || shut.get() node_ref=writing.input
                on:input=move |event| writing.wrote(&event_target_value(&event))
                on:keydown=move |event| writing.pressed(&event)></textarea>
            <button class="p-composer__send" type="submit"
                aria-disabled=move || shut.get().then_some("true")>
                <Icon glyph=Glyph::Send />
                <span class="p-composer__word">{words::SEND}</span>
            </button>
            <p class="p-composer__hint" id="respuesta-pista" hidden=move || shut.get()>
                <LeavesBy desk=desk />
                {words::REPLY_HINT}
            </p>
            <p class="p-composer__count" id="respuesta-aviso" role="status">{move || writing.notice()}</p>
        </form>
    }
}

/// Why nothing can be sent; said when it happens too.
#[component]
fn Shut(shut: Memo<bool>) -> impl IntoView {
    view! {
        <div class="p-composer__shut" id="respuesta-ventana" role="status">
            {move || shut.get().then(|| view! {
                <Icon glyph=Glyph::Close />
                <p>{channels::WINDOW_OVER_COMPOSER}</p>
            })}
        </div>
    }
}

#[component]
fn LeavesBy(desk: Desk) -> impl IntoView {
    let leaves = Memo::new(move |_| {
        let item = desk.open_item().filter(|item| item.channel == Channel::Whatsapp)?;
        Some(channels::leaves_by(item.line.as_deref()))
    });
    move || leaves.get().map(|said| view! { <strong class="p-composer__way">{said}</strong> " " })
}

impl Writing {
    /// Takes the focus after "Tomar", and shows what came back from a reply that failed.
    fn follow(self) {
        Effect::new(move |before: Option<u32>| {
            let rewritten = self.desk.rewritten.get();
            if self.desk.takes_reply() {
                browser::focus(ids::REPLY);
            }
            if before.is_some_and(|before| before != rewritten) {
                let draft = self.id.with_value(|id| self.desk.draft(id));
                self.put(&draft);
            }
            rewritten
        });
    }

    fn put(self, text: &str) {
        if let Some(input) = self.input.get_untracked() {
            input.set_value(text);
        }
        self.chars.set(text.chars().count());
    }

    fn wrote(self, text: &str) {
        self.trouble.set("");
        self.chars.set(text.chars().count());
        self.id.with_value(|id| self.desk.keep_draft(id, text));
    }

    fn pressed(self, event: &KeyboardEvent) {
        // An Enter that ends the composition of a character belongs to the input method.
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            self.send();
        }
    }

    fn send(self) {
        if self.shut.get_untracked() {
            return;
        }
        let Some(text) = self.input.get_untracked().map(|input| input.value()) else { return };
        if text.trim().is_empty() {
            self.trouble.set(words::REPLY_EMPTY);
            return;
        }
        if text.chars().count() > STAFF_MESSAGE_CHARS {
            return;
        }
        if self.id.with_value(|id| self.desk.send(id, text)) {
            self.put("");
            self.id.with_value(|id| self.desk.keep_draft(id, ""));
        }
    }

    fn notice(self) -> String {
        let chars = self.chars.get();
        let trouble = self.trouble.get();
        if trouble.is_empty() && chars > COUNT_FROM {
            words::characters(chars, STAFF_MESSAGE_CHARS)
        } else {
            trouble.to_owned()
        }
    }
}
