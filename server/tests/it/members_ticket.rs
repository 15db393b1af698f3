//! From the widget to the institution's own page: one ticket, one use, one minute.

use reqwest::Response;
use sea_orm::EntityTrait;
use server::store::entities::ticket;

use crate::{
    members_support::{LUZ, Person, with_luz},
    support::{Citizen, DAY, SECOND, Server, at_once, header, rows, set_cookie, tally},
};

async fn open(server: &Server, site: &str, token: &str) -> Response {
    let request = server.post(&format!("/w/{site}/abrir")).header("sec-fetch-dest", "document");
    request.form(&[("token", token)]).send().await.unwrap()
}

/// What the browser does with the redirect: the same form again, to the new address.
async fn go_on(server: &Server, ticket: &str, token: &str, cookies: &str) -> Response {
    let request =
        server.post("/chat/continuar").header("cookie", format!("__Host-boleto={ticket}; {cookies}"));
    let request = request.header("sec-fetch-dest", "document").header("sec-fetch-mode", "navigate");
    request.form(&[("token", token)]).send().await.unwrap()
}

async fn writing(server: &Server) -> Citizen<'_> {
    let citizen = server.citizen();
    citizen.say("pp", "desde el municipio").await;
    citizen
}

async fn ticket_of(server: &Server, citizen: &Citizen<'_>) -> String {
    let response = open(server, "demo", &citizen.token).await;
    assert_eq!(
        (response.status().as_u16(), header(&response, "location")),
        (307, "/chat/continuar".to_owned())
    );
    let line = header(&response, "set-cookie");
    let mut parts: Vec<_> = line.split("; ").skip(1).collect();
    parts.sort_unstable();
    assert_eq!(parts, ["HttpOnly", "Max-Age=60", "Path=/", "SameSite=Strict", "Secure"], "{line}");
    set_cookie(&response, "__Host-boleto").unwrap()
}

#[tokio::test]
async fn the_conversation_goes_on_at_the_own_page() {
    let server = Server::start().await;
    let citizen = writing(&server).await;
    let ticket = ticket_of(&server, &citizen).await;
    let there = go_on(&server, &ticket, &citizen.token, "").await;
    assert_eq!((there.status().as_u16(), header(&there, "location")), (303, "/chat/continuar".to_owned()));
    assert_eq!(
        set_cookie(&there, "__Host-boleto").as_deref(),
        Some(""),
        "the ticket is taken from the browser"
    );
    let token = set_cookie(&there, "__Host-conv").unwrap();
    assert_ne!(token, citizen.token);
    let cookie = format!("__Host-conv={token}");
    let choice =
        server.get("/chat/continuar").header("cookie", &cookie).send().await.unwrap().text().await.unwrap();
    for way in ["href=\"/entrar?next=chat\"", "href=\"/chat\"", "Préstamos personales"] {
        assert!(choice.contains(way), "{way}");
    }
    for secret in [&token, &citizen.token, &ticket] {
        assert!(!choice.contains(secret.as_str()));
    }
    let page = server.get("/chat").header("cookie", &cookie).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("desde el municipio"));
    assert_eq!(citizen.texts().await.len(), 1, "the widget goes on as before");
}

#[tokio::test]
async fn who_is_signed_in_goes_straight_on_and_is_named_with_the_next_message() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let citizen = writing(&server).await;
    let ticket = ticket_of(&server, &citizen).await;
    let there = go_on(&server, &ticket, &citizen.token, &luz.cookie).await;
    assert_eq!(header(&there, "location"), "/chat");
    let own = Citizen { server: &server, token: set_cookie(&there, "__Host-conv").unwrap(), cookie: None };
    let ana = server.staff("ana", &["pp"]).await;
    assert_eq!(ana.queue().await.waiting[0].member, None, "opening a page says nothing yet");
    let request = luz.post("/api/v1/chat/messages").header("x-conv", &own.token);
    let request = request.header("referer", server.url("/chat"));
    let mut body = crate::support::message(None, "Soy Luz");
    body.site = "isseg".to_owned();
    assert_eq!(request.json(&body).send().await.unwrap().status(), 200);
    assert_eq!(ana.queue().await.waiting[0].member.as_deref(), Some("Luz Ejemplo Demostrador"));
    server.pass_time(60 * SECOND);
    for dead in [&citizen, &own] {
        assert_eq!(dead.read("").await.status(), 410, "who framed the widget reads no further");
    }
}

/// The page says so, and a way on stands on it.
async fn refused(response: Response) {
    assert_eq!((response.status().as_u16(), header(&response, "location")), (422, String::new()));
    let conv = set_cookie(&response, "__Host-conv").unwrap();
    let page = response.text().await.unwrap();
    assert!(page.contains("el permiso dura un minuto") && !page.contains("desde el municipio"));
    assert_eq!(conv.len(), 64);
}

#[tokio::test]
async fn a_ticket_works_once() {
    let server = Server::start().await;
    let citizen = writing(&server).await;
    let ticket = ticket_of(&server, &citizen).await;
    assert_eq!(go_on(&server, &ticket, &citizen.token, "").await.status(), 303);
    refused(go_on(&server, &ticket, &citizen.token, "").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_used_many_times_at_once_works_once() {
    let server = Server::start().await;
    let citizen = writing(&server).await;
    let ticket = ticket_of(&server, &citizen).await;
    let answers = at_once((0..10).map(|_| go_on(&server, &ticket, &citizen.token, ""))).await;
    let statuses = tally(answers.iter().map(|answer| answer.status().as_u16()));
    assert_eq!(statuses, [(303, 1), (422, 9)].into());
}

#[tokio::test]
async fn a_ticket_lasts_sixty_seconds() {
    let server = Server::start().await;
    let citizen = writing(&server).await;
    let (late, just) = (ticket_of(&server, &citizen).await, ticket_of(&server, &citizen).await);
    server.pass_time(60 * SECOND);
    refused(go_on(&server, &late, &citizen.token, "").await).await;
    server.pass_time(-1);
    assert_eq!(go_on(&server, &just, &citizen.token, "").await.status(), 303);
}

#[tokio::test]
async fn a_ticket_without_its_token_opens_nothing() {
    let server = Server::start().await;
    let (citizen, other) = (writing(&server).await, writing(&server).await);
    let ticket = ticket_of(&server, &citizen).await;
    refused(go_on(&server, &ticket, &other.token, "").await).await;
    refused(go_on(&server, &ticket, "", "").await).await;
    refused(go_on(&server, &"0".repeat(64), &citizen.token, "").await).await;
    refused(server.post("/chat/continuar").form(&[("token", &citizen.token)]).send().await.unwrap()).await;
    assert_eq!(go_on(&server, &ticket, &citizen.token, "").await.status(), 303, "none of this used it up");
}

#[tokio::test]
async fn only_the_conversations_own_site_gets_a_ticket() {
    let server = Server::start().await;
    let citizen = writing(&server).await;
    let elsewhere = open(&server, "isseg", &citizen.token).await;
    assert_eq!((elsewhere.status().as_u16(), header(&elsewhere, "location")), (303, "/chat".to_owned()));
    assert_eq!(header(&elsewhere, "set-cookie"), "");
    assert_eq!(open(&server, "nadie", &citizen.token).await.status(), 404);
    assert_eq!(open(&server, "demo", "no es una llave").await.status(), 404);
    let cross = server.http.post(server.url("/w/demo/abrir")).header("sec-fetch-site", "cross-site");
    assert_eq!(cross.form(&[("token", &citizen.token)]).send().await.unwrap().status(), 403);
    server.pass_time(8 * DAY);
    assert_eq!(open(&server, "demo", &citizen.token).await.status(), 410);
    assert_eq!(rows(&server, "ticket").await, 0);
}

#[tokio::test]
async fn nothing_written_yet_is_nothing_to_carry_over() {
    let server = Server::start().await;
    let fresh = server.citizen();
    let response = open(&server, "demo", &fresh.token).await;
    assert_eq!((response.status().as_u16(), header(&response, "location")), (303, "/chat".to_owned()));
}

#[tokio::test]
async fn a_frame_or_a_script_redeems_nothing() {
    let server = Server::start().await;
    let citizen = writing(&server).await;
    let ticket = ticket_of(&server, &citizen).await;
    for (name, value) in
        [("sec-fetch-dest", "iframe"), ("sec-fetch-dest", "empty"), ("sec-fetch-mode", "cors")]
    {
        let request = server.post("/chat/continuar").header("cookie", format!("__Host-boleto={ticket}"));
        let answer = request.header(name, value).form(&[("token", &citizen.token)]).send().await.unwrap();
        assert_eq!(answer.status(), 403, "{name}: {value}");
    }
    assert_eq!(
        server
            .get("/chat/continuar")
            .header("cookie", format!("__Host-boleto={ticket}"))
            .send()
            .await
            .unwrap()
            .status(),
        303
    );
    assert_eq!(go_on(&server, &ticket, &citizen.token, "").await.status(), 303, "and a look uses nothing up");
}

#[tokio::test]
async fn the_database_holds_neither_ticket_nor_token() {
    let server = Server::start().await;
    let citizen = writing(&server).await;
    let ticket = ticket_of(&server, &citizen).await;
    let kept = ticket::Entity::find().all(server.app.store.reader()).await.unwrap();
    let text = format!("{kept:?}");
    assert_eq!(kept.len(), 1);
    assert!(!text.contains(&ticket) && !text.contains(&citizen.token));
}
