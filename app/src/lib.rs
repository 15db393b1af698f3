//! The interface: rendered on the server, hydrated in the browser.
//!
//! A component renders the same tree on both sides: no markup depends on a feature, a clock or chance.
#![recursion_limit = "256"]

#[cfg(feature = "ssr")]
pub mod account;
#[cfg(feature = "hydrate")]
pub mod boot;
pub mod chat;
pub mod console;
#[cfg(feature = "hydrate")]
mod json;
pub mod loan;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod render;
pub mod text;
pub mod ui;
