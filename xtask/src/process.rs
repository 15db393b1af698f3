//! Running other programs, and the one error type: a line for the person who typed the command.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub type Outcome<T> = Result<T, String>;

/// A command without the variables that `cargo run` set for xtask itself: build scripts that watch
/// `CARGO_MANIFEST_DIR` would otherwise rebuild each time one switches between cargo and cargo xtask.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

pub fn cargo(words: &[&str]) -> Command {
    let mut command = command("cargo");
    command.args(words);
    command
}

/// Runs to the end with the terminal shared: what the program prints is the progress.
pub fn run(command: &mut Command) -> Outcome<()> {
    let line = describe(command);
    let status = command.status().map_err(|error| format!("no se pudo ejecutar `{line}`: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("falló `{line}` ({status})")) }
}

/// What the program printed, when it ran and succeeded.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Absolute, for programs that change folder before they use it.
pub fn absolute(path: &str) -> Outcome<PathBuf> {
    std::path::absolute(path).map_err(|error| cannot("usar", Path::new(path), &error))
}

pub fn cannot(what: &str, path: &Path, error: &std::io::Error) -> String {
    format!("no se puede {what} {}: {error}", path.display())
}

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command() {
        let error = run(Command::new("sh").args(["-c", "exit 3"])).expect_err("exit 3 is a failure");
        assert!(error.contains("sh -c exit 3"), "{error}");
        assert!(run(&mut Command::new("puente-no-such-program")).is_err());
    }

    #[test]
    fn programs_are_found_on_the_path() {
        assert!(on_path("sh").is_some());
        assert!(on_path("puente-no-such-program").is_none());
    }
}
