//! Who writes: known to the desk when signed in at `/chat`, never to the widget.

use protocol::chat::{Sent, ServerFrame};
use reqwest::{RequestBuilder, Response};
use serde_json::Value;

use crate::{
    live::Socket,
    members_support::{
        LUZ, MATEO, PASSWORD, Person, begun, from_page, identified, say, says_nothing_of_luz, set_password,
        with_luz,
    },
    support::{Citizen, SECOND, Server, header, message, mint, ok, problem, set_cookie, state_of, uuid},
};

/// What the desk knows of the only conversation there is.
async fn known(server: &Server) -> (Option<String>, Option<String>) {
    let name = format!("ana{}", uuid().chars().take(6).collect::<String>());
    let ana = server.staff(&name, &["pp"]).await;
    let queue = ana.queue().await;
    let item = &queue.waiting[0];
    let opened = ana.open(&item.id).await;
    assert_eq!(opened.person.member, item.member);
    assert_ne!(opened.person.curp.as_deref(), Some(LUZ), "the desk has no whole CURP either");
    (item.member.clone(), opened.person.affiliation)
}

#[tokio::test]
async fn at_the_own_page_the_desk_learns_who_writes() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    begun(&server, &luz, "Buenos días").await;
    assert_eq!(known(&server).await, (Some("Luz Ejemplo Demostrador".to_owned()), Some("900001".to_owned())));
}

#[tokio::test]
async fn no_other_page_carries_an_identity_even_with_the_cookie() {
    for page in ["/w/demo", "/w/isseg", "/w/demo/chat", "/", "/integrar", "/chats", "/w/chat?x=/chat"] {
        let server = with_luz(&[]).await;
        let luz = Person::signed_in(&server, LUZ).await;
        say(&server.citizen(), &luz, page, Some("pp"), "Buenos días").await;
        assert_eq!(known(&server).await, (None, None), "{page}");
    }
}

#[tokio::test]
async fn a_page_of_another_origin_or_of_none_carries_no_identity() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let citizen = server.citizen();
    let bare = || {
        server.post("/api/v1/chat/messages").header("x-conv", &citizen.token).header("cookie", &luz.cookie)
    };
    let stranger = bare().header("referer", "https://mal.example/chat").json(&message(Some("pp"), "Hola"));
    let _: Sent = ok(stranger.send().await.unwrap()).await;
    let _: Sent = ok(bare().json(&message(None, "¿Hay alguien?")).send().await.unwrap()).await;
    assert_eq!(known(&server).await, (None, None));
}

#[tokio::test]
async fn a_session_that_is_over_carries_no_identity() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    luz.post("/salir").send().await.unwrap();
    say(&server.citizen(), &luz, "/chat", Some("pp"), "Buenos días").await;
    assert_eq!(known(&server).await, (None, None));
}

#[tokio::test]
async fn being_named_replaces_the_token_and_the_old_one_lives_a_minute() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let (before, after) = identified(&server, &luz).await;
    assert_eq!(known(&server).await.0.as_deref(), Some("Luz Ejemplo Demostrador"));
    assert_eq!(after.texts().await.len(), 2);
    assert_eq!(before.texts().await.len(), 2, "another tab finishes what it does");
    let again = say(&after, &luz, "/chat", None, "Y otra cosa").await;
    assert_eq!(again.token, None, "once is enough");
    // Used again within its minute: that does not prolong it.
    server.pass_time(59 * SECOND);
    assert_eq!(before.add("todavía").await.conversation.last_seq, 4);
    server.pass_time(SECOND);
    assert_eq!(before.read("").await.status(), 410);
    assert_eq!(before.send(&message(None, "tarde")).await.status(), 410);
    assert_eq!(after.texts().await.len(), 4);
}

#[tokio::test]
async fn a_retry_whose_answer_was_lost_gets_a_token_again() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let citizen = server.citizen();
    citizen.say("pp", "Hola").await;
    let body = message(None, "Una sola vez");
    let send = || {
        let request = server.post("/api/v1/chat/messages").header("x-conv", &citizen.token);
        request.header("cookie", &luz.cookie).header("referer", server.url("/chat")).json(&body).send()
    };
    let lost: Sent = ok(send().await.unwrap()).await;
    let retried: Sent = ok(send().await.unwrap()).await;
    assert_eq!(lost.message, retried.message);
    let tokens = [lost.token.unwrap(), retried.token.unwrap()];
    assert_ne!(tokens[0], tokens[1]);
    for token in tokens {
        let citizen = Citizen { token, ..citizen.clone() };
        assert_eq!(citizen.texts().await, ["Hola", "Una sola vez"]);
    }
}

/// A frame is waited for five seconds at most.
async fn next_but_ticks(socket: &mut Socket) -> ServerFrame {
    loop {
        match socket.next().await.unwrap() {
            ServerFrame::Tick => {}
            other => return other,
        }
    }
}

#[tokio::test]
async fn sockets_of_the_old_token_are_closed() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let widget = server.citizen();
    widget.say("pp", "Hola").await;
    let mut socket = Socket::hello(&server, &widget.token, 0).await;
    socket.update().await;
    let sent = say(&widget, &luz, "/chat", None, "Soy yo").await;
    socket.update().await;
    server.pass_time(60 * SECOND);
    let after = Citizen { token: sent.token.unwrap(), ..widget.clone() };
    after.add("¿Siguen ahí?").await;
    assert_eq!(next_but_ticks(&mut socket).await, ServerFrame::Gone, "and nothing of what was written since");
}

#[tokio::test]
async fn signing_out_ends_the_conversations_tokens_and_sockets() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let citizen = begun(&server, &luz, "Hola").await;
    let mut socket = Socket::hello(&server, &citizen.token, 0).await;
    socket.update().await;
    luz.post("/salir").send().await.unwrap();
    assert_eq!(next_but_ticks(&mut socket).await, ServerFrame::Gone);
    assert_eq!(citizen.read("").await.status(), 410);
    assert_eq!(citizen.send(&message(None, "sigo")).await.status(), 410);
}

#[tokio::test]
async fn closing_a_lost_phones_session_closes_its_conversation() {
    let server = with_luz(&[]).await;
    let (phone, home) = (Person::signed_in(&server, LUZ).await, Person::signed_in(&server, LUZ).await);
    let lost = begun(&server, &phone, "desde el teléfono").await;
    let kept = begun(&server, &home, "desde casa").await;
    home.post("/mi-cuenta/sesiones").form(&[("close", "others")]).send().await.unwrap();
    assert_eq!((lost.read("").await.status().as_u16(), kept.read("").await.status().as_u16()), (410, 200));
}

#[tokio::test]
async fn the_page_says_whose_words_these_are_and_the_widget_does_not() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let own = state_of(&luz.get("/chat").send().await.unwrap().text().await.unwrap());
    assert_eq!(own["member"], "Luz", "the first name is enough");
    assert_eq!(state_of(&server.page("/chat").await)["member"], Value::Null);
    for page in ["/w/isseg", "/w/demo"] {
        let widget = luz.get(page).send().await.unwrap().text().await.unwrap();
        assert_eq!(state_of(&widget)["member"], Value::Null);
        assert!(says_nothing_of_luz(&widget), "{page}");
    }
}

async fn texts_of(responses: Vec<Response>) -> Vec<String> {
    let mut texts = Vec::new();
    for response in responses {
        assert_eq!(response.status(), 200);
        let heads = format!("{:?}", response.headers());
        texts.push(heads + &response.text().await.unwrap());
    }
    texts
}

#[tokio::test]
async fn no_answer_to_the_widget_names_anybody() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let (widget, after) = identified(&server, &luz).await;
    let ana = server.staff("ana", &["pp"]).await;
    let id = ana.only_waiting().await;
    ana.act(&id, "take").await;
    ana.reply(&id, "Con gusto le ayudo").await;
    let mut answers = Vec::new();
    for token in [&widget.token, &after.token] {
        let with = |request: RequestBuilder| {
            let cookies = format!("{}; __Host-conv={token}", luz.cookie);
            request.header("cookie", cookies).header("x-conv", token).header("referer", server.url("/w/demo"))
        };
        let form = [("token", token.as_str())];
        let composed = [("token", token.as_str()), ("client_id", &uuid()), ("text", "desde el panel")]
            .map(|(k, v)| (k, v.to_owned()));
        let mut sent = message(None, "por la API");
        sent.after = 0;
        for request in [
            with(server.get("/w/demo")),
            with(server.post("/w/demo")).form(&composed),
            with(server.post("/w/demo/ver")).form(&form),
            with(server.post("/w/demo/copia")).form(&form),
            with(server.get("/api/v1/chat/conversation?after=0")),
            with(server.get("/api/v1/chat/transcript")),
            with(server.post("/api/v1/chat/messages")).json(&sent),
        ] {
            answers.push(request.send().await.unwrap());
        }
        let mut socket = Socket::hello(&server, token, 0).await;
        let seen = socket.update().await;
        assert!(says_nothing_of_luz(&serde_json::to_string(&seen).unwrap()));
    }
    for text in texts_of(answers).await {
        assert!(says_nothing_of_luz(&text), "{text}");
    }
}

#[tokio::test]
async fn who_signs_in_after_somebody_else_begins_anew() {
    let server = with_luz(&[]).await;
    set_password(&server, MATEO, PASSWORD).await;
    let (luz, mateo) = (Person::signed_in(&server, LUZ).await, Person::signed_in(&server, MATEO).await);
    let citizen = begun(&server, &luz, "Lo que debo").await;
    let page = |person: &Person<'_>| {
        let cookies = format!("{}; __Host-conv={}", person.cookie, citizen.token);
        server.get("/chat").header("cookie", cookies).send()
    };
    assert!(page(&luz).await.unwrap().text().await.unwrap().contains("Lo que debo"));
    let other = page(&mateo).await.unwrap().text().await.unwrap();
    assert!(!other.contains("Lo que debo"));
    assert_ne!(state_of(&other)["token"], citizen.token.as_str());
    let refused = from_page(&citizen, &mateo, "/chat", None, "Soy otro").send().await.unwrap();
    assert_eq!(refused.status(), 410);
    assert_eq!(citizen.texts().await, ["Lo que debo"]);
}

#[tokio::test]
async fn without_a_program_the_form_carries_the_identity_and_the_new_token() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let before = mint();
    let mut token = before.clone();
    for (n, referer) in ["/w/demo", "/chat", "/chat/ver"].into_iter().enumerate() {
        let form = [("token", token.as_str()), ("client_id", &uuid()), ("topic", "pp"), ("text", "Hola")]
            .map(|(k, v)| (k, v.to_owned()));
        let request = luz.post("/chat").header("referer", server.url(referer)).form(&form);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        let cookie = set_cookie(&response, "__Host-conv").unwrap();
        let page = response.text().await.unwrap();
        let now = state_of(&page)["token"].as_str().unwrap().to_owned();
        assert_eq!(cookie, now);
        assert!(page.contains(&format!("value=\"{now}\"")), "the next form carries it");
        assert_eq!(now != token, n == 1, "only being named changes the token");
        token = now;
    }
    assert_eq!(known(&server).await.0.as_deref(), Some("Luz Ejemplo Demostrador"));
    let old = Citizen { server: &server, token: before, cookie: None };
    server.pass_time(60 * SECOND);
    assert_eq!(old.read("").await.status(), 410);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_who_write_at_once_do_not_share_a_conversation() {
    let server = with_luz(&[]).await;
    set_password(&server, MATEO, PASSWORD).await;
    let (luz, mateo) = (Person::signed_in(&server, LUZ).await, Person::signed_in(&server, MATEO).await);
    for _ in 0..5 {
        let citizen = server.citizen();
        citizen.say("pp", "Hola").await;
        let (one, two) = tokio::join!(
            from_page(&citizen, &luz, "/chat", None, "uno").send(),
            from_page(&citizen, &mateo, "/chat", None, "dos").send()
        );
        let mut statuses = [one.unwrap().status().as_u16(), two.unwrap().status().as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 410]);
    }
}

#[tokio::test]
async fn nothing_personal_is_in_any_address() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let mut pages = vec![luz.account().await, server.page("/entrar?next=chat").await];
    pages.push(luz.get("/chat").send().await.unwrap().text().await.unwrap());
    for page in pages {
        for part in page.split("href=\"").chain(page.split("action=\"")).skip(1) {
            let address = part.split('"').next().unwrap();
            assert!(says_nothing_of_luz(address) && address.len() < 60, "{address}");
        }
    }
    let out = luz.post("/salir").send().await.unwrap();
    assert!(says_nothing_of_luz(&header(&out, "location")));
}

#[tokio::test]
async fn the_code_of_a_named_conversation_opens_it_for_its_person_alone() {
    let server = with_luz(&[]).await;
    set_password(&server, MATEO, PASSWORD).await;
    let (luz, mateo) = (Person::signed_in(&server, LUZ).await, Person::signed_in(&server, MATEO).await);
    let (_, after) = identified(&server, &luz).await;
    let code = after.conversation().await.resume_code;
    let body = serde_json::json!({ "site": "isseg", "code": code });
    let api = |cookie: &str, page: &str| {
        let request = server.post("/api/v1/chat/resume").header("cookie", cookie);
        request.header("referer", server.url(page)).json(&body).send()
    };
    for (cookie, page) in [("", "/chat"), (mateo.cookie.as_str(), "/chat"), (luz.cookie.as_str(), "/w/demo")]
    {
        let refused = problem(api(cookie, page).await.unwrap()).await;
        assert_eq!(refused, (403, "sign_in_to_resume".to_owned()), "{page}");
    }
    for base in ["/w/demo", "/chat"] {
        let form = server.post(&format!("{base}/reanudar")).header("referer", server.url(base));
        let refused = form.form(&[("code", &code)]).send().await.unwrap();
        assert_eq!(refused.status(), 403);
        assert!(!refused.text().await.unwrap().contains("Ahora sí"));
    }
    let form = luz.post("/chat/reanudar").header("referer", server.url("/chat")).form(&[("code", &code)]);
    let opened = form.send().await.unwrap();
    assert_eq!(opened.status(), 200);
    let token = set_cookie(&opened, "__Host-conv").unwrap();
    assert!(opened.text().await.unwrap().contains("Ahora sí"));
    luz.post("/salir").send().await.unwrap();
    let own = Citizen { server: &server, token, cookie: None };
    assert_eq!(own.read("").await.status(), 410, "what was opened in a session ends with it");
}
