//! The whole chat without JavaScript and without any cookie, in the frame and at `/chat`.

use serde_json::Value;

use crate::support::{OUT_OF_HOURS, Server, header, mint, rows, set_cookie, state_of, uuid};

/// One page as the person sees it.
struct Page {
    status: u16,
    html: String,
    state: Value,
}

impl Page {
    fn token(&self) -> String {
        self.state["token"].as_str().unwrap().to_owned()
    }

    fn client_id(&self) -> String {
        self.state["client_id"].as_str().unwrap().to_owned()
    }

    fn texts(&self) -> Vec<&str> {
        let messages = self.state["conversation"]["messages"].as_array();
        messages.into_iter().flatten().map(|message| message["text"].as_str().unwrap()).collect()
    }

    fn notice(&self) -> &str {
        self.state["notice"].as_str().unwrap_or_default()
    }
}

async fn page_of(response: reqwest::Response) -> Page {
    assert_eq!(header(&response, "location"), "");
    assert_eq!(header(&response, "cache-control"), "no-store");
    let status = response.status().as_u16();
    let html = response.text().await.unwrap();
    let state = state_of(&html);
    Page { status, html, state }
}

async fn submit(server: &Server, path: &str, fields: &[(&str, &str)]) -> Page {
    page_of(server.post(path).form(fields).send().await.unwrap()).await
}

async fn write(server: &Server, base: &str, page: &Page, topic: &str, text: &str) -> Page {
    let (token, client_id) = (page.token(), page.client_id());
    let mut fields = vec![("token", token.as_str()), ("client_id", client_id.as_str()), ("text", text)];
    if !topic.is_empty() {
        fields.push(("topic", topic));
    }
    submit(server, base, &fields).await
}

async fn whole_chat(base: &str) {
    let server = Server::start().await;
    let first = page_of(server.get(base).send().await.unwrap()).await;
    assert_eq!((first.status, first.texts().len()), (200, 0));
    for hidden in [first.token(), first.client_id()] {
        assert!(first.html.contains(&format!("value=\"{hidden}\"")), "the form carries it");
    }

    let asked = write(&server, base, &first, "", "¿Cuánto me prestan?").await;
    assert_eq!((asked.status, asked.token(), asked.client_id()), (422, first.token(), first.client_id()));
    assert!(asked.html.contains(">¿Cuánto me prestan?</textarea>"), "the text is kept in the form");
    assert!(asked.notice().contains("tema"));

    let sent = write(&server, base, &asked, "pp", "¿Cuánto me prestan?").await;
    assert_eq!((sent.status, sent.texts()), (200, vec!["¿Cuánto me prestan?"]));
    assert!(sent.html.contains(&format!("data-sent=\"{}\"", first.client_id())));
    assert_ne!(sent.client_id(), first.client_id(), "the next message has its own id");
    assert_eq!(sent.state["cookieless"], true);

    let again = write(&server, base, &asked, "pp", "¿Cuánto me prestan?").await;
    assert_eq!((again.status, again.texts().len()), (200, 1), "sending the same form again stores nothing");

    let token = sent.token();
    let other = write(&server, base, &sent, "", "Soy maestra").await;
    assert_eq!(other.texts(), ["¿Cuánto me prestan?", "Soy maestra"]);
    let refreshed = submit(&server, &format!("{base}/ver"), &[("token", &token)]).await;
    assert_eq!((refreshed.status, refreshed.texts().len()), (200, 2));

    let copy = server.post(&format!("{base}/copia")).form(&[("token", &token)]).send().await.unwrap();
    assert!(header(&copy, "content-disposition").starts_with("attachment"));
    assert!(copy.text().await.unwrap().contains("Usted: Soy maestra"));

    let code = refreshed.state["conversation"]["resume_code"].as_str().unwrap().to_owned();
    let resumed = submit(&server, &format!("{base}/reanudar"), &[("code", &code)]).await;
    assert_eq!((resumed.status, resumed.texts().len()), (200, 2));
    assert_ne!(resumed.token(), token);

    let ended = submit(&server, &format!("{base}/terminar"), &[("token", &token)]).await;
    assert_eq!((ended.status, &ended.state["conversation"]["standing"]), (200, &Value::from("closed")));
    let late = write(&server, base, &ended, "", "una cosa más").await;
    assert_eq!((late.status, late.state["draft"].as_str()), (409, Some("una cosa más")));
    assert_ne!(late.token(), token, "the kept text can begin a new conversation");

    let fresh = server.page(&format!("{base}?nueva=1")).await;
    assert!(!fresh.contains("Soy maestra"));
    assert_eq!((rows(&server, "conversation").await, rows(&server, "message").await), (1, 2));
}

#[tokio::test]
async fn the_whole_chat_works_in_a_frame_without_script_or_cookie() {
    whole_chat("/w/demo").await;
}

#[tokio::test]
async fn the_whole_chat_works_on_the_full_page_without_script_or_cookie() {
    whole_chat("/chat").await;
}

#[tokio::test]
async fn with_a_cookie_a_reload_shows_the_conversation() {
    let server = Server::start().await;
    let opened = server.get("/w/demo").send().await.unwrap();
    let cookie = set_cookie(&opened, "__Host-conv").unwrap();
    let first = page_of(opened).await;
    assert_eq!(cookie, first.token());
    let tab = server.get("/w/demo").header("cookie", format!("__Host-conv={cookie}"));
    let second = page_of(tab.send().await.unwrap()).await;
    assert_eq!(second.token(), cookie, "two tabs opened before the first message are one conversation");
    write(&server, "/w/demo", &first, "pp", "hola").await;
    let reload = server.get("/w/demo").header("cookie", format!("__Host-conv={cookie}"));
    assert_eq!(page_of(reload.send().await.unwrap()).await.texts(), ["hola"]);
}

#[tokio::test]
async fn after_the_end_a_link_begins_anew_and_only_then() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "hola").await;
    let open = |path: &'static str| {
        server.get(path).header("cookie", format!("__Host-conv={}", citizen.token)).send()
    };
    for path in ["/chat?nueva=1", "/w/demo?nueva=1"] {
        let going_on = page_of(open(path).await.unwrap()).await;
        assert_eq!(going_on.token(), citizen.token, "{path}: a link cannot take an open conversation away");
    }
    citizen.end().await;
    assert_eq!(page_of(open("/chat").await.unwrap()).await.texts(), ["hola"], "the end stays to be read");
    for path in ["/chat?nueva=1", "/w/demo?nueva=1"] {
        let response = open(path).await.unwrap();
        let cookie = set_cookie(&response, "__Host-conv").unwrap();
        let anew = page_of(response).await;
        assert_eq!((anew.texts().len(), cookie), (0, anew.token()), "{path}");
        assert_ne!(anew.token(), citizen.token);
    }
}

#[tokio::test]
async fn a_wrong_code_keeps_the_browsers_own_conversation() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "hola").await;
    let request = server.post("/chat/reanudar").header("cookie", format!("__Host-conv={}", citizen.token));
    let response = request.form(&[("code", "0000-0000-0000-0000")]).send().await.unwrap();
    assert_eq!(set_cookie(&response, "__Host-conv"), Some(citizen.token.clone()));
    let page = page_of(response).await;
    assert_eq!((page.status, page.texts()), (422, vec!["hola"]));
    assert!(page.notice().contains("código"));
}

#[tokio::test]
async fn a_text_that_is_refused_comes_back_in_the_form() {
    let server = Server::start().await;
    let first = page_of(server.get("/chat").send().await.unwrap()).await;
    for (text, notice) in
        [("x".repeat(2_001), "2000"), ("ñ".repeat(60_000), "2000"), ("a\u{1b}b".to_owned(), "caracteres")]
    {
        let refused = write(&server, "/chat", &first, "pp", &text).await;
        assert_eq!((refused.status, refused.state["draft"].as_str()), (422, Some(text.as_str())));
        assert!(refused.notice().contains(notice), "{}", refused.notice());
        assert_eq!((refused.token(), refused.client_id()), (first.token(), first.client_id()));
    }
    assert_eq!(rows(&server, "conversation").await, 0);
}

#[tokio::test]
async fn a_form_beyond_every_limit_is_refused_with_a_page() {
    let server = Server::start().await;
    for (path, size) in [
        ("/chat", 600_000),
        ("/w/demo", 600_000),
        ("/chat/ver", 600_000),
        ("/chat/terminar", 100_000),
        ("/consola/entrar", 1_000_000),
    ] {
        let fields = [("token", mint()), ("client_id", uuid()), ("text", "x".repeat(size))];
        let response = server.post(path).form(&fields).send().await.unwrap();
        assert_eq!(response.status(), 413, "{path}");
        assert!(header(&response, "content-type").starts_with("text/html"), "{path}");
        assert!(response.text().await.unwrap().contains("<h1"), "{path}");
    }
}

#[tokio::test]
async fn a_stale_form_is_answered_with_a_page_that_works() {
    let server = Server::start().await;
    for token in ["", "x", "' OR 1=1 --", &mint()] {
        for path in ["/chat/ver", "/chat/terminar", "/chat/copia", "/w/demo/ver"] {
            let page = submit(&server, path, &[("token", token)]).await;
            assert_eq!(page.status, 404, "{path} {token}");
            assert_eq!(page.token().len(), 64, "a usable token is on the page");
        }
    }
    let empty = submit(&server, "/chat", &[]).await;
    assert_eq!(empty.status, 404);
    assert_eq!(rows(&server, "conversation").await, 0);
}

#[tokio::test]
async fn no_token_text_or_code_ever_stands_in_an_address() {
    let server = Server::at(OUT_OF_HOURS).await;
    let page = page_of(server.get("/w/demo?tema=pp").send().await.unwrap()).await;
    let sent = write(&server, "/w/demo", &page, "pp", "texto privadísimo").await;
    let code = sent.state["conversation"]["resume_code"].as_str().unwrap().to_owned();
    assert!(sent.html.contains(&code), "out of hours the code is shown");
    for attribute in ["href=\"", "action=\"", "src=\""] {
        for link in sent.html.split(attribute).skip(1) {
            let address = link.split('"').next().unwrap();
            for secret in [page.token().as_str(), "privad", &code] {
                assert!(!address.contains(secret), "{address}");
            }
        }
    }
    assert!(!sent.html.contains("method=\"get\""));
}

#[tokio::test]
async fn a_preset_topic_is_chosen_and_an_unknown_one_is_not() {
    let server = Server::start().await;
    for (query, topic) in
        [("?tema=mora", Value::from("mora")), ("?tema=bodas", Value::Null), ("?tema=a&tema=b", Value::Null)]
    {
        for path in ["/chat", "/w/demo"] {
            let page = page_of(server.get(&format!("{path}{query}")).send().await.unwrap()).await;
            assert_eq!((page.status, &page.state["topic"]), (200, &topic), "{path}{query}");
        }
    }
}

#[tokio::test]
async fn identical_forms_sent_at_once_are_one_message() {
    let server = Server::start().await;
    let first = page_of(server.get("/chat").send().await.unwrap()).await;
    let taps = crate::support::at_once((0..10).map(|_| write(&server, "/chat", &first, "pp", "hola"))).await;
    assert!(taps.iter().all(|page| page.status == 200 && page.texts() == ["hola"]));
    assert_eq!(rows(&server, "message").await, 1);
}
