//! The three WASM bundles: one cargo build for all, then Trunk (wasm-bindgen, wasm-opt) for each.

use std::path::Path;

use crate::assets;
use crate::fingerprint::{Fingerprint, Stamp};
use crate::process::{Outcome, cargo, command, run};
use crate::tools::{TRUNK, Tools};

pub const BUNDLES: [&str; 3] = ["site", "widget", "console"];
const COMPILED: &str = "target/wasm32-unknown-unknown/wasm-release";

pub fn build(tools: &Tools) -> Outcome<()> {
    compile()?;
    for bundle in BUNDLES {
        trunk(tools, bundle)?;
    }
    assets::finish()
}

/// One call compiles the three side by side, where Trunk would link them one after the other; it also
/// downloads what Trunk, which is kept offline, may not. Cargo knows best whether anything changed.
fn compile() -> Outcome<()> {
    let mut command = cargo(&["build", "--package", "app", "--features", "hydrate", "--bins"]);
    command.args(["--profile", "wasm-release", "--target", "wasm32-unknown-unknown"]);
    run(&mut command)
}

fn trunk(tools: &Tools, bundle: &str) -> Outcome<()> {
    let stamp = stamp(tools, bundle)?;
    let folder = format!("dist/trunk/{bundle}");
    if stamp.is_current() && Path::new(&folder).is_dir() {
        println!("  {bundle}: sin cambios");
        return Ok(());
    }
    let entry = format!("app/{bundle}.html");
    run(command(&tools.trunk)
        // The entry comes first: Trunk's --release would take it for its own value.
        .args(["build", &entry, "--release", "--dist", &folder])
        .env("PATH", tools.path())
        // Its own stack, and not the error, would fill the screen where backtraces are on.
        .env("RUST_BACKTRACE", "0")
        // Trunk refuses NO_COLOR=1, which other programs ask for: it wants the words true or false.
        .env_remove("NO_COLOR"))?;
    stamp.write()
}

/// The compiled file itself is the input: a change that does not reach one bundle leaves it as it is.
fn stamp(tools: &Tools, bundle: &str) -> Outcome<Stamp> {
    let inputs = Fingerprint::default()
        .text(TRUNK)
        .text(&tools.wasm_bindgen_version)
        .path(Path::new(COMPILED).join(format!("{bundle}.wasm")))?
        .path(format!("app/{bundle}.html"))?
        .path("Trunk.toml")?
        .path("end2end/package-lock.json")?;
    Ok(inputs.stamp(format!("dist/stamps/{bundle}")))
}
