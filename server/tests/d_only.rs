#![allow(dead_code, unused_imports, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#[path = "it/binary.rs"]
mod binary;
#[path = "it/chat.rs"]
mod chat;
#[path = "it/cluster.rs"]
mod cluster;
#[path = "it/engine.rs"]
mod engine;
#[path = "it/forms.rs"]
mod forms;
#[path = "it/live.rs"]
mod live;
#[path = "it/members_chat.rs"]
mod members_chat;
#[path = "it/members_padron.rs"]
mod members_padron;
#[path = "it/members_sessions.rs"]
mod members_sessions;
#[path = "it/members_sign_in.rs"]
mod members_sign_in;
#[path = "it/members_support.rs"]
mod members_support;
#[path = "it/members_ticket.rs"]
mod members_ticket;
#[path = "it/staff_sessions.rs"]
mod staff_sessions;
#[path = "it/staff_sign_in.rs"]
mod staff_sign_in;
#[path = "it/support.rs"]
mod support;
