//! An operator with the console open.

use std::collections::HashMap;

use futures_util::{SinkExt, StreamExt};
use protocol::staff::Opened;
use reqwest::{Client, redirect::Policy};
use tokio::sync::{mpsc, watch};
use tokio_tungstenite::tungstenite::Message;

use crate::{Outcome, server::Server, socket};

/// The demo's own account.
const USERNAME: &str = "ana";
const PASSWORD: &str = "talavera azul y cantera";

#[derive(Clone)]
pub struct Operator {
    http: Client,
    origin: String,
    cookie: String,
}

impl Operator {
    pub async fn sign_in(server: &Server) -> Outcome<Self> {
        let http = Client::builder().redirect(Policy::none()).build()?;
        let form = HashMap::from([("username", USERNAME), ("password", PASSWORD)]);
        let request = http.post(format!("{}/consola/entrar", server.origin)).form(&form);
        let answer =
            request.header("origin", &server.origin).header("sec-fetch-site", "same-origin").send().await?;
        let lines = answer.headers().get_all("set-cookie").iter().filter_map(|line| line.to_str().ok());
        let cookie =
            lines.filter_map(|line| line.split(';').next()).find(|pair| pair.starts_with("__Host-consola="));
        let cookie = cookie.ok_or("the demo's operator could not sign in")?.to_owned();
        Ok(Self { http, origin: server.origin.clone(), cookie })
    }

    /// What the console asks when a conversation it shows has changed.
    pub async fn open(&self, id: &str, after: i64) -> Outcome<Opened> {
        self.read(&format!("/api/v1/staff/conversations/{id}?after={after}")).await
    }

    async fn read<T: serde::de::DeserializeOwned>(&self, path: &str) -> Outcome<T> {
        let request = self.http.get(format!("{}{path}", self.origin)).header("cookie", &self.cookie);
        Ok(request.send().await?.error_for_status()?.json().await?)
    }

    /// The console's line: ids of conversations that changed. It lives until the receiver is dropped.
    pub async fn listen(&self, server: &Server) -> Outcome<mpsc::UnboundedReceiver<String>> {
        let mut line =
            socket::open(&server.origin, server.port, "/api/v1/staff/live", Some(&self.cookie)).await?;
        let (pokes, received) = mpsc::unbounded_channel();
        let (ready, mut is_ready) = watch::channel(false);
        tokio::spawn(async move {
            while let Some(Ok(Message::Text(text))) = line.next().await {
                let frame: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
                let id = frame["id"].as_str().map(str::to_owned);
                let gone = id.is_some_and(|id| pokes.send(id).is_err());
                let answered =
                    frame["type"] != "tick" || line.send(Message::text("{\"type\":\"alive\"}")).await.is_ok();
                // Nobody waits for it twice.
                let _ = ready.send(true);
                if gone || !answered {
                    return;
                }
            }
        });
        // The first tick comes at once: from then on the console is told.
        is_ready.wait_for(|ready| *ready).await?;
        Ok(received)
    }
}
