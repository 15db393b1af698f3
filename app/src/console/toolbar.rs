use leptos::prelude::*;
use protocol::staff::Hold;

use super::desk::{Desk, Panel};
use super::{ids, queue};
use crate::text::console as words;
use crate::ui::{Button, Glyph, Icon, Look};

/// The open conversation's head: what it is about, who has it, what can be done with it.
///
/// Accessibility: an `h2` names the conversation; its state is icon and words; buttons that open a panel say
/// whether it is open.
#[component]
pub fn Toolbar(desk: Desk, id: StoredValue<String>, hold: Memo<Option<Hold>>) -> impl IntoView {
    let topic = move || desk.open_item().map(|item| item.topic).unwrap_or_default();
    let mine = Memo::new(move |_| hold.get() == Some(Hold::Mine));
    view! {
        <div class="p-toolbar p-toolbar--inner">
            <button class="p-button p-button--quiet p-toolbar__back" type="button"
                on:click=move |_| queue::return_to(desk)>
                <Icon glyph=Glyph::Back />
                <span>{words::BACK}</span>
            </button>
            <h2 class="p-toolbar__title">{topic}</h2>
            <State hold=hold />
            <span class="p-toolbar__spacer"></span>
            {move || mine.get().then(|| view! { <Actions desk=desk id=id /> })}
        </div>
    }
}

#[component]
fn State(hold: Memo<Option<Hold>>) -> impl IntoView {
    let said = move || match hold.get() {
        Some(Hold::Waiting) => words::STATE_WAITING.to_owned(),
        Some(Hold::Mine) => words::STATE_MINE.to_owned(),
        Some(Hold::Other { by }) => words::attended_by(&by),
        Some(Hold::Closed) | None => words::STATE_CLOSED.to_owned(),
    };
    let glyph = move || match hold.get() {
        Some(Hold::Waiting) => Glyph::Clock,
        Some(Hold::Mine | Hold::Other { .. }) => Glyph::Person,
        Some(Hold::Closed) | None => Glyph::Check,
    };
    view! {
        <p class="p-toolbar__state">
            {move || view! { <Icon glyph=glyph() /> }}
            <span>{said}</span>
        </p>
    }
}

#[component]
fn Actions(desk: Desk, id: StoredValue<String>) -> impl IntoView {
    let expanded = move |panel: Panel| if desk.panel.get() == panel { "true" } else { "false" };
    view! {
        <div class="p-toolbar__tools">
            <Button kind="button" look=Look::Quiet attr:aria-expanded=move || expanded(Panel::Pass)
                on:click=move |_| desk.toggle_panel(Panel::Pass, ids::PASS_DESK)>
                {words::PASS}
            </Button>
            <Button kind="button" look=Look::Quiet on:click=move |_| desk.release(id.get_value())>
                {words::RELEASE}
            </Button>
            <Button kind="button" look=Look::Danger attr:aria-expanded=move || expanded(Panel::Close)
                on:click=move |_| desk.toggle_panel(Panel::Close, ids::CLOSE_NO)>
                {words::CLOSE}
            </Button>
        </div>
    }
}
