//! Scripts that drive a real browser against a real server: the browser tests and the benchmarks.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fingerprint::sorted_entries;
use crate::loans;
use crate::process::{Outcome, absolute, command, run};

pub const SERVER: &str = "target/debug/server";
const TESTS: &str = "end2end/tests";

/// Node with what every such script is told. Paths are absolute: a script may change folder.
pub fn node(server: &str, chromium: &Path, postgresql: &Path) -> Outcome<Command> {
    let mut command = told("node", server, postgresql)?;
    command.env("PUENTE_CHROMIUM", chromium);
    Ok(command)
}

/// A program that is told which server, which files and which database it is about.
pub fn told(program: &str, server: &str, postgresql: &Path) -> Outcome<Command> {
    let mut command = command(program);
    loans::told(&mut command)?
        .env("PUENTE_PG_BIN", postgresql)
        .env("PUENTE_SERVER_BIN", absolute(server)?)
        .env("PUENTE_DIST", absolute("dist")?);
    Ok(command)
}

/// One file at a time: each starts a server and a browser, and two cores carry no more.
pub fn test(chromium: &Path, postgresql: &Path) -> Outcome<()> {
    let mut node = node(SERVER, chromium, postgresql)?;
    node.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]);
    run(node.args(test_files()?))
}

/// Listed here because node 20 expands no patterns; none at all would pass without proving anything.
fn test_files() -> Outcome<Vec<PathBuf>> {
    let mut files = if Path::new(TESTS).is_dir() { sorted_entries(Path::new(TESTS))? } else { Vec::new() };
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    if files.is_empty() { Err(format!("no hay pruebas en {TESTS}")) } else { Ok(files) }
}
