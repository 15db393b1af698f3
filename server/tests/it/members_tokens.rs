//! What a conversation's token is worth once a derechohabiente is involved: whoever had one before, and whatever
//! brings one back.

use std::time::Duration;

use protocol::chat::{Sent, ServerFrame};

use crate::{
    live::Socket,
    members_support::{LUZ, MATEO, PASSWORD, Person, begun, from_page, identified, set_password, with_luz},
    support::{
        Citizen, DAY, HOUR, MINUTE, SECOND, Server, header, message, mint, ok, problem, rows, set_cookie,
        state_of, uuid,
    },
};

/// `/chat` in a browser with this token's cookie: the page, and the cookie it sets.
async fn chat(server: &Server, who: Option<&Person<'_>>, token: &str) -> (String, Option<String>) {
    visit(server, "/chat", who, token).await
}

async fn visit(
    server: &Server,
    path: &str,
    who: Option<&Person<'_>>,
    token: &str,
) -> (String, Option<String>) {
    let session = who.map(|person| format!("{}; ", person.cookie)).unwrap_or_default();
    let request = server.get(path).header("cookie", format!("{session}__Host-conv={token}"));
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    let cookie = set_cookie(&response, "__Host-conv");
    (response.text().await.unwrap(), cookie)
}

fn token_in(page: &str) -> String {
    state_of(page)["token"].as_str().unwrap().to_owned()
}

fn with_token<'a>(server: &'a Server, token: &str) -> Citizen<'a> {
    Citizen { server, token: token.to_owned(), cookie: None }
}

// --- a browser that somebody else used before -----------------------------------------------------

#[tokio::test]
async fn what_a_visitor_before_read_off_the_page_opens_nothing() {
    let server = with_luz(&[]).await;
    let stranger = token_in(&server.page("/chat").await);
    let luz = Person::signed_in(&server, LUZ).await;
    let page = token_in(&chat(&server, Some(&luz), &stranger).await.0);
    let citizen = Citizen { server: &server, token: page, cookie: Some(stranger.clone()) };
    let response = from_page(&citizen, &luz, "/chat", Some("pp"), "Lo que debo").send().await.unwrap();
    let cookie = set_cookie(&response, "__Host-conv").unwrap();
    let sent: Sent = ok(response).await;
    let fresh = sent.token.expect("a token that nobody has seen");
    assert_eq!(cookie, fresh);
    let stranger = with_token(&server, &stranger);
    assert_eq!(stranger.read("").await.status(), 410, "not even for a minute");
    assert_eq!(stranger.send(&message(None, "¿cuánto debe?")).await.status(), 410);
    let mut socket = Socket::hello(&server, &stranger.token, 0).await;
    assert_eq!(socket.next::<ServerFrame>().await.unwrap(), ServerFrame::Gone);
    assert_eq!(with_token(&server, &fresh).texts().await, ["Lo que debo"]);
}

#[tokio::test]
async fn the_form_without_a_program_begins_with_a_new_token_too() {
    let server = with_luz(&[]).await;
    let stranger = mint();
    let luz = Person::signed_in(&server, LUZ).await;
    let form =
        [("token", stranger.as_str()), ("client_id", &uuid()), ("topic", "pp"), ("text", "Lo que debo")]
            .map(|(k, v)| (k, v.to_owned()));
    let send = || luz.post("/chat").header("referer", server.url("/chat")).form(&form).send();
    let first = token_in(&send().await.unwrap().text().await.unwrap());
    assert_ne!(first, stranger);
    assert_eq!(with_token(&server, &stranger).read("").await.status(), 410);
    let again = token_in(&send().await.unwrap().text().await.unwrap());
    assert_eq!(with_token(&server, &again).texts().await, ["Lo que debo"], "sent twice, stored once");
    assert_eq!(rows(&server, "conversation").await, 1);
}

// --- the end of the session -----------------------------------------------------------------------

/// Reading, writing, the copy and the page in a browser that still has the cookie.
async fn opens_nothing(server: &Server, token: &str) {
    let citizen = with_token(server, token);
    assert_eq!(citizen.read("").await.status(), 410);
    assert_eq!(citizen.send(&message(None, "sigo")).await.status(), 410);
    assert_eq!(citizen.with(server.get("/api/v1/chat/transcript")).send().await.unwrap().status(), 410);
    assert_eq!(citizen.end().await, 410);
    assert!(!chat(server, None, token).await.0.contains("Lo que debo"));
}

#[tokio::test]
async fn thirty_idle_minutes_end_what_the_session_was_given() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let own = begun(&server, &luz, "Lo que debo").await;
    server.pass_time(30 * MINUTE - SECOND);
    assert_eq!(own.read("").await.status(), 200);
    let mut socket = Socket::hello(&server, &own.token, 0).await;
    socket.update().await;
    server.pass_time(SECOND);
    opens_nothing(&server, &own.token).await;
    let ana = server.staff("ana", &["pp"]).await;
    ana.act(&ana.only_waiting().await, "take").await;
    loop {
        match socket.next().await.unwrap() {
            ServerFrame::Tick => {}
            other => break assert_eq!(other, ServerFrame::Gone, "an open page hears no more either"),
        }
    }
}

#[tokio::test]
async fn twelve_hours_end_it_whatever_is_done() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let own = begun(&server, &luz, "Lo que debo").await;
    for _ in 0..35 {
        server.pass_time(20 * MINUTE);
        assert_eq!((luz.status().await, own.read("").await.status().as_u16()), (200, 200));
    }
    server.pass_time(20 * MINUTE);
    opens_nothing(&server, &own.token).await;
}

#[tokio::test]
async fn signing_in_again_brings_the_conversation_back_to_its_person_alone() {
    let server = with_luz(&[]).await;
    set_password(&server, MATEO, PASSWORD).await;
    let own = begun(&server, &Person::signed_in(&server, LUZ).await, "Lo que debo").await;
    server.pass_time(HOUR);
    let (page, cookie) = chat(&server, None, &own.token).await;
    assert!(!page.contains("Lo que debo"));
    assert_eq!(cookie, None, "the cookie stays for when she has signed in again");
    let mateo = Person::signed_in(&server, MATEO).await;
    assert!(!chat(&server, Some(&mateo), &own.token).await.0.contains("Lo que debo"));
    let luz = Person::signed_in(&server, LUZ).await;
    let (page, cookie) = chat(&server, Some(&luz), &own.token).await;
    assert!(page.contains("Lo que debo"));
    let fresh = token_in(&page);
    assert_eq!(cookie.as_deref(), Some(fresh.as_str()));
    assert_ne!(fresh, own.token);
    assert_eq!(with_token(&server, &fresh).texts().await, ["Lo que debo"]);
    luz.post("/salir").send().await.unwrap();
    opens_nothing(&server, &fresh).await;
}

#[tokio::test]
async fn a_long_poll_under_way_tells_no_more_once_the_session_is_over() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let own = begun(&server, &luz, "Lo que debo").await;
    let leave = async {
        tokio::time::sleep(Duration::from_millis(150)).await;
        luz.post("/salir").send().await.unwrap();
    };
    let (answer, ()) = tokio::join!(own.read("?after=1&wait=25"), leave);
    assert_eq!(problem(answer).await, (410, "token_expired".to_owned()));
}

// --- a panel that our own site frames has the cookie of /chat ----------------------------------------

#[tokio::test]
async fn a_panel_shows_no_conversation_of_a_person_or_of_another_site() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let own = begun(&server, &luz, "Lo que debo").await;
    for path in ["/w/isseg", "/w/demo"] {
        for who in [None, Some(&luz)] {
            let (page, cookie) = visit(&server, path, who, &own.token).await;
            assert!(!page.contains("Lo que debo"), "{path}");
            assert_ne!(token_in(&page), own.token);
            assert_eq!(cookie, None, "/chat keeps its own");
        }
    }
    let widget = server.citizen();
    widget.say("pp", "desde el municipio").await;
    assert!(visit(&server, "/w/demo", None, &widget.token).await.0.contains("desde el municipio"));
    assert!(!visit(&server, "/w/isseg", None, &widget.token).await.0.contains("desde el municipio"));
    assert!(chat(&server, Some(&luz), &own.token).await.0.contains("Lo que debo"));
}

#[tokio::test]
async fn a_panel_does_not_write_into_the_conversation_of_a_person() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let own = begun(&server, &luz, "Lo que debo").await;
    let panel = Citizen { server: &server, token: mint(), cookie: Some(own.token.clone()) };
    let write = |page, topic| from_page(&panel, &luz, page, topic, "¿Me oyen?").send();
    let joined = write("/w/isseg", None).await.unwrap();
    assert_eq!(problem(joined).await, (422, "topic_needed".to_owned()), "there is nothing to join");
    let alone: Sent = ok(write("/w/isseg", Some("pp")).await.unwrap()).await;
    assert_eq!((alone.message.seq, alone.token), (1, None));
    assert_eq!(own.texts().await, ["Lo que debo"]);
    let tab = Citizen { token: mint(), ..panel.clone() };
    let joined: Sent =
        ok(from_page(&tab, &luz, "/chat", None, "En otra pestaña").send().await.unwrap()).await;
    assert_eq!(joined.message.seq, 2, "her own second tab joins");
}

// --- a token that is over makes no new ones -------------------------------------------------------

#[tokio::test]
async fn in_its_last_minute_a_token_is_worth_no_ticket() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let (before, _) = identified(&server, &luz).await;
    assert_eq!(before.read("").await.status(), 200, "it still opens");
    let request = server.post("/w/demo/abrir").header("sec-fetch-dest", "document");
    let opened = request.form(&[("token", &before.token)]).send().await.unwrap();
    assert_eq!((opened.status().as_u16(), header(&opened, "location")), (303, "/chat".to_owned()));
    assert_eq!(rows(&server, "ticket").await, 0);
}

/// What `/chat/continuar` answers to a ticket.
async fn redeem(server: &Server, ticket: &str, token: &str) -> reqwest::Response {
    let request = server.post("/chat/continuar").header("cookie", format!("__Host-boleto={ticket}"));
    request.form(&[("token", token)]).send().await.unwrap()
}

async fn ticket_of(server: &Server, token: &str) -> String {
    let opened = server.post("/w/demo/abrir").form(&[("token", token)]).send().await.unwrap();
    set_cookie(&opened, "__Host-boleto").unwrap()
}

#[tokio::test]
async fn a_ticket_from_before_the_name_is_refused_after_it() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let citizen = server.citizen();
    citizen.say("pp", "Primero sin decir quién soy").await;
    let ticket = ticket_of(&server, &citizen.token).await;
    let _: Sent = ok(from_page(&citizen, &luz, "/chat", None, "Ahora sí").send().await.unwrap()).await;
    let refused = redeem(&server, &ticket, &citizen.token).await;
    assert_eq!(refused.status(), 403);
    let cookie = set_cookie(&refused, "__Host-conv").unwrap();
    assert!(!refused.text().await.unwrap().contains("Ahora sí"));
    assert_eq!(with_token(&server, &cookie).read("").await.status(), 404, "a token that names nothing");
}

#[tokio::test]
async fn joining_by_a_cookie_in_its_last_minute_brings_no_new_life() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let (before, after) = identified(&server, &luz).await;
    let joining = Citizen { server: &server, token: mint(), cookie: Some(before.token.clone()) };
    assert_eq!(problem(joining.send(&message(None, "me cuelo")).await).await.1, "topic_needed");
    assert_eq!(after.texts().await.len(), 2);
    assert_eq!(joining.read("").await.status(), 404);
}

#[tokio::test]
async fn what_comes_by_a_token_lives_no_longer_than_it() {
    let server = Server::start().await;
    let first = server.citizen();
    first.say("pp", "uno").await;
    for _ in 0..5 {
        server.pass_time(5 * DAY);
        assert_eq!(first.read("").await.status(), 200);
    }
    server.pass_time(4 * DAY);
    let tab = Citizen { server: &server, token: mint(), cookie: Some(first.token.clone()) };
    tab.add("otra pestaña").await;
    let there = redeem(&server, &ticket_of(&server, &first.token).await, &first.token).await;
    let own = with_token(&server, &set_cookie(&there, "__Host-conv").unwrap());
    assert_eq!(own.texts().await, ["uno", "otra pestaña"]);
    server.pass_time(DAY);
    for token in [&first.token, &tab.token, &own.token] {
        assert_eq!(with_token(&server, token).read("").await.status(), 410);
    }
}

// --- one answer that was lost ----------------------------------------------------------------------

#[tokio::test]
async fn an_answer_lost_for_an_hour_costs_nobody_their_conversation() {
    let server = with_luz(&[]).await;
    set_password(&server, MATEO, PASSWORD).await;
    let (luz, mateo) = (Person::signed_in(&server, LUZ).await, Person::signed_in(&server, MATEO).await);
    let citizen = server.citizen();
    citizen.say("pp", "Hola").await;
    let mut body = message(None, "Una sola vez");
    body.site = "isseg".to_owned();
    let send = |who: &str| {
        let request = server.post("/api/v1/chat/messages").header("x-conv", &citizen.token);
        let cookies = format!("{who}; __Host-conv={}", citizen.token);
        request.header("cookie", cookies).header("referer", server.url("/chat")).json(&body).send()
    };
    let lost: Sent = ok(send(&luz.cookie).await.unwrap()).await;
    for _ in 0..3 {
        server.pass_time(20 * MINUTE);
        assert_eq!((luz.status().await, mateo.status().await), (200, 200));
    }
    for stranger in [mateo.cookie.as_str(), "nada=1"] {
        assert_eq!(problem(send(stranger).await.unwrap()).await, (410, "token_expired".to_owned()));
    }
    let retried: Sent = ok(send(&luz.cookie).await.unwrap()).await;
    assert_eq!(retried.message, lost.message);
    let fresh = with_token(&server, &retried.token.expect("a token that opens it"));
    assert_eq!(fresh.texts().await, ["Hola", "Una sola vez"]);
    assert_eq!(citizen.read("").await.status(), 410, "the old one stays over");
}

#[tokio::test]
async fn the_page_without_a_program_finds_it_again_too() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let (before, _) = identified(&server, &luz).await;
    server.pass_time(5 * MINUTE);
    assert!(chat(&server, Some(&luz), &before.token).await.0.contains("Ahora sí"));
    for path in ["/chat/ver", "/chat/terminar"] {
        let request = luz.post(path).header("referer", server.url("/chat"));
        let shown = request.form(&[("token", &before.token)]).send().await.unwrap();
        let (status, cookie) = (shown.status().as_u16(), set_cookie(&shown, "__Host-conv"));
        let page = shown.text().await.unwrap();
        if path == "/chat/ver" {
            assert_eq!((status, page.contains("Ahora sí"), cookie), (200, true, Some(token_in(&page))));
        } else {
            assert_eq!((status, cookie), (410, None), "and what the browser has is not lost to a refusal");
        }
    }
}
