//! The chat page: the same view for the panel in another site's frame and for `/chat`.

use app::{chat::Chat, render::render, text::head};
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use protocol::chat::{ChatPage, Conversation};

use super::token;
use crate::{
    accounts::Member,
    conversations::Identity,
    error::Error,
    http::{document::Document, pages::error_page},
    ids,
    state::{App, OWN_SITE},
};

/// Where the page stands: the panel of a site, or the institution's own page; and who is signed in there.
#[derive(Clone)]
pub struct Place {
    pub site: String,
    /// Shown in a frame (or opened from the panel's address), not at `/chat`.
    pub panel: bool,
    /// Really inside a frame just now.
    pub framed: bool,
    /// Always none in the panel: the widget never learns who it is.
    pub member: Option<Member>,
    /// The same person, as a conversation is theirs.
    pub who: Option<Identity>,
}

impl Place {
    pub fn full(member: Option<Member>, who: Option<Identity>) -> Self {
        Self { site: OWN_SITE.to_owned(), panel: false, framed: false, member, who }
    }

    pub fn base(&self) -> String {
        if self.panel { format!("/w/{}", self.site) } else { "/chat".to_owned() }
    }
}

/// What one answer shows.
#[derive(Default)]
pub struct Shown {
    pub token: String,
    pub topic: Option<String>,
    pub draft: String,
    pub conversation: Option<Conversation>,
    pub notice: Option<Error>,
    pub cookieless: bool,
    /// Client id of the message this answer stored.
    pub sent: Option<String>,
    /// Client id to offer again after a refusal, so that a retry stays the same message.
    pub client_id: Option<String>,
    /// The browser's cookie is left as it is.
    pub aside: bool,
}

/// Renders and remembers the token.
pub fn answer(app: &App, place: &Place, shown: Shown) -> Response {
    let (token, aside) = (shown.token.clone(), shown.aside);
    match document(app, place, shown) {
        Ok(document) if aside => document.answer(app),
        Ok(document) => token::remember(document.answer(app), &token),
        Err(error) => error.into_response(),
    }
}

/// A page for what went wrong, which the site's frame may show like any other answer.
pub fn failed(app: &App, place: &Place, error: &Error) -> Response {
    let mut response = error_page(app, error);
    if place.panel {
        let policy = response.headers().get(header::CONTENT_SECURITY_POLICY);
        let policy = policy.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let policy =
            policy.replace("frame-ancestors 'none'", &format!("frame-ancestors {}", framers(app, place)));
        if let Ok(value) = HeaderValue::from_str(&policy) {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, value);
        }
    }
    response
}

/// 'self' is the webmaster's preview; the others are the site's own.
fn framers(app: &App, place: &Place) -> String {
    let origins = app.site(&place.site).map(|site| site.origins.join(" "));
    format!("'self' {}", origins.unwrap_or_default())
}

fn document(app: &App, place: &Place, shown: Shown) -> Result<Document, Error> {
    let sent = shown.sent.clone();
    let page = page(app, place, shown);
    let head = head::chat(&page.institution);
    let state = page.clone();
    let body = render(|| leptos::view! { <Chat page /> });
    let mut document = Document::page("widget", head.title, head.description, body).with_state(&state)?;
    document.inline_style = true;
    document.attributes.push(("data-base", place.base()));
    document.attributes.push(("data-origins", state.origins.join(" ")));
    if let Some(sent) = sent {
        document.attributes.push(("data-sent", sent));
    }
    if place.panel {
        document.frame_ancestors = framers(app, place);
    }
    Ok(document)
}

fn page(app: &App, place: &Place, shown: Shown) -> ChatPage {
    let now = app.clock.now();
    let mut origins = app.site(&place.site).map(|site| site.origins.clone()).unwrap_or_default();
    if !place.panel {
        origins.clear();
    }
    ChatPage {
        site: place.site.clone(),
        base: place.base(),
        framed: place.framed,
        origins,
        institution: app.config.institution.short_name.clone(),
        topics: app.routing.offered(),
        topic: shown.topic.filter(|topic| app.routing.topic(topic).is_some()),
        openings: app.routing.openings(&app.clock, now),
        token: shown.token,
        client_id: shown.client_id.filter(|id| ids::is_uuid(id)).unwrap_or_else(ids::client_id),
        draft: shown.draft,
        conversation: shown.conversation,
        notice: shown.notice.map(|error| error.detail()),
        cookieless: shown.cookieless,
        utc_offset_minutes: app.clock.utc_offset_minutes(),
        now,
        demo_clock: app.demo_clock(),
        member: place.member.as_ref().map(Member::first_name),
    }
}
