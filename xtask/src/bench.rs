//! `cargo xtask bench`: measurements, always of what would be installed.

use crate::args::Subject;
use crate::build::{BUNDLES_ABOUT, RELEASE_SERVER, release_server};
use crate::process::{Outcome, run};
use crate::progress::Steps;
use crate::{browser, bundles, system, tools};

pub fn bench(subject: Option<Subject>) -> Outcome<()> {
    let scripts = scripts(subject);
    let mut steps = Steps::new(3 + scripts.len());
    let (tools, chromium, postgresql) =
        steps.step("Herramientas", "unos 6 min la primera vez, 1 s después", || {
            Ok((tools::ensure(false)?, system::chromium()?, system::postgresql()?))
        })?;
    steps.step("Paquetes WASM", BUNDLES_ABOUT, || bundles::build(&tools))?;
    steps.step("Servidor", "unos 6 min la primera vez", release_server)?;
    for (title, script) in scripts {
        steps.step(title, "unos minutos", || {
            run(browser::node(RELEASE_SERVER, &chromium, &postgresql)?.arg(script))
        })?;
    }
    steps.summary();
    Ok(())
}

fn scripts(subject: Option<Subject>) -> Vec<(&'static str, &'static str)> {
    let widget = ("Medición del widget", "end2end/bench/widget.mjs");
    let server = ("Medición del servidor", "end2end/bench/server.mjs");
    match subject {
        None => vec![widget, server],
        Some(Subject::Widget) => vec![widget],
        Some(Subject::Server) => vec![server],
    }
}
