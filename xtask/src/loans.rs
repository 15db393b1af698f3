//! The loan engine by itself, natively and in WebAssembly: what is compared and what is measured.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::process::{Outcome, absolute, cannot, cargo, command, run};

const COMPILED: &str = "target/wasm32-unknown-unknown/wasm-release";
const FINISHED: &str = "target/loan-bench";
/// What cargo calls a module, and what the scripts do.
const MODULES: [(&str, &str); 3] =
    [("examples/loan_engine", "engine"), ("loan-size-every", "size-every"), ("loan-size-none", "size-none")];
/// As the bundles in `app/*.html`.
const OPTIMISED: [&str; 9] = [
    "-Oz",
    "--strip-debug",
    "--strip-producers",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The native program and the module whose answers `end2end/tests/same-bytes.test.mjs` compares.
pub fn both_sides() -> Outcome<()> {
    run(&mut cargo(&["build", "--release", "--package", "loan-bench", "--bin", "loan-digests"]))?;
    modules()
}

/// Criterion's estimates, the same cases in Node, and the engine's weight.
pub fn measure() -> Outcome<()> {
    run(&mut cargo(&["bench", "--package", "loan-bench", "--bench", "loans", "--features", "criterion"]))?;
    modules()?;
    run(told(&mut command("node"))?.arg("end2end/bench/loans.mjs"))
}

/// Where the scripts find all of it. Absolute: a script may change folder.
pub fn told(command: &mut Command) -> Outcome<&mut Command> {
    Ok(command.env("PUENTE_TARGET", absolute("target")?))
}

/// Compiled and shrunk as the bundles are.
fn modules() -> Outcome<()> {
    let mut build = cargo(&["build", "--package", "loan-bench", "--bins", "--examples"]);
    run(build.args(["--profile", "wasm-release", "--target", "wasm32-unknown-unknown"]))?;
    fs::create_dir_all(FINISHED).map_err(|error| cannot("crear", Path::new(FINISHED), &error))?;
    for (compiled, finished) in MODULES {
        let mut shrink = command("end2end/node_modules/.bin/wasm-opt");
        shrink.args(OPTIMISED).arg(format!("{COMPILED}/{compiled}.wasm"));
        run(shrink.arg("-o").arg(format!("{FINISHED}/{finished}.wasm")))?;
    }
    Ok(())
}
