//! What every request can reach. Built once, cheap to clone.

use std::{ops::Deref, sync::Arc};

use tokio_util::sync::CancellationToken;

use crate::{
    accounts::Hasher,
    assets::Assets,
    clock::Clock,
    config::{Config, Product, Site},
    conversations::Places,
    live::{self, Hub},
    rates::Rates,
    redacted::Redacted,
    routing::Routing,
    store::Store,
    whatsapp::{Graph, outbox::Pace},
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
    pub places: Places,
    pub assets: Assets,
    /// Meta; none while no line is connected.
    pub graph: Option<Graph>,
    pub pace: Pace,
    /// Resume codes are derived from it.
    pub secret: Redacted<String>,
    /// The demo's accounts for the sign-in page, `user / password`.
    pub demo_accounts: Vec<String>,
    /// The demo's derechohabientes for theirs, `CURP / contraseña`.
    pub demo_members: Vec<String>,
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
        let graph = Graph::new(&config)?;
        let secret = config.secrets.key.clone();
        Ok(Self(Arc::new(Inner {
            routing,
            rates,
            graph,
            pace: Pace::default(),
            secret,
            clock,
            store,
            assets,
            config,
            live: Hub::default(),
            places: Places::default(),
            hasher: Hasher::default(),
            demo_accounts: Vec::new(),
            demo_members: Vec::new(),
            stop: CancellationToken::new(),
        })))
    }

    /// On PostgreSQL, the other servers are poked too, and theirs poke this one.
    pub fn share_pokes(&self) {
        if let Some(options) = self.store.notifications() {
            live::share(&self.live, options, &self.stop);
        }
    }

    /// Before anything else holds the state, the demo adds its accounts.
    #[must_use]
    pub fn with_demo_accounts(mut self, staff: Vec<String>, members: Vec<String>) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            (inner.demo_accounts, inner.demo_members) = (staff, members);
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

    /// A loan product by its key, in the version offered now when there is one.
    pub fn product(&self, id: &str) -> Option<&Product> {
        let mut versions = self.config.products.iter().filter(|product| product.id == id);
        versions.clone().find(|product| !product.superseded).or_else(|| versions.next())
    }

    /// The version of a product that was in force on the day a loan was paid out, else its first: a loan keeps the
    /// terms it was granted on. `day` is `AAAA-MM-DD`, and dates written so sort as they follow each other.
    pub fn product_on(&self, id: &str, day: &str) -> Option<&Product> {
        let versions = || self.config.products.iter().filter(|product| product.id == id);
        let in_force = versions().filter(|product| product.valid_from.as_str() <= day);
        let since = |product: &&Product| product.valid_from.clone();
        in_force.max_by_key(since).or_else(|| versions().min_by_key(since))
    }

    /// "Reloj de demostración: miércoles 18 de noviembre, 10:03", when the clock is shifted.
    pub fn demo_clock(&self) -> Option<String> {
        let local = self.clock.local(self.clock.now());
        let date = crate::routing::spoken_date(local.date(), local.date());
        let time = format!("{}:{:02}", local.hour(), local.minute());
        self.clock.is_shifted().then(|| format!("Demostración: {date}, {time}"))
    }
}
