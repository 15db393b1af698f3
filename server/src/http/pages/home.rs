use app::{
    pages::{Home, HomePage},
    render::render,
    text::head,
};
use axum::{extract::State, response::Response};

use super::{document, public};
use crate::{config::Calendar, state::App};

/// `GET /`
pub async fn show(State(app): State<App>) -> Response {
    let page = HomePage {
        institution: app.config.institution.short_name.clone(),
        topics: app.routing.offered(),
        openings: app.routing.openings(&app.clock, app.clock.now()),
        hours: hours(&app),
        demo_clock: app.demo_clock(),
    };
    let head = head::home(&page.institution);
    public(document(head, render(|| leptos::view! { <Home page /> })).answer(&app))
}

/// "Lunes a viernes, de 9:00 a 15:30", of the first topic's calendar.
fn hours(app: &App) -> String {
    let topic = app.config.topics.first();
    let calendar = topic.and_then(|topic| app.config.calendars.get(&topic.calendar));
    calendar.map(spoken_week).unwrap_or_default()
}

fn spoken_week(calendar: &Calendar) -> String {
    const DAYS: [&str; 7] = ["Lunes", "Martes", "Miércoles", "Jueves", "Viernes", "Sábado", "Domingo"];
    let name = |day: &u8| DAYS[usize::from(day.saturating_sub(1)) % 7];
    let (first, last) = (calendar.weekdays.first().map(name), calendar.weekdays.last().map(name));
    let days = match (first, last) {
        (Some(first), Some(last)) if first != last => format!("{first} a {}", last.to_lowercase()),
        (Some(only), _) => only.to_owned(),
        _ => String::new(),
    };
    let from = calendar.from.trim_start_matches('0');
    format!("{days}, de {from} a {}", calendar.to)
}
