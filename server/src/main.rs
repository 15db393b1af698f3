use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

/// The system's allocator keeps what password hashes and bursts of connections needed: 110 MB resident after the
/// demo's seeding against 35, and three times as much for each idle socket (docs/PERFORMANCE.md).
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    server::cli::Cli::parse().run().await
}
