//! The wire: every type that crosses between the server and the browser, and nothing else.
//!
//! Times are Unix milliseconds UTC (`at`, `*_at`); money is a decimal string in pesos such as
//! `"1203.15"`; sequence numbers start at 1 and have no gaps inside a conversation.

pub mod account;
pub mod chat;
pub mod curp;
pub mod limits;
pub mod loan;
pub mod problem;
pub mod staff;
