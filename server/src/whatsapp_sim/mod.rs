//! `server whatsapp-sim`: a double of the Graph API and of citizens' phones, to try the whole loop without
//! an account of Meta's.
//!
//! It speaks only HTTP to Puente, has none of its data, and Puente has no branch that knows it: it is
//! configured as Meta would be (`whatsapp.graph_url`). It reads the same configuration for lines and secrets.
//!
//! # For Puente
//!
//! - `POST /{version}/{phone_number_id}/messages` as in Graph: texts, `status: read`, and Graph's errors.
//! - It posts signed webhooks to `/webhooks/whatsapp` and repeats what was not answered with 200.
//!
//! # For its page and for tests (JSON; refusals are `{"error": "in words"}`)
//!
//! | request | body, answer |
//! |---|---|
//! | `GET /state` | `{verified, link, now, clock, people, lines, behaviour, webhooks: {pending, trouble}}` |
//! | `GET /phones/{id}/messages?line=pp` | `{messages: [{id, mine, kind, text, time, at, state}]}`, what is on the screen |
//! | `POST /phones/{id}/send` | `{line, kind, ...}`: `text` {text}, `texts` {texts} in one body, `image` {caption?}, `location`, `sticker`, `reaction` {emoji}; any with `seconds_ago`; answers `{ids}` |
//! | `POST /phones/{id}/duplicate` | `{times?}`: the last body again, byte for byte, all at once |
//! | `POST /phones/{id}/settings` | `{online?, reads?, looking?}`: a message counts as read where the phone reads and looks at that line |
//! | `POST /behaviour` | `{next_send?, statuses?, pace_ms?}`: `next_send` is `"131047"`, `"190"`, `"131056"`, `"131026"`, `"timeout"`, `"timeout_lost"`, `"502"` or `"ok"`; `statuses` is `"ordered"` or `"reversed"`; `pace_ms` lies between statuses |
//!
//! `state` of a message is `accepted`, `sent`, `delivered`, `read` or `failed`; the phone's own is `delivered`
//! once Puente has answered 200, and `read` once Puente has said so.

mod behaviour;
mod courier;
mod graph;
mod link;
mod page;
mod phones;
mod settings;
mod statuses;
#[cfg(test)]
mod tests;
mod webhook;
mod world;

use std::{
    future::IntoFuture,
    io,
    net::Ipv4Addr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Router,
    routing::{get, post},
};
use tokio::net::TcpListener;

pub use self::settings::Settings;
use self::{link::Link, world::World};
use crate::clock::Millis;

/// Serves the simulator on `port` of 127.0.0.1 until Ctrl-C.
///
/// # Errors
/// When the port cannot be bound, or no HTTP client can be made.
pub async fn serve(port: u16, settings: Settings) -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let sim = Sim::new(settings).map_err(io::Error::other)?;
    tokio::spawn(link::keep(sim.clone()));
    // Nothing is drained: a request that plays dead would hold the end up, and there is nothing to save.
    tokio::select! {
        served = axum::serve(listener, router(sim)).into_future() => served,
        () = interrupted() => Ok(()),
    }
}

async fn interrupted() {
    // Without a signal handler the process ends by the system's default anyway.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[derive(Clone)]
struct Sim(Arc<Inner>);

struct Inner {
    settings: Settings,
    http: reqwest::Client,
    world: Mutex<World>,
    link: Mutex<Link>,
}

impl std::ops::Deref for Sim {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Sim {
    fn new(settings: Settings) -> Result<Self, reqwest::Error> {
        let http = crate::http_client::builder(&settings.puente).build()?;
        Ok(Self(Arc::new(Inner { settings, http, world: Mutex::default(), link: Mutex::default() })))
    }

    /// Held for a few lines, never across an await.
    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn link(&self) -> MutexGuard<'_, Link> {
        self.link.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puente's time; none until it has been read once.
    fn known_now(&self) -> Option<Millis> {
        self.link().clock.as_ref().map(crate::clock::Clock::now)
    }

    /// Puente's time, for what only happens once Puente has spoken; else the machine's.
    fn now(&self) -> Millis {
        let machine = || crate::clock::Clock::system(self.settings.zone.clone()).now();
        self.known_now().unwrap_or_else(machine)
    }
}

fn router(sim: Sim) -> Router {
    Router::new()
        .route("/", get(page::page))
        .route("/telefonos.css", get(page::style))
        .route("/telefonos.js", get(page::script))
        .route("/icono.svg", get(page::icon))
        .route("/state", get(phones::view::state))
        .route("/behaviour", post(behaviour::change))
        .route("/phones/{id}/messages", get(phones::view::messages))
        .route("/phones/{id}/send", post(phones::send::send))
        .route("/phones/{id}/duplicate", post(phones::send::duplicate))
        .route("/phones/{id}/settings", post(phones::settings::change))
        .route("/{version}/{phone_number_id}/messages", post(graph::messages))
        .with_state(sim)
}
