//! The WhatsApp Cloud API as the institute uses it: what arrives (signature, envelope, items, identity)
//! and what leaves (requests, parts, answers, error lanes). Pure functions: no I/O and no clock.
#![forbid(unsafe_code)]

mod answer;
mod envelope;
mod errors;
mod identity;
pub mod inbound;
mod json;
mod message;
mod send;
pub mod signature;
mod split;
pub mod spoken;
mod status;

pub use answer::{Accepted, Answer, GraphError, answer};
pub use envelope::read;
pub use errors::{Lane, UNEXPLAINED, WINDOW_CLOSED, failure_reason, lane, line_reason, reason, throttles};
pub use identity::{Identity, is_bsuid};
pub use send::{Recipient, text_message};
pub use split::{TEXT_LIMIT, split};
