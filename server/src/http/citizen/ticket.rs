//! From the widget to the institution's own page, in a new tab: `POST /w/{site}/abrir` is redirected, as a POST,
//! to `/chat/continuar` with the ticket in a cookie that only that redirect needs. So neither ticket nor token is
//! ever in an address, no program is needed, and nobody has to be quick: the ticket is spent before the person
//! sees the page on which they choose (WCAG 2.2.1).

use app::{account::Continue, render::render, text::head};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use protocol::account::ContinuePage;

use super::{
    forms::{self, Which, framed::Panel, full::Own},
    page, token,
};
use crate::{
    conversations,
    error::Error,
    http::{
        document::{Document, cookie},
        extract::FormBody,
    },
    ids, limits,
    state::App,
};

const COOKIE: &str = "__Host-boleto";

/// `POST /w/{site}/abrir`
pub async fn issue(State(app): State<App>, Panel(place): Panel, FormBody(form): FormBody<Which>) -> Response {
    match conversations::issue_ticket(&app, &place.site, &form.token).await {
        Ok(ticket) => {
            // 307: the same form goes on, and its token with it.
            let onward = (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, "/chat/continuar")]);
            with_ticket(onward.into_response(), &ticket, limits::TICKET_SECONDS)
        }
        // Nothing was written yet: there is nothing to carry over.
        Err(Error::NoConversation) => Redirect::to("/chat").into_response(),
        Err(error) => page::failed(&app, &place, &error),
    }
}

/// Strict: it is sent from our own frame to our own page, and from nowhere else.
fn with_ticket(mut response: Response, ticket: &str, seconds: i64) -> Response {
    let line = format!("{COOKIE}={ticket}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict");
    if let Ok(value) = HeaderValue::from_str(&line) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// `POST /chat/continuar`
pub async fn redeem(
    State(app): State<App>,
    Own(place): Own,
    headers: HeaderMap,
    FormBody(form): FormBody<Which>,
) -> Response {
    match redeem_in(&app, &headers, &form).await {
        Ok(fresh) => {
            let there = if place.member.is_some() { "/chat" } else { "/chat/continuar" };
            token::remember(with_ticket(Redirect::to(there).into_response(), "", 0), &fresh)
        }
        Err(error) => forms::not_opened(&app, &place, &headers, error).await,
    }
}

async fn redeem_in(app: &App, headers: &HeaderMap, form: &Which) -> Result<String, Error> {
    // A page of one's own, never a frame and never a script's request.
    let says = |name: &str, value: &str| headers.get(name).is_none_or(|said| said == value);
    if !says("sec-fetch-dest", "document") || !says("sec-fetch-mode", "navigate") {
        return Err(Error::CrossSite);
    }
    let ticket = cookie(headers, COOKIE).filter(|ticket| ids::is_token(ticket)).ok_or(Error::TicketSpent)?;
    conversations::redeem_ticket(app, ticket, &form.token).await
}

/// `GET /chat/continuar`: sign in, or go on without. Who is signed in, or has nothing here to go on with, has no
/// choice to make.
pub async fn choose(State(app): State<App>, Own(place): Own, headers: HeaderMap) -> Response {
    let token = token::of_cookie(&headers).filter(|_| place.member.is_none());
    let desk = match token {
        Some(token) => conversations::by_token(&app, &token, i64::MAX).await.map(|(_, talk)| talk.desk),
        None => Err(Error::NoConversation),
    };
    let Ok(desk) = desk else { return Redirect::to("/chat").into_response() };
    let institution = app.config.institution.short_name.clone();
    let page = ContinuePage { institution, desk, demo_clock: app.demo_clock() };
    let head = head::continue_here(&page.institution);
    let body = render(|| leptos::view! { <Continue page /> });
    Document::page("site", head.title, head.description, body).answer(&app)
}
