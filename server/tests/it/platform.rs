//! What every answer of every route carries, and what none may contain.

use std::collections::BTreeSet;

use reqwest::{Method, Response};
use serde_json::Value;

use crate::support::{Server, header, message, mint, problem, uuid};

const PAGES: [&str; 9] = [
    "/",
    "/calculadora",
    "/privacidad",
    "/accesibilidad",
    "/integrar",
    "/chat",
    "/w/demo",
    "/consola",
    "/consola/primera-clave",
];

const OTHERS: [&str; 12] = [
    "/nada",
    "/w/nonesuch",
    "/w/demo/estado",
    "/robots.txt",
    "/favicon.ico",
    "/embed.js",
    "/assets/nonesuch.js",
    "/healthz",
    "/readyz",
    "/api/openapi.json",
    "/api/v1/staff/queue",
    "/api/v1/nada",
];

fn is_personal(path: &str) -> bool {
    ["/chat", "/w/demo", "/consola", "/api/v1"].iter().any(|start| path.starts_with(start))
        && !path.ends_with("/estado")
}

#[tokio::test]
async fn every_route_carries_the_security_headers() {
    let server = Server::start().await;
    for path in PAGES.into_iter().chain(OTHERS) {
        let response = server.get(path).send().await.unwrap();
        check_headers(path, &response);
        assert!(!response.text().await.unwrap().contains("/work/"), "{path}");
    }
    let refused = server.http.post(server.url("/chat")).send().await.unwrap();
    check_headers("/chat", &refused);
}

fn check_headers(path: &str, response: &Response) {
    let policy = header(response, "content-security-policy");
    for part in ["default-src 'none'", "frame-ancestors "] {
        assert!(policy.contains(part), "{path}: {policy}");
    }
    for part in ["unsafe-inline", "'unsafe-eval'", "*", "http:", "data: 'self'"] {
        assert!(!policy.contains(part) || path.starts_with("/w/demo"), "{path}: {part} in {policy}");
    }
    let shared = path.starts_with("/w/") || path == "/embed.js";
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", if shared { "cross-origin" } else { "same-origin" }),
        ("strict-transport-security", "max-age=31536000"),
    ] {
        assert_eq!(header(response, name), value, "{path}: {name}");
    }
    assert!(header(response, "permissions-policy").contains("camera=()"), "{path}");
    assert_eq!(header(response, "server"), "", "{path}");
    if is_personal(path) {
        assert_eq!(header(response, "cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn no_page_runs_anything_inline() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    let mut pages = Vec::new();
    for path in PAGES.into_iter().chain(["/nada", "/calculadora?producto=personal&monto=x&plazo=59"]) {
        pages.push((path.to_owned(), server.get(path).send().await.unwrap()));
    }
    let citizen = server.citizen();
    citizen.say("pp", "hola").await;
    for path in ["/chat", "/w/demo"] {
        let cookie = format!("__Host-conv={}", citizen.token);
        pages
            .push((format!("{path} begun"), server.get(path).header("cookie", cookie).send().await.unwrap()));
    }
    for path in ["/consola", "/consola/clave"] {
        pages.push((format!("{path} signed in"), ana.get(path).send().await.unwrap()));
    }
    for (path, response) in pages {
        let policy = header(&response, "content-security-policy");
        let html = response.text().await.unwrap();
        check_markup(&path, &html);
        let programmed = html.contains("application/json");
        let script = if programmed { "script-src 'self' 'wasm-unsafe-eval';" } else { "script-src 'none';" };
        assert!(policy.contains(script), "{path}: {policy}");
    }
}

/// No inline script, style attribute or event handler; the JSON block is data.
fn check_markup(path: &str, html: &str) {
    assert!(html.starts_with("<!doctype html><html lang=\"es-MX\""), "{path}");
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = tag.split_ascii_whitespace().next().unwrap_or_default();
        if name == "script" {
            assert!(tag.contains("application/json") || tag.contains(" src=\"/assets/"), "{path}: <{tag}>");
        }
        let attributes = tag.split_once(' ').map_or("", |(_, rest)| rest).to_ascii_lowercase();
        let outside_quotes: String = attributes.split('"').step_by(2).collect::<Vec<_>>().join("=");
        for word in outside_quotes.split(|c: char| c.is_whitespace() || c == '=') {
            assert!(word != "style" && !(word.starts_with("on") && name != "script"), "{path}: <{tag}>");
        }
        assert!(!attributes.contains("javascript:"), "{path}: <{tag}>");
    }
}

#[tokio::test]
async fn machines_get_a_problem_and_people_a_page() {
    let server = Server::start().await;
    for path in ["/api/nada", "/api/v1/chat/nada", "/api/v1/staff/../../nada"] {
        assert_eq!(
            problem(server.get(path).send().await.unwrap()).await,
            (404, "not_found".to_owned()),
            "{path}"
        );
    }
    for (path, status) in
        [("/nada", 404), ("/consola/nada", 404), ("/w/nonesuch", 404), ("/w/demo/ver", 405), ("/assets", 404)]
    {
        let response = server.get(path).send().await.unwrap();
        assert_eq!(response.status(), status, "{path}");
        assert!(header(&response, "content-type").starts_with("text/html"), "{path}");
        assert!(response.text().await.unwrap().contains("<h1"), "{path}");
    }
    let crossed = server.http.post(server.url("/chat")).send().await.unwrap();
    assert!(header(&crossed, "content-type").starts_with("text/html"), "a person's refusal is a page");
}

#[tokio::test]
async fn other_methods_are_refused_without_internals() {
    let server = Server::start().await;
    let posts =
        ["/chat/ver", "/w/demo/ver", "/consola/entrar", "/api/v1/chat/messages", "/api/v1/loans/schedule"];
    for path in
        PAGES.into_iter().chain(posts).chain(["/healthz", "/assets/x.js", "/api/v1/chat/conversation"])
    {
        for method in ["OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "PROPFIND"] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let request =
                server.http.request(method.clone(), server.url(path)).header("origin", &server.origin);
            let response = request.header("x-secret", "eco").send().await.unwrap();
            assert_eq!(response.status(), 405, "{method} {path}");
            assert!(!header(&response, "allow").is_empty(), "{method} {path}");
            let body = response.text().await.unwrap();
            assert!(
                !body.contains("eco\"") && !body.contains("x-secret"),
                "{method} {path}: nothing is echoed"
            );
        }
    }
}

#[tokio::test]
async fn a_head_answers_like_a_get_without_a_body() {
    let server = Server::start().await;
    for path in PAGES {
        let response = server.http.head(server.url(path)).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(response.text().await.unwrap(), "", "{path}");
    }
}

#[tokio::test]
async fn what_a_client_says_of_itself_changes_nothing() {
    let server = Server::with(&[("limits.chat_starts_per_minute", "2")]).await;
    let ana = server.staff("ana", &["pp"]).await;
    let said = [
        "x-forwarded-for",
        "x-forwarded-user",
        "x-user-id",
        "x-real-ip",
        "forwarded",
        "x-original-url",
        "x-remote-user",
    ];
    for (n, name) in said.into_iter().enumerate() {
        let value = if name == "x-original-url" { "/consola" } else { ana.id.as_str() };
        let queue = server.get("/api/v1/staff/queue").header(name, value).send().await.unwrap();
        assert_eq!(queue.status(), 401, "{name}");
        let citizen = server.citizen();
        let request = citizen.with(server.post("/api/v1/chat/messages")).header(name, format!("10.0.0.{n}"));
        let status = request.json(&message(Some("pp"), "hola")).send().await.unwrap().status();
        assert_eq!(status, if n < 2 { 200 } else { 429 }, "{name} does not make another address");
    }
    let override_method = server.get("/api/v1/chat/end").header("x-http-method-override", "POST");
    assert_eq!(override_method.send().await.unwrap().status(), 405);
}

#[tokio::test]
async fn behind_a_named_proxy_the_nearest_address_counts() {
    let server = Server::with(&[("limits.chat_starts_per_minute", "1")]).await;
    let config = server::config::load(&server::config::Overlay {
        flags: vec![("secrets.key".into(), "k".repeat(32))],
        ..server::config::Overlay::default()
    });
    assert!(
        config.is_ok_and(|config| config.server.trusted_proxies.is_empty()),
        "nobody is believed by default"
    );
    assert_eq!(server.citizen().send(&message(Some("pp"), "hola")).await.status(), 200);
    assert_eq!(server.citizen().send(&message(Some("pp"), "hola")).await.status(), 429);
}

#[tokio::test]
async fn no_answer_ever_shows_internals() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    server.hire("eva", &["pp"], Some("tres caballos verdes")).await;
    let citizen = server.citizen();
    citizen.say("pp", "hola").await;
    let id = ana.only_waiting().await;
    let mut bodies = Vec::new();
    for path in PAGES.into_iter().chain(OTHERS) {
        bodies.push(server.page(path).await);
        bodies.push(ana.get(path).send().await.unwrap().text().await.unwrap());
    }
    for hostile in ["{\"", "[[[[", "null", "{\"text\":\"\\ud800\"}", "\u{0}", "' OR 1=1 --"] {
        for path in ["messages", "end", "resume"] {
            let request = server.post(&format!("/api/v1/chat/{path}")).header("x-conv", mint());
            let request = request.header("content-type", "application/json").body(hostile);
            bodies.push(request.send().await.unwrap().text().await.unwrap());
        }
        for action in ["pass", "messages", "read"] {
            let request = ana.post(&format!("/api/v1/staff/conversations/{id}/{action}"));
            let request = request.header("content-type", "application/json").body(hostile);
            bodies.push(request.send().await.unwrap().text().await.unwrap());
        }
    }
    bodies.push(server.sign_in("eva", "otra cosa larga").await.text().await.unwrap());
    bodies.push(serde_json::to_string(&ana.open(&id).await).unwrap());
    for body in bodies {
        for internal in [
            "$argon2",
            "panicked",
            "server/src",
            ".rs:",
            "/work/",
            "sqlx",
            "SQLITE",
            "sea_orm",
            "RUST_BACKTRACE",
        ] {
            assert!(!body.contains(internal), "{internal} in {body:.300}");
        }
    }
}

#[tokio::test]
async fn the_console_answers_only_on_its_own_host_when_it_has_one() {
    let server = Server::with(&[("server.console_origin", "https://consola.example")]).await;
    for path in ["/consola", "/consola/clave", "/api/v1/staff/queue"] {
        assert_eq!(server.get(path).send().await.unwrap().status(), 404, "{path}");
        let there = server.get(path).header("host", "consola.example").send().await.unwrap();
        assert_ne!(there.status(), 404, "{path}");
    }
    assert_eq!(server.get("/chat").send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn large_bodies_are_a_problem_for_machines() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    let body = serde_json::json!({ "client_id": uuid(), "text": "x".repeat(70_000) });
    assert_eq!(problem(ana.act_with(&uuid(), "messages", body).await).await, (413, "too_large".to_owned()));
}

/// Path, methods and codes of every operation: a change of the API is seen in review.
#[tokio::test]
async fn the_api_is_described_as_it_is() {
    let server = Server::start().await;
    let document: Value = server.get("/api/openapi.json").send().await.unwrap().json().await.unwrap();
    let mut operations = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let codes: Vec<_> = operation["responses"].as_object().unwrap().keys().cloned().collect();
            operations.insert(format!("{} {path}: {}", method.to_uppercase(), codes.join(" ")));
        }
    }
    insta::assert_snapshot!(operations.into_iter().collect::<Vec<_>>().join("\n"));
    for (path, methods) in document["paths"].as_object().unwrap() {
        let wanted = path.replace("{id}", &uuid());
        let method = methods.as_object().unwrap().keys().next().unwrap().to_uppercase();
        let request =
            server.http.request(Method::from_bytes(method.as_bytes()).unwrap(), server.url(&wanted));
        let status = request.header("origin", &server.origin).send().await.unwrap().status().as_u16();
        assert_ne!(status, 405, "{method} {path} is served");
    }
}
