//! `cargo xtask lint`: one style, no warning, for the native code and for the code that becomes WASM.

use crate::process::{Outcome, cargo, output, run};
use crate::progress::Steps;
use crate::tools;

pub fn lint() -> Outcome<()> {
    let mut steps = Steps::new(4);
    steps.step("Herramientas", "1 s", || components().and_then(|()| tools::wasm_target()))?;
    steps.step("Formato", "1 s", || run(&mut cargo(&["fmt", "--all", "--check"])))?;
    steps.step("Clippy", "unos 3 min la primera vez", || {
        run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
    })?;
    steps.step("Clippy para WASM", "1 min la primera vez", clippy_wasm)?;
    steps.summary();
    Ok(())
}

fn clippy_wasm() -> Outcome<()> {
    let mut command = cargo(&["clippy", "--package", "app", "--features", "hydrate"]);
    command.args(["--target", "wasm32-unknown-unknown", "--", "-D", "warnings"]);
    run(&mut command)
}

fn components() -> Outcome<()> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        output(cargo(&[subcommand]).arg("--version"))
            .ok_or_else(|| format!("falta {component}: rustup component add {component}"))?;
    }
    Ok(())
}
