//! What the bundles are built with: the wasm target, and Trunk and wasm-bindgen of exactly one version.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::npm;
use crate::process::{Outcome, absolute, cannot, cargo, command, on_path, output, run};

/// 0.22 needs a newer compiler than the pinned one.
pub const TRUNK: &str = "0.21.14";
const WASM: &str = "wasm32-unknown-unknown";
const HOME: &str = "target/tools";
/// Its own target folder: an install keeps what it compiled and never waits for the workspace's lock.
const SCRATCH: &str = "target/tools-build";

pub struct Tools {
    pub trunk: PathBuf,
    pub wasm_bindgen_version: String,
    path: OsString,
}

impl Tools {
    /// The search path Trunk gets: npm's wasm-opt and the pinned wasm-bindgen before the machine's own.
    pub fn path(&self) -> &OsString {
        &self.path
    }
}

/// `pristine` ignores what the machine happens to have; what was installed into `target/tools` is ours.
pub fn ensure(pristine: bool) -> Outcome<Tools> {
    wasm_target()?;
    npm::ensure()?;
    let wasm_bindgen_version = locked_version("wasm-bindgen")?;
    let trunk = pinned("trunk", "trunk", TRUNK, pristine)?;
    let wasm_bindgen = pinned("wasm-bindgen", "wasm-bindgen-cli", &wasm_bindgen_version, pristine)?;
    let path = search_path(&wasm_bindgen)?;
    Ok(Tools { trunk, wasm_bindgen_version, path })
}

/// Asked of the compiler and not of rustup: a distribution's Rust has the target without rustup.
pub fn wasm_target() -> Outcome<()> {
    let sysroot =
        output(command("rustc").args(["--print", "sysroot"])).ok_or("falta rustc: instale rustup")?;
    if Path::new(&sysroot).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    println!("  destino {WASM}: unos 20 s");
    run(command("rustup").args(["target", "add", WASM]))
        .map_err(|error| format!("{error}; agréguelo a mano: rustup target add {WASM}"))
}

fn pinned(program: &str, package: &str, version: &str, pristine: bool) -> Outcome<PathBuf> {
    let ours = absolute(HOME)?.join("bin").join(program);
    let theirs = if pristine { None } else { on_path(program) };
    let candidates = std::iter::once(ours.clone()).chain(theirs);
    match candidates.into_iter().find(|file| has_version(file, version)) {
        Some(file) => Ok(file),
        None => install(package, version).map(|()| ours),
    }
}

fn has_version(file: &Path, version: &str) -> bool {
    file.is_file()
        && output(command(file).arg("--version"))
            .is_some_and(|line| line.split_whitespace().nth(1) == Some(version))
}

/// Unoptimised: Trunk only starts other programs, and compiles in a third of the time. Only Trunk is
/// installed with its own lock file: wasm-bindgen-cli's has named versions no registry offered.
fn install(package: &str, version: &str) -> Outcome<()> {
    println!("  {package} {version}: se compila una sola vez, unos 4 min");
    let mut command = cargo(&["install", "--debug", "--force", "--root", HOME]);
    command.arg(format!("{package}@{version}"));
    if package == "trunk" {
        command.arg("--locked");
    }
    command.env("CARGO_TARGET_DIR", SCRATCH).env("CARGO_PROFILE_DEV_DEBUG", "0");
    run(&mut command)
}

fn search_path(wasm_bindgen: &Path) -> Outcome<OsString> {
    let mut folders = vec![absolute("end2end/node_modules/.bin")?];
    folders.extend(wasm_bindgen.parent().map(Path::to_path_buf));
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    std::env::join_paths(folders).map_err(|error| format!("PATH no se puede ampliar: {error}"))
}

fn locked_version(package: &str) -> Outcome<String> {
    let file = Path::new("Cargo.lock");
    let lock = fs::read_to_string(file).map_err(|error| cannot("leer", file, &error))?;
    version_in(&lock, package).ok_or_else(|| format!("Cargo.lock no nombra {package}"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "\
[[package]]
name = \"wasm-bindgen-futures\"
version = \"0.4.80\"

[[package]]
name = \"wasm-bindgen\"
version = \"0.2.130\"
";

    #[test]
    fn the_locked_version_is_of_exactly_that_package() {
        assert_eq!(version_in(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(LOCK, "wasm"), None);
    }

    #[test]
    fn a_missing_program_has_no_version() {
        assert!(!has_version(Path::new("/nonexistent/trunk"), TRUNK));
    }
}
