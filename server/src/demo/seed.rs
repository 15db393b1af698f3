//! Invented people and conversations, made through the services themselves on a clock that walks towards
//! the demo's beginning: what the demo shows is what the product does.

use jiff::tz::TimeZone;

use super::{members, whatsapp};
use crate::{
    accounts::{self, NewStaff, Operator},
    assets::Assets,
    clock::{Clock, Millis},
    config::Config,
    conversations::{self, Outgoing},
    ids,
    state::App,
    store::Store,
};

const PASSWORD: &str = "talavera azul y cantera";

/// User name, name shown, desks.
const PEOPLE: [(&str, &str, &[&str]); 2] =
    [("ana", "Ana", &["pp", "pgh"]), ("luis", "Luis", &["ref", "mora", "segpen"])];

/// For the sign-in page and the terminal.
pub(super) fn accounts() -> Vec<String> {
    PEOPLE.iter().map(|(username, _, _)| format!("{username} / {PASSWORD}")).collect()
}

/// Minutes before the demo's beginning, topic, site, what people wrote.
const WAITING: [(i64, &str, &str, &[&str]); 5] = [
    (
        47,
        "pp",
        "demo",
        &[
            "Buenos días. Quiero saber cuánto me pueden prestar, tengo 8 años de servicio.",
            "Soy maestra en Dolores Hidalgo.",
        ],
    ),
    (31, "pp", "isseg", &["¿Mi préstamo ya se pagó? Hice la solicitud el viernes."]),
    (22, "pgh", "demo", &["Quiero adelantar pagos de mi préstamo hipotecario, ¿cómo le hago?"]),
    (
        16,
        "segpen",
        "isseg",
        &["Mi mamá es pensionada y perdió su tarjeta del banco. ¿Qué necesitamos llevar?"],
    ),
    (8, "mora", "demo", &["Me descontaron doble esta quincena.", "Adjunto no puedo, pero tengo el talón."]),
];

pub(super) async fn fill(
    config: Config,
    store: &Store,
    zone: TimeZone,
    start: Millis,
) -> Result<Config, String> {
    let clock = Clock::frozen(start - 90 * 60_000, zone);
    let app = App::new(config, clock, store.clone(), Assets::default())?;
    members::add(&app).await?;
    let mut people = Vec::new();
    for (username, name, desks) in PEOPLE {
        people.push(person(&app, username, name, desks).await?);
    }
    for (minutes, topic, site, texts) in WAITING {
        conversation(&app, start - minutes * 60_000, topic, site, texts).await?;
    }
    whatsapp::fill(&app, start).await?;
    if let [ana, luis] = people.as_slice() {
        answered(&app, start, ana).await?;
        passed(&app, start, luis).await?;
    }
    app.into_config().ok_or_else(|| "demo: the seeding is still under way".to_owned())
}

async fn person(app: &App, username: &str, name: &str, desks: &[&str]) -> Result<Operator, String> {
    let new = NewStaff {
        username: username.to_owned(),
        display_name: name.to_owned(),
        desks: desks.iter().map(|desk| (*desk).to_owned()).collect(),
        password: Some(PASSWORD.to_owned()),
        must_change_password: false,
    };
    let id = accounts::add(app, new).await?;
    accounts::find_operator(app, &id).await.map_err(|error| error.detail())
}

async fn conversation(
    app: &App,
    at: Millis,
    topic: &str,
    site: &str,
    texts: &[&str],
) -> Result<String, String> {
    let token = ids::fresh_token().map_err(|error| error.to_string())?;
    let mut id = String::new();
    for (index, text) in texts.iter().enumerate() {
        app.clock.set(at + i64::try_from(index).unwrap_or(0) * 40_000);
        let outgoing = Outgoing {
            member: None,
            site: site.to_owned(),
            token: token.clone(),
            cookie: None,
            client_id: ids::client_id(),
            topic: Some(topic.to_owned()),
            text: (*text).to_owned(),
        };
        id = conversations::send(app, outgoing).await.map_err(|error| error.detail())?.conversation;
    }
    Ok(id)
}

/// One that Ana holds and has answered.
async fn answered(app: &App, start: Millis, ana: &Operator) -> Result<(), String> {
    let question = ["¿Qué documentos necesito para un préstamo personal?"];
    let id = conversation(app, start - 12 * 60_000, "pp", "demo", &question).await?;
    app.clock.set(start - 5 * 60_000);
    conversations::take(app, ana, &id).await.map_err(|error| error.detail())?;
    app.clock.set(start - 60_000);
    let text = "Buenos días, con gusto. Necesita su identificación oficial, su CURP y un estado de cuenta con su CLABE.";
    conversations::reply(app, ana, &id, &ids::client_id(), text).await.map_err(|error| error.detail())?;
    conversations::mark_read(app, ana, &id, 1).await.map_err(|error| error.detail())?;
    // Who signs in as Ana in the first hours finds it in her hands.
    app.clock.set(start + 4 * 3_600_000);
    conversations::renew(app, &ana.id).await.map_err(|error| error.detail())
}

/// One that came to another desk and was passed on with a note.
async fn passed(app: &App, start: Millis, luis: &Operator) -> Result<(), String> {
    let question = ["Necesito la referencia para pagar y también saber cuánto debo de mi préstamo."];
    let id = conversation(app, start - 27 * 60_000, "ref", "isseg", &question).await?;
    app.clock.set(start - 6 * 60_000);
    conversations::take(app, luis, &id).await.map_err(|error| error.detail())?;
    let note = "Ya tiene su referencia. Pregunta por el saldo de su préstamo personal.";
    conversations::pass(app, luis, &id, "pp", note).await.map_err(|error| error.detail())
}
