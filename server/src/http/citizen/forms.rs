//! The chat without JavaScript: each form is answered with the whole page again, with the token in a
//! hidden field, so that it works inside a cross-site frame without any cookie.

pub mod framed;
pub mod full;

use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use protocol::chat::Standing;
use serde::Deserialize;

use super::{
    page::{self, Place, Shown},
    token, transcript,
};
use crate::{
    conversations::{self, Claim, Identity, Outgoing},
    error::Error,
    http::address::Caller,
    ids,
    state::App,
};
use full::Preset;

/// Fields of the composer's form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Composer {
    token: String,
    client_id: String,
    topic: Option<String>,
    text: String,
}

/// Forms that only say which conversation.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Which {
    pub(super) token: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Code {
    code: String,
}

/// The first opening: the cookie's conversation, or a fresh token that names nothing yet.
async fn show(app: &App, place: &Place, headers: &HeaderMap, preset: Preset) -> Response {
    let shown = match begin(app, place, headers, preset.nueva.is_some()).await {
        Ok(shown) => shown,
        Err(error) => {
            return page::failed(app, place, &error);
        }
    };
    page::answer(app, place, Shown { topic: shown.topic.clone().or(preset.tema), ..shown })
}

/// `anew` leaves an ended conversation behind; one that goes on is not lost to a link. Whoever signs in after
/// somebody else at the same browser does not see the other's.
async fn begin(app: &App, place: &Place, headers: &HeaderMap, anew: bool) -> Result<Shown, Error> {
    let Some(token) = token::of_cookie(headers) else { return fresh(false) };
    let found = match conversations::by_token(app, &token, 0).await {
        Err(Error::TokenExpired) => match conversations::claim(app, &token, place.who.as_ref()).await? {
            Claim::Renewed(token) => opened(app, token).await?,
            Claim::Named => return fresh(true),
            Claim::Nothing => return fresh(false),
        },
        // Another tab was given it and has not written yet: both are one conversation from the start.
        Err(Error::NoConversation) => return Ok(Shown { token, ..Shown::default() }),
        Err(error) => return Err(error),
        Ok((id, _)) if !may_see(app, place, &id).await? => return fresh(place.panel),
        Ok((_, conversation)) => Shown { token, conversation: Some(conversation), ..Shown::default() },
    };
    let closed =
        |shown: &Shown| shown.conversation.as_ref().is_some_and(|talk| talk.standing == Standing::Closed);
    if anew && closed(&found) { fresh(false) } else { Ok(found) }
}

/// A token that names nothing yet. `aside` leaves the browser's own where it is: it is somebody's, at another of
/// our pages or once they have signed in again.
fn fresh(aside: bool) -> Result<Shown, Error> {
    Ok(Shown { token: ids::fresh_token()?, aside, ..Shown::default() })
}

async fn opened(app: &App, token: String) -> Result<Shown, Error> {
    let (_, conversation) = conversations::by_token(app, &token, 0).await?;
    Ok(Shown { token, conversation: Some(conversation), ..Shown::default() })
}

async fn may_see(app: &App, place: &Place, conversation: &str) -> Result<bool, Error> {
    match &place.member {
        _ if place.panel => conversations::may_frame(app, conversation, &place.site).await,
        Some(member) => conversations::may_see(app, conversation, &member.id).await,
        None => Ok(true),
    }
}

async fn send(
    app: &App,
    place: &Place,
    headers: &HeaderMap,
    caller: &Caller,
    member: Option<Identity>,
    form: Composer,
) -> Response {
    let cookie = token::of_cookie(headers);
    let cookieless = cookie.is_none();
    let outgoing = Outgoing {
        member,
        site: place.site.clone(),
        token: form.token.clone(),
        cookie,
        client_id: form.client_id.clone(),
        topic: form.topic.clone(),
        text: form.text.clone(),
    };
    let outcome = super::messages::send_limited(app, caller, outgoing).await;
    let kept = Shown { topic: form.topic, cookieless, ..Shown::default() };
    match outcome {
        Ok(stored) => {
            let sent = Some(stored.message.client_id);
            let token = stored.token.unwrap_or(form.token);
            shown_or_error(app, place, token, Shown { sent, ..kept }).await
        }
        Err(error) => {
            let shown = Shown { draft: form.text, client_id: Some(form.client_id), ..kept };
            refused(app, place, form.token, shown, error).await
        }
    }
}

/// The page again with what was written and what to do; nothing the person entered is lost.
async fn refused(app: &App, place: &Place, token: String, shown: Shown, error: Error) -> Response {
    // A spent token is replaced, or the person could never go on from this page.
    let spent = matches!(error, Error::TokenExpired | Error::BadToken | Error::ConversationOver);
    let fresh = if spent { ids::fresh_token() } else { Ok(token) };
    let Ok(token) = fresh else { return page::failed(app, place, &error) };
    let conversation =
        conversations::by_token(app, &token, 0).await.ok().map(|(_, conversation)| conversation);
    error.log();
    // What is over may be brought back by signing in: the browser keeps it until something new is written.
    let aside = error == Error::TokenExpired;
    let shown = Shown { token, conversation, notice: Some(error.clone()), aside, ..shown };
    let mut response = page::answer(app, place, shown);
    error.mark(&mut response);
    response
}

async fn shown_or_error(app: &App, place: &Place, token: String, shown: Shown) -> Response {
    match open_or_claim(app, place, &token).await {
        Ok(Shown { token, conversation, .. }) => {
            page::answer(app, place, Shown { token, conversation, ..shown })
        }
        Err(error) => refused(app, place, token, shown, error).await,
    }
}

async fn open_or_claim(app: &App, place: &Place, token: &str) -> Result<Shown, Error> {
    match opened(app, token.to_owned()).await {
        Err(Error::TokenExpired) => match conversations::claim(app, token, place.who.as_ref()).await? {
            Claim::Renewed(token) => opened(app, token).await,
            Claim::Named | Claim::Nothing => Err(Error::TokenExpired),
        },
        other => other,
    }
}

/// News, and what was being written as it was: the button is part of the composer's form.
async fn refresh(app: &App, place: &Place, headers: &HeaderMap, form: Composer) -> Response {
    let cookieless = token::of_cookie(headers).is_none();
    let shown = Shown { cookieless, draft: form.text, ..Shown::default() };
    shown_or_error(app, place, form.token, shown).await
}

async fn end(app: &App, place: &Place, form: Which) -> Response {
    match conversations::end_by_citizen(app, &form.token).await {
        Ok(_) => shown_or_error(app, place, form.token, Shown::default()).await,
        Err(error) => refused(app, place, form.token, Shown::default(), error).await,
    }
}

async fn copy(app: &App, place: &Place, form: Which) -> Response {
    match transcript::of(app, &form.token).await {
        Ok(text) => ([(header::CONTENT_DISPOSITION, transcript::DISPOSITION)], text).into_response(),
        Err(error) => refused(app, place, form.token, Shown::default(), error).await,
    }
}

async fn resume(
    app: &App,
    place: &Place,
    headers: &HeaderMap,
    caller: &Caller,
    who: Option<Identity>,
    form: Code,
) -> Response {
    match super::resume::resume_limited(app, caller, &place.site, &form.code, who.as_ref()).await {
        Ok(resumed) => shown_or_error(app, place, resumed.token, Shown::default()).await,
        // A mistyped code must not cost this browser the conversation it already has.
        Err(error) => not_opened(app, place, headers, error).await,
    }
}

/// The page as it would have been, with why another conversation could not be opened in it.
pub(super) async fn not_opened(app: &App, place: &Place, headers: &HeaderMap, error: Error) -> Response {
    match begin(app, place, headers, false).await {
        Ok(shown) => refused(app, place, shown.token, Shown::default(), error).await,
        Err(error) => page::failed(app, place, &error),
    }
}
