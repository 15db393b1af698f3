//! Derechohabientes of the tests: all invented.

use protocol::chat::Sent;
use reqwest::{RequestBuilder, Response};
use server::{accounts, padron};

use crate::support::{Citizen, Server, message, ok, set_cookie};

/// Luz, with a loan.
pub const LUZ: &str = "EEDL850312MGTJMZ00";
/// Mateo, without one.
pub const MATEO: &str = "IEPM790824HGTNRT08";
/// Well-formed, and of nobody in the padrón.
pub const NOBODY: &str = "FIMS500605MGTCSC06";

pub const PASSWORD: &str = "camino de piedra y jacarandas";
pub const OTHER: &str = "siete gatos morados cantan";

pub const HEADING: &str =
    "curp,nombre,numero_afiliacion,folio,producto,monto,tasa_anual,iva,plazo,fecha_entrega,quincenas_pagadas";

/// Luz and Mateo as a file of the institute has them.
pub fn file() -> String {
    format!(
        "{HEADING}\n\
         {LUZ},Luz Ejemplo Demostrador,900001,LZ-1,personal,60000.00,13.67,16,59,2026-08-31,4\n\
         {MATEO},Mateo Inventado Prueba,900002,,,,,,,,\n"
    )
}

pub async fn take_in(server: &Server, file: &str) -> padron::Report {
    let roster = padron::read(file.as_bytes(), &server.app.config.products).unwrap();
    padron::import(&server.app, roster, false).await.unwrap().unwrap()
}

pub async fn set_password(server: &Server, curp: &str, password: &str) {
    let code = accounts::invite(&server.app, &curp.parse().unwrap()).await.unwrap();
    accounts::set_member_password(&server.app, &code, password).await.unwrap();
}

/// A server with Luz, who has a password, and Mateo, who has none yet.
pub async fn with_luz(flags: &[(&str, &str)]) -> Server {
    let server = Server::with(flags).await;
    take_in(&server, &file()).await;
    set_password(&server, LUZ, PASSWORD).await;
    server
}

pub async fn enter(server: &Server, curp: &str, password: &str) -> Response {
    server.post("/entrar").form(&[("curp", curp), ("password", password)]).send().await.unwrap()
}

/// A browser in which somebody has signed in.
#[derive(Clone)]
pub struct Person<'a> {
    pub server: &'a Server,
    /// `__Host-sesion=...`
    pub cookie: String,
}

impl<'a> Person<'a> {
    pub async fn signed_in(server: &'a Server, curp: &str) -> Self {
        let response = enter(server, curp, PASSWORD).await;
        assert_eq!(response.status(), 303);
        Self { server, cookie: cookie_of(&response) }
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.server.get(path).header("cookie", &self.cookie)
    }

    pub fn post(&self, path: &str) -> RequestBuilder {
        self.server.post(path).header("cookie", &self.cookie)
    }

    /// 200 while signed in, 303 to the sign-in page afterwards.
    pub async fn status(&self) -> u16 {
        self.get("/mi-cuenta").send().await.unwrap().status().as_u16()
    }

    pub async fn account(&self) -> String {
        self.get("/mi-cuenta").send().await.unwrap().text().await.unwrap()
    }
}

pub fn cookie_of(response: &Response) -> String {
    format!("__Host-sesion={}", set_cookie(response, "__Host-sesion").unwrap())
}

/// Nothing of what the institute knows about Luz.
pub fn says_nothing_of_luz(text: &str) -> bool {
    let text = text.to_lowercase();
    !["luz", "ejemplo demostrador", "eedl", "900001", "lz-1"].iter().any(|secret| text.contains(secret))
}

/// A message as the page of this address sends it.
pub fn from_page(
    citizen: &Citizen<'_>,
    person: &Person<'_>,
    page: &str,
    topic: Option<&str>,
    text: &str,
) -> RequestBuilder {
    let server = citizen.server;
    let mut body = message(topic, text);
    body.site =
        if page.starts_with("/w/") && page != "/w/isseg" { "demo".to_owned() } else { "isseg".to_owned() };
    let conv = citizen.cookie.as_ref().map(|token| format!("; __Host-conv={token}")).unwrap_or_default();
    server
        .post("/api/v1/chat/messages")
        .header("x-conv", &citizen.token)
        .header("cookie", format!("{}{conv}", person.cookie))
        .header("referer", server.url(page))
        .json(&body)
}

pub async fn say(
    citizen: &Citizen<'_>,
    person: &Person<'_>,
    page: &str,
    topic: Option<&str>,
    text: &str,
) -> Sent {
    ok(from_page(citizen, person, page, topic, text).send().await.unwrap()).await
}

/// What a signed-in person has begun at `/chat`, by the token that came with the answer.
pub async fn begun<'a>(server: &'a Server, person: &Person<'a>, text: &str) -> Citizen<'a> {
    let before = server.citizen();
    let sent = say(&before, person, "/chat", Some("pp"), text).await;
    Citizen { token: sent.token.expect("a token that nobody has seen"), ..before }
}

/// A conversation begun without a name, and the answer to the first message written with one.
pub async fn identified<'a>(server: &'a Server, luz: &Person<'a>) -> (Citizen<'a>, Citizen<'a>) {
    let before = server.citizen();
    before.say("pp", "Primero sin decir quién soy").await;
    let response = from_page(&before, luz, "/chat", None, "Ahora sí").send().await.unwrap();
    let cookie = set_cookie(&response, "__Host-conv").unwrap();
    let sent: Sent = ok(response).await;
    let token = sent.token.expect("a new token");
    assert_eq!(cookie, token, "the browser keeps the new one");
    assert_ne!(token, before.token);
    (before, Citizen { server, token, cookie: None })
}
