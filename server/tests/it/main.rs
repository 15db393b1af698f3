//! The server's tests: real HTTP and real sockets against the whole router, on a clock that stands still.
//! One binary, so that it links once; each test has its own server, port and database.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what failed by stopping"
)]

mod binary;
mod calculator;
mod chat;
mod forms;
mod health;
mod lifetimes;
mod live;
mod loans;
mod platform;
mod postgres;
mod sites;
mod staff_desk;
mod staff_sessions;
mod staff_sign_in;
mod storage;
mod support;
mod texts;
