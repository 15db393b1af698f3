//! `POST /phones/{id}/send` and `/duplicate`: what a person does on a phone becomes a signed webhook.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Refusal, known_line, known_phone};
use crate::{
    clock::Millis,
    demo::citizens::Citizen,
    whatsapp_sim::{Sim, courier, settings::Line, webhook, world},
};

/// Bodies posted at once by one request for duplicates.
const MOST_DUPLICATES: usize = 50;

#[derive(Deserialize)]
pub(in crate::whatsapp_sim) struct Send {
    /// Key of the line.
    line: String,
    /// A message that took its time: how much older than now it is.
    #[serde(default)]
    seconds_ago: i64,
    #[serde(flatten)]
    what: What,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum What {
    Text {
        text: String,
    },
    /// Several in one body.
    Texts {
        texts: Vec<String>,
    },
    Image {
        #[serde(default)]
        caption: String,
    },
    Location,
    Sticker,
    /// To the last message that came from the line.
    Reaction {
        emoji: String,
    },
}

#[derive(Serialize)]
pub(in crate::whatsapp_sim) struct Ids {
    /// One for each message, in order.
    ids: Vec<String>,
}

pub(in crate::whatsapp_sim) async fn send(
    State(sim): State<Sim>,
    Path(id): Path<String>,
    Json(send): Json<Send>,
) -> Result<Json<Ids>, Refusal> {
    let citizen = known_phone(&sim, &id)?;
    let line = known_line(&sim, &send.line)?.clone();
    let at = sim.known_now().ok_or(Refusal::NO_PUENTE)? - send.seconds_ago * 1000;
    let parts = parts(&sim, citizen, &line, send.what)?;
    let mut items = Vec::new();
    let mut entries = Vec::new();
    for part in parts {
        let entry = part.entry(at);
        items.push(webhook::message(citizen, &entry.id, at, part.kind, &part.content));
        entries.push(entry);
    }
    let ids: Vec<String> = entries.iter().map(|entry| entry.id.clone()).collect();
    let body = webhook::messages(&line, citizen, &items);
    keep(&sim, citizen, &line, entries, &body)?;
    post(&sim, citizen, line, ids.clone(), body);
    Ok(Json(Ids { ids }))
}

/// One message: Meta's type, its content, and what the phone shows of it.
struct Part {
    kind: &'static str,
    content: Value,
    shown: String,
}

impl Part {
    fn text(text: &str) -> Result<Self, Refusal> {
        if text.trim().is_empty() {
            return Err(Refusal::EMPTY);
        }
        Ok(Self { kind: "text", content: json!({ "body": text }), shown: text.to_owned() })
    }

    fn entry(&self, at: Millis) -> world::Entry {
        world::Entry {
            id: webhook::wamid(),
            mine: true,
            kind: self.kind,
            text: self.shown.clone(),
            at,
            state: world::State::Sent,
            callback: None,
            walking: false,
        }
    }
}

fn parts(sim: &Sim, citizen: &Citizen, line: &Line, what: What) -> Result<Vec<Part>, Refusal> {
    match what {
        What::Text { text } => Ok(vec![Part::text(&text)?]),
        What::Texts { texts } if texts.is_empty() => Err(Refusal::EMPTY),
        What::Texts { texts } => texts.iter().map(|text| Part::text(text)).collect(),
        What::Image { caption } => Ok(vec![image(&caption)]),
        What::Location => Ok(vec![location()]),
        What::Sticker => Ok(vec![sticker()]),
        What::Reaction { emoji } => Ok(vec![reaction(sim, citizen, line, &emoji)?]),
    }
}

/// Media has an id that no file stands behind: the simulator keeps none.
fn media(mime_type: &str) -> Value {
    json!({ "id": "900000000000001", "mime_type": mime_type,
            "sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" })
}

fn image(caption: &str) -> Part {
    let mut content = media("image/jpeg");
    let mut shown = "Foto".to_owned();
    if !caption.is_empty() {
        content["caption"] = json!(caption);
        shown = format!("Foto: {caption}");
    }
    Part { kind: "image", content, shown }
}

fn sticker() -> Part {
    let mut content = media("image/webp");
    content["animated"] = json!(false);
    Part { kind: "sticker", content, shown: "Sticker".to_owned() }
}

fn location() -> Part {
    let content = json!({ "latitude": 21.0186, "longitude": -101.2591, "name": "Jardín de la Unión",
                          "address": "Centro, Guanajuato" });
    Part { kind: "location", content, shown: "Ubicación: Jardín de la Unión, Guanajuato".to_owned() }
}

fn reaction(sim: &Sim, citizen: &Citizen, line: &Line, emoji: &str) -> Result<Part, Refusal> {
    let mut world = sim.world();
    let chat = world.phone(citizen.id).map_or(&[][..], |phone| phone.chat(&line.key));
    let last = chat.iter().rev().find(|entry| !entry.mine && entry.state >= world::State::Delivered);
    let last = last.ok_or(Refusal::NOTHING_TO_REACT_TO)?;
    let content = json!({ "message_id": last.id, "emoji": emoji });
    Ok(Part { kind: "reaction", content, shown: format!("Reaccionó con {emoji}") })
}

fn keep(
    sim: &Sim,
    citizen: &Citizen,
    line: &Line,
    entries: Vec<world::Entry>,
    body: &Arc<[u8]>,
) -> Result<(), Refusal> {
    let mut world = sim.world();
    let phone = world.phone(citizen.id).ok_or(Refusal::NO_PHONE)?;
    if !phone.online {
        return Err(Refusal::OFFLINE);
    }
    phone.chats.entry(line.key.clone()).or_default().extend(entries);
    phone.last_webhook = Some(body.clone());
    Ok(())
}

/// Two grey ticks once Puente has taken it.
fn post(sim: &Sim, citizen: &'static Citizen, line: Line, ids: Vec<String>, body: Arc<[u8]>) {
    let sim = sim.clone();
    tokio::spawn(async move {
        courier::deliver(&sim, body).await;
        let mut world = sim.world();
        let Some(phone) = world.phone(citizen.id) else { return };
        for id in ids {
            if let Some(entry) = phone.entry(&line.key, &id) {
                entry.state = entry.state.max(world::State::Delivered);
            }
        }
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::whatsapp_sim) struct Duplicate {
    #[serde(default = "once")]
    times: usize,
}

fn once() -> usize {
    1
}

/// The last body again, byte for byte, `times` at once; answers when Puente has taken them all.
pub(in crate::whatsapp_sim) async fn duplicate(
    State(sim): State<Sim>,
    Path(id): Path<String>,
    Json(duplicate): Json<Duplicate>,
) -> Result<Json<Value>, Refusal> {
    let citizen = known_phone(&sim, &id)?;
    let body = sim.world().phone(citizen.id).and_then(|phone| phone.last_webhook.clone());
    let body = body.ok_or(Refusal::NOTHING_TO_REPEAT)?;
    let times = duplicate.times.clamp(1, MOST_DUPLICATES);
    futures_util::future::join_all((0..times).map(|_| courier::deliver(&sim, body.clone()))).await;
    Ok(Json(json!({ "times": times })))
}
