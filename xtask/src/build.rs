//! `cargo xtask build`: what an institution installs.

use crate::process::{Outcome, absolute, cargo, run};
use crate::progress::Steps;
use crate::{bundles, tools};

pub const RELEASE_SERVER: &str = "target/release/server";
pub const BUNDLES_ABOUT: &str = "unos 4 min la primera vez, segundos después";

pub fn build(pristine: bool) -> Outcome<()> {
    let mut steps = Steps::new(3);
    let tools =
        steps.step("Herramientas", "unos 5 min la primera vez, 1 s después", || tools::ensure(pristine))?;
    steps.step("Paquetes WASM", BUNDLES_ABOUT, || bundles::build(&tools))?;
    steps.step("Servidor", "unos 6 min la primera vez", release_server)?;
    steps.summary();
    println!("\nServidor: {}", absolute(RELEASE_SERVER)?.display());
    println!("Archivos web: {} (con dist/manifest.json)", absolute("dist/assets")?.display());
    Ok(())
}

pub fn release_server() -> Outcome<()> {
    run(&mut cargo(&["build", "--release", "--package", "server"]))
}
