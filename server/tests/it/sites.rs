//! Which pages may show the panel, and who may post to it.

use serde_json::json;

use crate::support::{Server, header, message, mint, problem, rows, uuid};

#[tokio::test]
async fn an_unknown_site_key_is_not_found_and_leaves_no_row() {
    let server = Server::start().await;
    for path in ["/w/nonesuch", "/w/%00", "/w/demo%20", "/w/DEMO", "/w/..%2fdemo", "/w/%FF"] {
        assert_eq!(server.get(path).send().await.unwrap().status(), 404, "{path}");
        let form =
            [("token", mint()), ("client_id", uuid()), ("topic", "pp".into()), ("text", "hola".into())];
        assert_eq!(server.post(path).form(&form).send().await.unwrap().status(), 404, "{path}");
    }
    let body = protocol::chat::Send { site: "nonesuch".into(), ..message(Some("pp"), "hola") };
    assert_eq!(problem(server.citizen().send(&body).await).await, (404, "unknown_site".to_owned()));
    assert_eq!(rows(&server, "conversation").await + rows(&server, "conversation_token").await, 0);
}

#[tokio::test]
async fn a_referer_that_is_present_must_be_the_sites_own() {
    let server = Server::start().await;
    for (referer, status) in [
        (None, 200),
        (Some("http://localhost:8081/"), 200),
        (Some("http://localhost:8081/tramites?x=1"), 200),
        (Some(server.url("/integrar").as_str()), 200),
        (Some("https://malo.example/"), 404),
        (Some("http://localhost:8081.malo.example/"), 404),
        (Some("http://localhost:80811/"), 404),
        (Some("https://localhost:8081/"), 404),
        (Some("https://malo.example/?http://localhost:8081/"), 404),
        (Some("null"), 404),
    ] {
        let request = server.get("/w/demo");
        let request = if let Some(referer) = referer { request.header("referer", referer) } else { request };
        assert_eq!(request.send().await.unwrap().status(), status, "{referer:?}");
    }
}

#[tokio::test]
async fn a_post_from_another_site_is_refused_and_stores_nothing() {
    let server = Server::start().await;
    let own = server.origin.clone();
    let heads: [&[(&str, &str)]; 8] = [
        &[],
        &[("sec-fetch-site", "cross-site"), ("origin", &own)],
        &[("sec-fetch-site", "same-site"), ("origin", &own)],
        &[("sec-fetch-site", "none")],
        &[("origin", "https://malo.example")],
        &[("origin", "null")],
        &[("origin", "")],
        &[("sec-fetch-site", "")],
    ];
    for head in heads {
        let with = |path: &str| {
            head.iter().fold(server.http.post(server.url(path)), |request, (name, value)| {
                request.header(*name, *value)
            })
        };
        let form =
            [("token", mint()), ("client_id", uuid()), ("topic", "pp".into()), ("text", "hola".into())];
        for path in ["/w/demo", "/chat", "/chat/terminar", "/consola/entrar", "/consola/salir"] {
            assert_eq!(with(path).form(&form).send().await.unwrap().status(), 403, "{path} {head:?}");
        }
        let api = with("/api/v1/chat/messages").header("x-conv", mint()).json(&message(Some("pp"), "hola"));
        assert_eq!(problem(api.send().await.unwrap()).await, (403, "cross_site".to_owned()), "{head:?}");
        let code = with("/api/v1/chat/resume").json(&json!({ "site": "demo", "code": "x" }));
        assert_eq!(code.send().await.unwrap().status(), 403);
    }
    assert_eq!(rows(&server, "conversation").await, 0);
}

#[tokio::test]
async fn our_own_page_is_known_by_either_header() {
    let server = Server::start().await;
    let post = |head: (&'static str, String)| {
        let request = server.http.post(server.url("/api/v1/chat/messages")).header(head.0, head.1);
        request.header("x-conv", mint()).json(&message(Some("pp"), "hola")).send()
    };
    assert_eq!(post(("sec-fetch-site", "same-origin".into())).await.unwrap().status(), 200);
    assert_eq!(post(("origin", server.origin.clone())).await.unwrap().status(), 200);
}

#[tokio::test]
async fn any_page_may_ask_whether_a_key_is_registered() {
    let server = Server::start().await;
    for (path, status) in [("/w/demo/estado", 204), ("/w/nonesuch/estado", 404)] {
        let request = server
            .get(path)
            .header("origin", "https://malo.example")
            .header("referer", "https://malo.example/");
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(header(&response, "access-control-allow-origin"), "*");
        assert_eq!(header(&response, "set-cookie"), "");
        assert_eq!(response.text().await.unwrap(), "");
    }
}

#[tokio::test]
async fn only_the_panel_may_be_framed_and_only_by_its_site() {
    let server = Server::start().await;
    let ancestors = |policy: &str| {
        let part = policy.split(';').find(|part| part.trim().starts_with("frame-ancestors"));
        part.unwrap_or_default().trim().to_owned()
    };
    for (path, expected) in [
        ("/w/demo", "frame-ancestors 'self' http://localhost:8081"),
        ("/w/isseg", "frame-ancestors 'self' https://isseg.gob.mx https://www.isseg.gob.mx"),
        ("/w/nonesuch", "frame-ancestors 'none'"),
        ("/chat", "frame-ancestors 'none'"),
        ("/consola", "frame-ancestors 'none'"),
        ("/calculadora", "frame-ancestors 'none'"),
        ("/integrar", "frame-ancestors 'none'"),
        ("/api/v1/staff/queue", "frame-ancestors 'none'"),
        ("/nada", "frame-ancestors 'none'"),
    ] {
        let response = server.get(path).send().await.unwrap();
        assert_eq!(ancestors(&header(&response, "content-security-policy")), expected, "{path}");
    }
}
