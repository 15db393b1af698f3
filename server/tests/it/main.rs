//! The server's tests: real HTTP and real sockets against the whole router, on a clock that stands still.
//! One binary, so that it links once; each test has its own server, port and database.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what failed by stopping"
)]

mod backup;
mod binary;
mod calculator;
mod chat;
mod closure;
mod cluster;
mod desk_channels;
mod engine;
mod forms;
mod health;
mod indicators;
mod lifetimes;
mod live;
mod loans;
mod loans_described;
mod loans_families;
mod loans_refused;
mod loans_support;
mod members_chat;
mod members_padron;
mod members_sessions;
mod members_sign_in;
mod members_support;
mod members_ticket;
mod members_tokens;
mod meta;
mod outbox;
mod platform;
mod postgres;
mod purge;
mod purge_rows;
mod restore;
mod sites;
mod staff_desk;
mod staff_sessions;
mod staff_sign_in;
mod storage;
mod support;
mod texts;
mod two_processes;
mod two_servers;
mod upgrade;
mod webhook;
mod webhook_examples;
mod webhook_items;
mod webhook_people;
mod webhook_poison;
