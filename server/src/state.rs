//! What every request can reach. Built once, cheap to clone.

use std::{ops::Deref, sync::Arc};

use tokio_util::sync::CancellationToken;

use crate::{
    accounts::Hasher,
    assets::Assets,
    clock::Clock,
    config::{Config, Site},
    live::Hub,
    rates::Rates,
    redacted::Redacted,
    routing::Routing,
    store::Store,
};

/// Site key of the institution's own full page, `/chat`.
pub const OWN_SITE: &str = "isseg";

#[derive(Clone)]
pub struct App(Arc<Inner>);

pub struct Inner {
    pub config: Config,
    pub clock: Clock,
    pub store: Store,
    pub routing: Routing,
    pub live: Hub,
    pub hasher: Hasher,
    pub rates: Rates,
    pub assets: Assets,
    /// Resume codes are derived from it.
    pub secret: Redacted<String>,
    /// The demo's accounts for the sign-in page, `user / password`.
    pub demo_accounts: Vec<String>,
    /// Cancelled when the service is to stop: sockets and long polls end.
    pub stop: CancellationToken,
}

impl Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// # Errors
    /// A sentence naming the configuration key.
    pub fn new(config: Config, clock: Clock, store: Store, assets: Assets) -> Result<Self, String> {
        let routing = Routing::new(&config)?;
        let rates = Rates::new(&config.limits);
        let secret = config.secrets.key.clone();
        Ok(Self(Arc::new(Inner {
            routing,
            rates,
            secret,
            clock,
            store,
            assets,
            config,
            live: Hub::default(),
            hasher: Hasher::default(),
            demo_accounts: Vec::new(),
            stop: CancellationToken::new(),
        })))
    }

    /// Before anything else holds the state, the demo adds its accounts.
    #[must_use]
    pub fn with_demo_accounts(mut self, accounts: Vec<String>) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            inner.demo_accounts = accounts;
        }
        self
    }

    /// Takes the configuration back, when nothing else holds the state.
    pub fn into_config(self) -> Option<Config> {
        Arc::into_inner(self.0).map(|inner| inner.config)
    }

    pub fn site(&self, key: &str) -> Option<&Site> {
        self.config.sites.get(key)
    }

    /// "Reloj de demostración: miércoles 18 de noviembre, 10:03", when the clock is shifted.
    pub fn demo_clock(&self) -> Option<String> {
        let local = self.clock.local(self.clock.now());
        let date = crate::routing::spoken_date(local.date(), local.date());
        let time = format!("{}:{:02}", local.hour(), local.minute());
        self.clock.is_shifted().then(|| format!("Demostración: {date}, {time}"))
    }
}
