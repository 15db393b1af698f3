//! Puente's server. `docs/ARCHITECTURE.md` has the map.
#![recursion_limit = "256"]

pub mod accounts;
pub mod assets;
pub mod cli;
pub mod clock;
pub mod config;
pub mod conversations;
mod demo;
mod demo_site;
pub mod error;
pub mod http;
pub mod ids;
mod jobs;
pub mod limits;
pub mod live;
mod observe;
pub mod rates;
pub mod redacted;
pub mod routing;
pub mod state;
pub mod store;
pub mod whatsapp;
