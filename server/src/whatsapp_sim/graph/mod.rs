//! `POST /{version}/{phone_number_id}/messages`, as far as Puente uses it.

mod errors;
mod request;

use std::time::Duration;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde_json::{Value, json};

use self::{
    errors::GraphError,
    request::{Outgoing, Request, read},
};
use super::{
    Sim,
    behaviour::NextSend,
    settings::Line,
    statuses,
    webhook::{self, Recipient},
    world,
};

/// Longer than any client waits.
const NEVER: Duration = Duration::from_mins(10);
const PROXY_PAGE: &str =
    "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";

pub(super) async fn messages(
    State(sim): State<Sim>,
    Path((version, id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, GraphError> {
    if version != sim.settings.version {
        return Err(GraphError::version());
    }
    let expected = format!("Bearer {}", sim.settings.access_token.expose());
    if headers.get(header::AUTHORIZATION).is_none_or(|given| given.as_bytes() != expected.as_bytes()) {
        return Err(GraphError::token());
    }
    let line = sim.settings.line_of_id(&id).ok_or_else(|| GraphError::unknown_object(&id))?;
    match read(&body)? {
        Request::Read { message_id } => mark_read(&sim, line, &message_id),
        Request::Message(outgoing) => send(&sim, line, outgoing).await,
    }
}

fn mark_read(sim: &Sim, line: &Line, message_id: &str) -> Result<Response, GraphError> {
    if sim.world().mark_read(&line.key, message_id) {
        return Ok(Json(json!({ "success": true })).into_response());
    }
    Err(GraphError::parameter("The message_id is not one of a message to this number."))
}

async fn send(sim: &Sim, line: &Line, outgoing: Outgoing) -> Result<Response, GraphError> {
    let planned = sim.world().behaviour.next_send.take();
    match planned {
        Some(NextSend::Window) => return Err(GraphError::window()),
        Some(NextSend::Token) => return Err(GraphError::token()),
        Some(NextSend::PairRate) => return Err(GraphError::pair_rate()),
        Some(NextSend::BadGateway) => return Ok((StatusCode::BAD_GATEWAY, Html(PROXY_PAGE)).into_response()),
        Some(NextSend::Lost) => {}
        Some(NextSend::Undeliverable) => return Ok(fail(sim, line, outgoing).into_response()),
        Some(NextSend::NoAnswer) => drop(accept(sim, line, outgoing)),
        None => return Ok(accept(sim, line, outgoing).into_response()),
    }
    tokio::time::sleep(NEVER).await;
    Ok(StatusCode::GATEWAY_TIMEOUT.into_response())
}

/// Puts the message on its way to the phone. Graph answers the same for a number that nobody has.
fn accept(sim: &Sim, line: &Line, outgoing: Outgoing) -> Json<Value> {
    let found = sim.world().phone_of(&outgoing.to).map(|phone| phone.citizen);
    let Some(citizen) = found else { return fail(sim, line, outgoing) };
    let id = webhook::wamid();
    let answer = answer(&outgoing, &Recipient::from(citizen), &id);
    let entry = world::Entry {
        id,
        mine: false,
        kind: "text",
        text: outgoing.text,
        at: sim.now(),
        state: world::State::Accepted,
        callback: outgoing.callback,
        walking: false,
    };
    if let Some(phone) = sim.world().phone(citizen.id) {
        phone.chats.entry(line.key.clone()).or_default().push(entry);
    }
    statuses::nudge(sim, citizen.id);
    answer
}

/// Taken now, and later said to be undeliverable.
fn fail(sim: &Sim, line: &Line, outgoing: Outgoing) -> Json<Value> {
    let id = webhook::wamid();
    let recipient = recipient(sim, &outgoing);
    let answer = answer(&outgoing, &recipient, &id);
    statuses::undeliverable(sim, line, id, recipient, outgoing.callback);
    answer
}

fn recipient(sim: &Sim, outgoing: &Outgoing) -> Recipient {
    let found = sim.world().phone_of(&outgoing.to).map(|phone| Recipient::from(phone.citizen));
    let to = outgoing.to.trim_start_matches('+').to_owned();
    let (wa_id, user_id) = if outgoing.by_user_id { (None, Some(to)) } else { (Some(to), None) };
    found.unwrap_or(Recipient { wa_id, user_id })
}

fn answer(outgoing: &Outgoing, recipient: &Recipient, id: &str) -> Json<Value> {
    let mut contact = json!({ "input": outgoing.to });
    for (key, value) in [("wa_id", &recipient.wa_id), ("user_id", &recipient.user_id)] {
        if let Some(value) = value {
            contact[key] = json!(value);
        }
    }
    Json(json!({ "messaging_product": "whatsapp", "contacts": [contact], "messages": [{ "id": id }] }))
}
