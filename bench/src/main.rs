//! `puente-bench CASE`: client processes for `cargo xtask bench`. Each case starts the release server it
//! measures as a process of its own, prints a table, and ends with an error when a gate is missed.
//! docs/PERFORMANCE.md says what each figure means.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool prints its table")]

mod cases;
mod citizen;
mod clock;
mod fsyncs;
mod gate;
mod member;
mod operator;
mod pace;
mod postgres;
mod server;
mod setup;
mod socket;
mod stats;
mod webhook;

use std::process::ExitCode;

/// What can go wrong here is for a person to read.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[tokio::main]
async fn main() -> ExitCode {
    let case = std::env::args().nth(1).unwrap_or_default();
    let outcome = match case.as_str() {
        "throughput" => cases::throughput::run().await,
        "latency" => cases::latency::run().await,
        "sockets" => cases::sockets::run().await,
        "load" => cases::load::run().await,
        "sign-ins" => cases::sign_ins::run().await,
        other => {
            Err(format!("unknown case \"{other}\": throughput, latency, sockets, load or sign-ins").into())
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
