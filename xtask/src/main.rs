//! `cargo xtask`: sets a fresh machine up, then runs, tests, lints, builds or measures Puente.
#![allow(clippy::print_stdout, reason = "a command-line tool: printing is how it shows progress")]

mod args;
mod assets;
mod bench;
mod browser;
mod budgets;
mod build;
mod bundles;
mod children;
mod docs;
mod fingerprint;
mod lint;
mod loans;
mod npm;
mod pair;
mod ports;
mod postgres;
mod process;
mod progress;
mod proxy;
mod run;
mod system;
mod test;
mod tools;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use args::Task;
use process::Outcome;

fn main() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("\nxtask: {message}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> Outcome<()> {
    let task = args::parse(std::env::args().skip(1))?;
    enter_root()?;
    match task {
        Task::Help => print_help(),
        Task::Run(options) => return run::run(&options),
        Task::Test(options) => return test::test(&options),
        Task::Lint => return lint::lint(),
        Task::Build { pristine } => return build::build(pristine),
        Task::Bench(subject) => return bench::bench(subject),
    }
    Ok(())
}

fn print_help() {
    println!("{}", args::HELP);
}

/// Every path in here is relative to the workspace, wherever inside it the command was typed.
fn enter_root() -> Outcome<()> {
    let here =
        std::env::current_dir().map_err(|error| format!("no se puede leer la carpeta actual: {error}"))?;
    let root = workspace_root(&here).ok_or("ejecute `cargo xtask` dentro del repositorio de Puente")?;
    std::env::set_current_dir(&root)
        .map_err(|error| format!("no se puede entrar a {}: {error}", root.display()))
}

fn workspace_root(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join("xtask/Cargo.toml").is_file()).map(Path::to_path_buf)
}
