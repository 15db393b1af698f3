//! Waiting conversations by WhatsApp, brought in as Meta brings them: raw bodies through the intake.

use serde_json::{Value, json};

use super::citizens::{CITIZENS, Citizen};
use crate::{
    clock::Millis,
    config::Line,
    error::Error,
    ids,
    state::App,
    whatsapp::{process, webhooks},
};

/// Minutes before the demo's beginning, citizen, line, what they wrote.
const WAITING: [(i64, &str, &str, &[&str]); 4] = [
    (
        38,
        "rosa",
        "pp",
        &["Buenos días. ¿Puedo pedir otro préstamo si todavía debo uno?", "Me faltan ocho quincenas."],
    ),
    (25, "jacinto", "mora", &["Ya pagué en el banco y me sigue llegando el aviso de atraso."]),
    (19, "lupita", "segpen-1", &["¿Hasta qué edad siguen asegurados mis hijos? Uno está en la prepa."]),
    (11, "teresa", "ref", &["Perdí mi referencia de pago. ¿Me la pueden dar otra vez?"]),
];

/// Lines that a changed configuration does not connect are left out.
pub(super) async fn fill(app: &App, start: Millis) -> Result<(), String> {
    for (minutes, id, line, texts) in WAITING {
        let citizen = CITIZENS.iter().find(|citizen| citizen.id == id);
        let line = app.config.lines.get(line).filter(|line| !line.phone_number_id.is_empty());
        if let (Some(citizen), Some(line)) = (citizen, line) {
            let at = start - minutes * 60_000;
            arrive(app, at, citizen, line, texts).await.map_err(|error| error.detail())?;
        }
    }
    Ok(())
}

async fn arrive(app: &App, at: Millis, citizen: &Citizen, line: &Line, texts: &[&str]) -> Result<(), Error> {
    app.clock.set(at);
    let messages: Vec<Value> = texts.iter().map(|text| message(citizen, at, text)).collect();
    webhooks::keep(app, body(citizen, line, &messages).to_string().into_bytes()).await?;
    process::run_pending(app).await.map(|_| ())
}

fn message(citizen: &Citizen, at: Millis, text: &str) -> Value {
    json!({
        "id": format!("wamid.{}", ids::client_id()),
        "from": citizen.wa_id,
        "from_user_id": citizen.user_id,
        "timestamp": (at / 1000).to_string(),
        "type": "text",
        "text": { "body": text },
    })
}

fn body(citizen: &Citizen, line: &Line, messages: &[Value]) -> Value {
    let profile = json!({ "name": citizen.name, "username": citizen.username });
    let value = json!({
        "messaging_product": "whatsapp",
        "metadata": { "display_phone_number": line.number, "phone_number_id": line.phone_number_id },
        "contacts": [{ "profile": profile, "wa_id": citizen.wa_id, "user_id": citizen.user_id }],
        "messages": messages,
    });
    json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": line.account_id, "changes": [{ "field": "messages", "value": value }] }],
    })
}
