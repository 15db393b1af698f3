use app::{
    pages::{Privacy, PrivacyPage},
    render::render,
    text::{head, privacy::Days},
};
use axum::{extract::State, response::Response};

use super::{document, public};
use crate::state::App;

pub async fn show(State(app): State<App>) -> Response {
    let kept = &app.config.retention;
    let page = PrivacyPage {
        institution: app.config.institution.short_name.clone(),
        demo_clock: app.demo_clock(),
        days: Days {
            anonymous_chat: kept.anonymous_chat_days,
            identified_chat: kept.identified_chat_days,
            webhook: kept.webhook_days,
            whatsapp_id: kept.whatsapp_id_days,
            quarantine: kept.quarantine_days,
        },
    };
    let head = head::privacy(&page.institution);
    public(document(head, render(|| leptos::view! { <Privacy page /> })).answer(&app))
}
