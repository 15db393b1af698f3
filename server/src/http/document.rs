//! The HTML document around a rendered view: head, state for the WASM, and the content security policy
//! that goes with exactly this document. No inline script, ever.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{error::Error, state::App};

pub struct Document {
    pub title: String,
    pub description: String,
    /// Trunk's bundle and our style of the same name: `site`, `widget`, `console`.
    pub bundle: &'static str,
    /// What the WASM hydrates from; a page without it carries no script.
    pub state: Option<String>,
    /// Attributes of `<html>` beside the language.
    pub attributes: Vec<(&'static str, String)>,
    pub body: String,
    /// Value of `frame-ancestors`; `'none'` but for the widget.
    pub frame_ancestors: String,
    /// Put the style into the document: one request less before the panel can be typed in.
    pub inline_style: bool,
    /// Sites this page may show in a frame (the webmaster's preview shows our own widget).
    pub frames_self: bool,
}

impl Document {
    pub fn page(bundle: &'static str, title: String, description: String, body: String) -> Self {
        Self {
            title,
            description,
            bundle,
            body,
            state: None,
            attributes: Vec::new(),
            frame_ancestors: "'none'".to_owned(),
            inline_style: false,
            frames_self: false,
        }
    }

    /// # Errors
    /// `Internal` when the state cannot be written as JSON.
    pub fn with_state(mut self, state: &impl Serialize) -> Result<Self, Error> {
        let json =
            serde_json::to_string(state).map_err(|error| Error::Internal(format!("state: {error}")))?;
        // `</script>` and `<!--` inside a string would end the block early.
        self.state = Some(json.replace('<', "\\u003c"));
        Ok(self)
    }

    pub fn answer(self, app: &App) -> Response {
        let (style, style_source) = self.style(app);
        let policy = self.policy(&style_source);
        let html = self.html(app, &style);
        let mut response = Html(html).into_response();
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response
    }

    /// The style's markup and its source for the policy.
    fn style(&self, app: &App) -> (String, String) {
        let name = format!("{}.css", self.bundle);
        if self.inline_style {
            let css = app.assets.named(&name).map(|file| String::from_utf8_lossy(&file.plain).into_owned());
            let css = css.unwrap_or_default();
            let digest = STANDARD.encode(Sha256::digest(css.as_bytes()));
            return (format!("<style>{css}</style>"), format!("'sha256-{digest}'"));
        }
        let link = app.assets.url(&name).map(|url| format!("<link rel=\"stylesheet\" href=\"{url}\">"));
        (link.unwrap_or_default(), "'self'".to_owned())
    }

    fn policy(&self, style: &str) -> String {
        let script = if self.state.is_some() { "'self' 'wasm-unsafe-eval'" } else { "'none'" };
        let frames = if self.frames_self { "'self'" } else { "'none'" };
        format!(
            "default-src 'none'; script-src {script}; style-src {style}; img-src 'self' data:; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; object-src 'none'; frame-src {frames}; frame-ancestors {}",
            self.frame_ancestors
        )
    }

    fn html(&self, app: &App, style: &str) -> String {
        let attributes = self.attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escape(value)));
        let attributes = attributes.collect::<Vec<_>>().concat();
        let icon = app.assets.url("favicon.svg").map(|url| format!("<link rel=\"icon\" href=\"{url}\">"));
        format!(
            "<!doctype html><html lang=\"es-MX\"{attributes}><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, interactive-widget=resizes-content\">\
             <title>{}</title><meta name=\"description\" content=\"{}\">\
             <meta name=\"color-scheme\" content=\"light dark\">{}{style}{}</head><body>{}</body></html>",
            escape(&self.title),
            escape(&self.description),
            icon.unwrap_or_default(),
            self.scripts(app),
            self.body,
        )
    }

    fn scripts(&self, app: &App) -> String {
        let Some(state) = &self.state else { return String::new() };
        let block = format!("<script type=\"application/json\" id=\"page\">{state}</script>");
        let urls = (
            app.assets.url(&format!("{}.js", self.bundle)),
            app.assets.url(&format!("{}.wasm", self.bundle)),
        );
        match urls {
            (Some(js), Some(wasm)) => {
                format!("{block}<script type=\"module\" src=\"{js}\" data-wasm=\"{wasm}\"></script>")
            }
            _ => block,
        }
    }
}

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// Value of a cookie, when the request carries it.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}
