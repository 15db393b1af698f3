//! What stands between a conversation's head and its messages while one decides.

use leptos::ev::SubmitEvent;
use leptos::html::{Select, Textarea};
use leptos::prelude::*;
use protocol::limits::NOTE_CHARS;
use protocol::staff::Pass;

use super::desk::{Desk, Panel};
use super::ids;
use crate::text::console as words;
use crate::ui::{Button, Field, Look, described_by};

#[derive(Clone, Copy)]
struct Passing {
    desk: Desk,
    id: StoredValue<String>,
    area: NodeRef<Select>,
    note: NodeRef<Textarea>,
    area_error: RwSignal<String>,
    note_error: RwSignal<String>,
}

/// Another desk, and what its people should know.
///
/// Accessibility: labelled fields with their errors beside them; the first wrong one takes the focus.
#[component]
pub fn PassForm(desk: Desk, id: StoredValue<String>) -> impl IntoView {
    let passing = Passing {
        desk,
        id,
        area: NodeRef::new(),
        note: NodeRef::new(),
        area_error: RwSignal::default(),
        note_error: RwSignal::default(),
    };
    view! {
        <form class="p-conversation__panel" aria-label=words::PASS novalidate=true
            on:submit=move |event| passing.submit(&event)>
            <AreaField passing=passing />
            <Field id=ids::PASS_NOTE label=words::PASS_NOTE hint=words::PASS_NOTE_HINT error=passing.note_error>
                <textarea class="p-field__input" id=ids::PASS_NOTE rows="3" required=true dir="auto"
                    aria-describedby=described_by(ids::PASS_NOTE) node_ref=passing.note
                    aria-invalid=move || wrong(passing.note_error)></textarea>
            </Field>
            <div class="p-conversation__choices">
                <Button>{words::PASS_SEND}</Button>
                <Cancel desk=desk panel=Panel::Pass />
            </div>
        </form>
    }
}

fn wrong(error: RwSignal<String>) -> Option<&'static str> {
    error.with(|error| (!error.is_empty()).then_some("true"))
}

#[component]
fn AreaField(passing: Passing) -> impl IntoView {
    let desks = passing.desk.facts.with_value(|facts| facts.desks.clone());
    let options =
        desks.into_iter().map(|desk| view! { <option value=desk.id>{desk.name}</option> }).collect_view();
    view! {
        <Field id=ids::PASS_DESK label=words::PASS_DESK error=passing.area_error>
            <select class="p-field__input" id=ids::PASS_DESK required=true
                aria-describedby=described_by(ids::PASS_DESK) node_ref=passing.area
                aria-invalid=move || wrong(passing.area_error)>
                <option value="">{words::PASS_CHOOSE}</option>
                {options}
            </select>
        </Field>
    }
}

impl Passing {
    fn submit(self, event: &SubmitEvent) {
        event.prevent_default();
        let (Some(area), Some(note)) = (self.area.get_untracked(), self.note.get_untracked()) else { return };
        let pass = Pass { desk: area.value(), note: note.value().trim().to_owned() };
        let (area_error, note_error) = faults(&pass);
        self.area_error.set(area_error.to_owned());
        self.note_error.set(note_error.to_owned());
        if !area_error.is_empty() {
            let _ = area.focus();
        } else if !note_error.is_empty() {
            let _ = note.focus();
        } else {
            self.desk.pass(self.id.get_value(), pass);
        }
    }
}

/// What to say at the desk and at the note; empty means all is well.
fn faults(pass: &Pass) -> (&'static str, &'static str) {
    let area = if pass.desk.is_empty() { words::PASS_DESK_EMPTY } else { "" };
    let note = match pass.note.chars().count() {
        0 => words::PASS_NOTE_EMPTY,
        count if count > NOTE_CHARS => words::PASS_NOTE_LONG,
        _ => "",
    };
    (area, note)
}

/// Closing cannot be undone: it is asked for twice, in place.
#[component]
pub fn CloseSure(desk: Desk, id: StoredValue<String>) -> impl IntoView {
    view! {
        <div class="p-conversation__panel" role="group" aria-label=words::CLOSE>
            <p>{words::CLOSE_SURE}</p>
            <div class="p-conversation__choices">
                <Button kind="button" look=Look::Danger on:click=move |_| desk.close(id.get_value())>
                    {words::CLOSE_YES}
                </Button>
                <Cancel desk=desk panel=Panel::Close />
            </div>
        </div>
    }
}

#[component]
fn Cancel(desk: Desk, panel: Panel) -> impl IntoView {
    let id = (panel == Panel::Close).then_some(ids::CLOSE_NO);
    view! {
        <button class="p-button p-button--quiet" type="button" id=id
            on:click=move |_| desk.toggle_panel(panel, ids::CONVERSATION)>
            {words::CANCEL}
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(desk: &str, note: &str) -> (&'static str, &'static str) {
        faults(&Pass { desk: desk.into(), note: note.into() })
    }

    #[test]
    fn a_pass_needs_a_desk_and_a_note_that_fits() {
        assert_eq!(said("pp", "Falta su recibo"), ("", ""));
        assert_eq!(said("", ""), (words::PASS_DESK_EMPTY, words::PASS_NOTE_EMPTY));
        assert_eq!(said("pp", &"ñ".repeat(NOTE_CHARS)), ("", ""));
        assert_eq!(said("pp", &"ñ".repeat(NOTE_CHARS + 1)).1, words::PASS_NOTE_LONG);
    }
}
