//! The one binary's subcommands, one file each.

mod backup;
mod check_config;
mod demo_site;
mod line;
mod migrate;
mod padron;
mod purge;
mod quote;
mod restore;
mod serve;
mod staff;
mod whatsapp_sim;
mod worker;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::config::Overlay;

/// Puente: the citizen-service platform.
#[derive(Parser)]
#[command(name = "server", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// The institution's configuration file; the checked-in ISSEG file without it.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// Lay the demo's configuration over the institution's.
    #[arg(long, global = true)]
    demo: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages, the API and the sockets.
    Serve(serve::Args),
    /// Apply the missing database migrations and stop.
    Migrate,
    /// Validate the configuration and stop; says which key is wrong.
    CheckConfig,
    /// Add and help the people who attend the desks.
    #[command(subcommand)]
    Staff(staff::Command),
    /// The roster of derechohabientes.
    #[command(subcommand)]
    Padron(padron::Command),
    /// Write a checked copy of the database to a file, while the service runs.
    Backup(backup::Args),
    /// Make the database what it was when a backup was written; the service must be stopped.
    Restore(restore::Args),
    /// Delete what was kept long enough, as the service does every night; --dry-run only counts it.
    Purge(purge::Args),
    /// Print a loan's table as the API computes it; nothing is read but the products, and only for --product.
    Quote(Box<quote::Args>),
    /// Run the jobs without serving, beside servers with `jobs.in_serve = false`; PostgreSQL only.
    Worker,
    /// What keeps a WhatsApp line from sending.
    #[command(subcommand)]
    Line(line::Command),
    /// Serve the demo's municipal page, on which the widget stands as on any other site.
    DemoSite(demo_site::Args),
    /// Play Meta's API and the phones of invented citizens, to try the WhatsApp lines without an account.
    WhatsappSim(whatsapp_sim::Args),
}

impl Cli {
    /// Runs the subcommand; a failure is one line on the error output.
    pub async fn run(self) -> ExitCode {
        let overlay = Overlay { file: self.config, demo: self.demo, flags: Vec::new() };
        let outcome = match self.command {
            Command::Serve(args) => serve::run(overlay, args).await,
            Command::Migrate => migrate::run(&overlay).await,
            Command::CheckConfig => check_config::run(&overlay),
            Command::Staff(command) => staff::run(&overlay, command).await,
            Command::Padron(command) => padron::run(&overlay, command).await,
            Command::Backup(args) => backup::run(&overlay, args).await,
            Command::Restore(args) => restore::run(&overlay, args).await,
            Command::Purge(args) => purge::run(&overlay, args).await,
            Command::Quote(args) => quote::run(&overlay, &args),
            Command::Worker => worker::run(&overlay).await,
            Command::Line(command) => line::run(&overlay, command).await,
            Command::DemoSite(args) => demo_site::run(args).await,
            Command::WhatsappSim(args) => whatsapp_sim::run(&overlay, args).await,
        };
        match outcome {
            Ok(()) => ExitCode::SUCCESS,
            Err(message) => {
                tell_error(&message);
                ExitCode::FAILURE
            }
        }
    }
}

/// What a person at the terminal asked for. The service itself logs instead.
#[allow(clippy::print_stdout, reason = "the command line's own answers")]
fn tell(line: &str) {
    println!("{line}");
}

/// As it is, for what other programs read.
#[allow(clippy::print_stdout, reason = "the command line's own answers")]
fn tell_exactly(text: &str) {
    print!("{text}");
}

#[allow(clippy::print_stderr, reason = "the command line's own answers")]
fn tell_error(line: &str) {
    eprintln!("error: {line}");
}
