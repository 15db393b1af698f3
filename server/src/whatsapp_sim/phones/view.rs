//! `GET /state` and `GET /phones/{id}/messages`: what the page shows.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Path, Query, State},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Refusal, known_line, known_phone};
use crate::{
    routing::spoken_date,
    whatsapp_sim::{
        Sim,
        link::Verification,
        settings::Settings,
        world::{self, Entry, Phone},
    },
};

pub(in crate::whatsapp_sim) async fn state(State(sim): State<Sim>) -> Json<Value> {
    let (verified, link) = link(&sim);
    let (now, clock) = (sim.known_now(), clock(&sim));
    let lines: Vec<Value> = sim
        .settings
        .lines
        .iter()
        .map(|line| json!({ "key": line.key, "name": line.name, "topic": line.topic, "number": spaced(&line.number) }))
        .collect();
    let world = sim.world();
    let people: Vec<Value> = world.phones.iter().map(|phone| person(&sim.settings, phone)).collect();
    Json(json!({
        "verified": verified,
        "link": link,
        "now": now,
        "clock": clock,
        "people": people,
        "lines": lines,
        "behaviour": world.behaviour,
        "webhooks": { "pending": world.pending, "trouble": world.trouble },
    }))
}

fn link(sim: &Sim) -> (bool, String) {
    match sim.link().verification {
        Verification::Verified => (true, "Webhook verificado: Puente y el simulador se conocen.".to_owned()),
        Verification::Waiting => (false, "Puente todavía no responde; se vuelve a intentar.".to_owned()),
        Verification::Refused(status) => {
            (false, format!("Puente no aceptó la verificación del webhook (respondió {status})."))
        }
    }
}

/// "miércoles 25 de marzo, 10:03" by Puente's clock.
fn clock(sim: &Sim) -> Option<String> {
    let now = sim.known_now()?;
    let date = crate::clock::Clock::system(sim.settings.zone.clone()).local(now).date();
    Some(format!("{}, {}", spoken_date(date, date), sim.settings.time(now)))
}

fn person(settings: &Settings, phone: &Phone) -> Value {
    let per_line = |count: fn(&Phone, &str) -> usize| -> BTreeMap<String, usize> {
        let counts = settings.lines.iter().map(|line| (line.key.clone(), count(phone, &line.key)));
        counts.filter(|(_, count)| *count > 0).collect()
    };
    let citizen = phone.citizen;
    let address = match (citizen.wa_id, citizen.username) {
        (Some(number), _) => spaced(number),
        (None, username) => format!("@{}, sin número", username.unwrap_or(citizen.user_id)),
    };
    json!({
        "id": citizen.id,
        "name": citizen.name,
        "address": address,
        "online": phone.online,
        "reads": phone.reads,
        "looking": phone.looking,
        "unread": per_line(Phone::unread),
        "on_the_way": per_line(Phone::on_the_way),
    })
}

/// "+52 1 473 555 0101"; a number of another country stays in one piece.
fn spaced(number: &str) -> String {
    let digits = number.trim_start_matches('+');
    let Some((head, tail)) = digits.split_at_checked(digits.len().saturating_sub(10)) else {
        return format!("+{digits}");
    };
    let country = match head {
        "521" => "+52 1",
        "52" => "+52",
        _ => return format!("+{digits}"),
    };
    format!("{country} {} {} {}", &tail[..3], &tail[3..6], &tail[6..])
}

#[derive(Deserialize)]
pub(in crate::whatsapp_sim) struct Asked {
    line: String,
}

#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    mine: bool,
    kind: &'a str,
    text: &'a str,
    /// "10:03"
    time: String,
    /// Unix milliseconds by Puente's clock.
    at: i64,
    state: world::State,
}

/// What is on the phone's screen; what has not reached it is only counted, in `/state`.
pub(in crate::whatsapp_sim) async fn messages(
    State(sim): State<Sim>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, Refusal> {
    let citizen = known_phone(&sim, &id)?;
    let line = known_line(&sim, &asked.line)?;
    let mut world = sim.world();
    let chat = world.phone(citizen.id).map_or(&[][..], |phone| phone.chat(&line.key));
    let arrived = |entry: &&Entry| entry.mine || entry.state >= world::State::Delivered;
    let messages: Vec<Shown> = chat.iter().filter(arrived).map(|entry| shown(&sim.settings, entry)).collect();
    Ok(Json(json!({ "messages": messages })))
}

fn shown<'a>(settings: &Settings, entry: &'a Entry) -> Shown<'a> {
    Shown {
        id: &entry.id,
        mine: entry.mine,
        kind: entry.kind,
        text: &entry.text,
        time: settings.time(entry.at),
        at: entry.at,
        state: entry.state,
    }
}

#[cfg(test)]
mod tests {
    use super::spaced;

    #[test]
    fn numbers_are_written_as_people_write_them() {
        for (number, spoken) in [
            ("5214735550101", "+52 1 473 555 0101"),
            ("+524731000387", "+52 473 100 0387"),
            ("16505551234", "+16505551234"),
            ("52", "+52"),
        ] {
            assert_eq!(spaced(number), spoken);
        }
    }
}
