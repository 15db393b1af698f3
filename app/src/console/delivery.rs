//! How far an answer has come by WhatsApp, and sending it again.

use leptos::prelude::*;
use protocol::staff::{Delivery, DeliveryState, Hold};

use super::desk::Desk;
use crate::text::channels as words;
use crate::ui::{Glyph, Icon};

/// The state under a bubble, followed while it changes.
///
/// Accessibility: icon and words; progress is not read aloud by the log, what went wrong is.
#[component]
pub fn DeliveryLine(desk: Desk, id: StoredValue<String>, seq: i64, told: Told) -> impl IntoView {
    let delivery = Memo::new(move |_| told.with(|told| told.get(&seq).cloned()));
    move || {
        let delivery = delivery.get()?;
        let live = if went_wrong(delivery.state) { None } else { Some("off") };
        let class = format!("p-bubble__state p-delivery {}", class(delivery.state));
        Some(view! {
            <span class=class aria-live=live>
                <Icon glyph=glyph(delivery.state) />
                <span>{word(&delivery)} " " <span class="p-delivery__why">{why(&delivery)}</span></span>
            </span>
            {delivery.can_resend.then(|| view! { <Resend desk=desk id=id delivery=delivery.clone() /> })}
        })
    }
}

/// The states that are shown, by sequence number.
pub type Told = Memo<std::collections::BTreeMap<i64, Delivery>>;

fn went_wrong(state: DeliveryState) -> bool {
    matches!(state, DeliveryState::Unknown | DeliveryState::Failed)
}

fn class(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Failed => "p-bubble__state--failed",
        DeliveryState::Unknown => "p-delivery--unknown",
        _ => "",
    }
}

fn glyph(state: DeliveryState) -> Glyph {
    match state {
        DeliveryState::Queued => Glyph::Clock,
        DeliveryState::Sending => Glyph::Send,
        DeliveryState::Accepted | DeliveryState::Sent => Glyph::Check,
        DeliveryState::Delivered => Glyph::Checks,
        DeliveryState::Read => Glyph::Eye,
        DeliveryState::Unknown => Glyph::Question,
        DeliveryState::Failed => Glyph::Alert,
    }
}

/// "Entregado"; "No se envió." when the reason follows.
fn word(delivery: &Delivery) -> String {
    let stop = if why(delivery).is_empty() { "" } else { "." };
    format!("{}{stop}", words::delivery(delivery.state))
}

fn why(delivery: &Delivery) -> String {
    let meaning = if delivery.state == DeliveryState::Unknown { words::UNKNOWN_MEANS } else { "" };
    delivery.reason.clone().unwrap_or_else(|| meaning.to_owned())
}

/// One that may have arrived is asked for twice: the person could read it twice.
#[component]
fn Resend(desk: Desk, id: StoredValue<String>, delivery: Delivery) -> impl IntoView {
    let seq = delivery.seq;
    let asks = delivery.state == DeliveryState::Unknown;
    let asking = RwSignal::new(false);
    let mine = Memo::new(move |_| desk.open_hold() == Some(Hold::Mine));
    let first = move |_| if asks { asking.set(true) } else { desk.resend(id.get_value(), seq) };
    view! {
        <span class="p-bubble__actions" hidden=move || !mine.get()>
            {move || if asking.get() {
                view! {
                    <span class="p-delivery__sure" role="alert">{words::RESEND_SURE}</span>
                    <button class="p-bubble__retry" type="button"
                        on:click=move |_| { asking.set(false); desk.resend(id.get_value(), seq); }>
                        {words::RESEND_YES}
                    </button>
                    <button class="p-bubble__retry" type="button" on:click=move |_| asking.set(false)>
                        {crate::text::console::CANCEL}
                    </button>
                }.into_any()
            } else {
                view! {
                    <button class="p-bubble__retry" type="button" on:click=first>{words::RESEND}</button>
                }.into_any()
            }}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(state: DeliveryState, reason: Option<&str>) -> String {
        let delivery = Delivery { seq: 1, state, reason: reason.map(str::to_owned), can_resend: false };
        format!("{} {}", word(&delivery), why(&delivery)).trim_end().to_owned()
    }

    #[test]
    fn accepted_is_not_called_delivered_and_unknown_says_what_it_means() {
        assert_eq!(said(DeliveryState::Accepted, None), "Aceptado por WhatsApp");
        assert_eq!(said(DeliveryState::Delivered, None), "Entregado");
        assert_eq!(
            said(DeliveryState::Failed, Some("El número no existe.")),
            "No se envió. El número no existe."
        );
        assert_eq!(
            said(DeliveryState::Unknown, None),
            format!("No se sabe si llegó. {}", words::UNKNOWN_MEANS)
        );
    }
}
