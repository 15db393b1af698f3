use app::{
    pages::{Integrate, IntegratePage, PinnedScript, Site},
    render::render,
    text::head,
};
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    response::Response,
};
use serde::Deserialize;

use super::{document, public};
use crate::state::{App, OWN_SITE};

/// Query of `/integrar`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Choice {
    sitio: String,
    tema: String,
    espacio: String,
}

/// `GET /integrar`: the webmaster's page.
pub async fn show(State(app): State<App>, choice: Result<Query<Choice>, QueryRejection>) -> Response {
    let choice = choice.map(|Query(choice)| choice).unwrap_or_default();
    let demo = app.site("demo").is_some();
    let site =
        if choice.sitio.is_empty() { if demo { "demo" } else { OWN_SITE }.to_owned() } else { choice.sitio };
    let known = app.site(&site);
    let page = IntegratePage {
        institution: app.config.institution.short_name.clone(),
        demo_clock: app.demo_clock(),
        origin: app.config.server.public_origin.clone(),
        sites: offered(&app, demo, &site),
        topics: app.routing.offered(),
        topic: choice.tema,
        offset: choice.espacio,
        pinned: pinned(&app),
        preview_url: known
            .filter(|_| demo)
            .and_then(|site| site.origins.first())
            .map(|origin| format!("{origin}/")),
        frame_url: known.map(|_| format!("/w/{site}")),
        site,
    };
    let head = head::integrate(&page.institution);
    let mut document = document(head, render(|| leptos::view! { <Integrate page /> }));
    document.frames_self = true;
    public(document.answer(&app))
}

/// All sites in the demo; elsewhere only the one asked for, so that the page lists nobody's customers.
fn offered(app: &App, demo: bool, asked: &str) -> Vec<Site> {
    let shown = app.config.sites.iter().filter(|(key, _)| demo || *key == asked);
    shown
        .map(|(key, site)| Site { key: key.clone(), name: site.name.clone(), origins: site.origins.clone() })
        .collect()
}

fn pinned(app: &App) -> Option<PinnedScript> {
    let url = format!("{}{}", app.config.server.public_origin, app.assets.url("embed.js")?);
    Some(PinnedScript { url, integrity: app.assets.integrity("embed.js")?.to_owned() })
}
