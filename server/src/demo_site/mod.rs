//! The page of an invented municipality, on another site than ours, to try the widget where it lives.
//!
//! `localhost` and `127.0.0.1` are different sites to a browser, the same address on another port is
//! not: the demo page answers on `localhost`, Puente on `127.0.0.1`.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use tokio::net::TcpListener;

const PAGE: &str = include_str!("index.html");
const STYLE: &str = include_str!("estilo.css");
const WITH_LOADER: &str = r#"<script src="{{PUENTE}}/embed.js" data-site="{{SITE}}" defer></script>
<noscript><a class="chat-sin-script" href="{{PUENTE}}/w/{{SITE}}">Abrir el chat de ayuda</a></noscript>"#;
const WITH_FRAME: &str = r#"<section class="contenedor marco" aria-labelledby="chat-titulo">
<h2 id="chat-titulo">Chat de ayuda</h2>
<iframe src="{{PUENTE}}/w/{{SITE}}" title="Chat de ayuda" referrerpolicy="origin"></iframe>
</section>"#;
const NOT_FOUND: &str = "<!doctype html><html lang=\"es-MX\"><meta charset=\"utf-8\">\
    <title>Página no encontrada</title><h1>Esta página no existe</h1>\
    <p><a href=\"/\">Volver al inicio del municipio de ejemplo</a></p>";

/// Serves the demo page on `port` of both loopback addresses until Ctrl-C.
///
/// # Errors
/// When 127.0.0.1 cannot be bound, or `puente` cannot stand in a header.
pub async fn serve(port: u16, puente: String, site: String) -> io::Result<()> {
    let app = router(Pages::new(&puente, &site)?);
    let four = listen(Ipv4Addr::LOCALHOST.into(), port).await?;
    // Browsers try ::1 first for `localhost`; a machine without IPv6 does without.
    match listen(Ipv6Addr::LOCALHOST.into(), port).await {
        Ok(six) => {
            tokio::try_join!(answer(four, app.clone()), answer(six, app))?;
        }
        Err(_) => answer(four, app).await?,
    }
    Ok(())
}

async fn listen(address: IpAddr, port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((address, port)).await
}

async fn answer(listener: TcpListener, app: Router) -> io::Result<()> {
    axum::serve(listener, app).with_graceful_shutdown(interrupted()).await
}

async fn interrupted() {
    // Without a signal handler the process ends by the system's default anyway.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// What the routes answer, filled in once at the start.
#[derive(Clone)]
struct Pages {
    loader: String,
    frame: String,
    policy: HeaderValue,
}

impl Pages {
    fn new(puente: &str, site: &str) -> io::Result<Self> {
        Ok(Self {
            loader: fill(&PAGE.replace("{{CHAT}}", WITH_LOADER), puente, site),
            frame: fill(&PAGE.replace("{{CHAT}}", WITH_FRAME), puente, site),
            policy: policy(puente)?,
        })
    }
}

fn fill(template: &str, puente: &str, site: &str) -> String {
    template.replace("{{PUENTE}}", &escape(puente)).replace("{{SITE}}", &escape(site))
}

fn escape(value: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// The strictest host: exactly the two sources that the webmaster's page asks for.
fn policy(puente: &str) -> io::Result<HeaderValue> {
    let policy = format!("default-src 'self'; script-src 'self' {puente}; frame-src {puente}");
    HeaderValue::try_from(policy).map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))
}

fn router(pages: Pages) -> Router {
    Router::new()
        .route("/", get(index))
        .route("/con-csp", get(strict))
        .route("/iframe", get(framed))
        .route("/estilo.css", get(style))
        .fallback(not_found)
        .with_state(pages)
}

/// Never cached: the port or the site may be another at the next start.
fn fresh() -> (HeaderName, HeaderValue) {
    (CACHE_CONTROL, HeaderValue::from_static("no-store"))
}

async fn index(State(pages): State<Pages>) -> impl IntoResponse {
    ([fresh()], Html(pages.loader))
}

async fn strict(State(pages): State<Pages>) -> impl IntoResponse {
    let policy = (CONTENT_SECURITY_POLICY, pages.policy);
    ([fresh(), policy], Html(pages.loader))
}

async fn framed(State(pages): State<Pages>) -> impl IntoResponse {
    ([fresh()], Html(pages.frame))
}

async fn style() -> impl IntoResponse {
    let css = (CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"));
    ([fresh(), css], STYLE)
}

async fn not_found() -> impl IntoResponse {
    (StatusCode::NOT_FOUND, [fresh()], Html(NOT_FOUND))
}

#[cfg(test)]
mod tests {
    use super::{Pages, fill, policy};

    #[test]
    fn placeholders_are_filled_with_escaped_values() {
        let filled = fill("{{PUENTE}} {{SITE}}", "http://127.0.0.1:8080", "a\"><b");
        assert_eq!(filled, "http://127.0.0.1:8080 a&quot;&gt;&lt;b");
    }

    #[test]
    fn the_page_carries_the_snippet_and_no_placeholder() {
        let pages = Pages::new("http://127.0.0.1:8080", "demo").unwrap();
        assert!(pages.loader.contains(r#"src="http://127.0.0.1:8080/embed.js" data-site="demo" defer"#));
        assert!(pages.frame.contains("<iframe"));
        assert!(!format!("{}{}", pages.loader, pages.frame).contains("{{"));
    }

    #[test]
    fn a_value_that_breaks_the_header_is_refused() {
        assert!(policy("http://a\r\nset-cookie: b").is_err());
    }
}
