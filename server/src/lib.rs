//! Puente's server. `docs/ARCHITECTURE.md` has the map.
#![recursion_limit = "256"]

pub mod accounts;
pub mod assets;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod config;
pub mod conversations;
mod demo;
mod demo_site;
pub mod error;
pub mod http;
pub mod http_client;
pub mod ids;
pub mod jobs;
pub mod limits;
pub mod live;
mod loans;
mod observe;
pub mod padron;
pub mod purge;
pub mod quotes;
pub mod rates;
pub mod redacted;
pub mod routing;
pub mod state;
pub mod store;
pub mod whatsapp;
mod whatsapp_sim;
