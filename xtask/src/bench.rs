//! `cargo xtask bench`: measurements, always of what would be installed.

use crate::args::Subject;
use crate::build::{BUNDLES_ABOUT, RELEASE_SERVER, release_server};
use crate::process::{Outcome, cargo, run};
use crate::progress::Steps;
use crate::{browser, bundles, system, tools};

/// Where cargo puts the clients.
const CLIENTS: &str = "target/release/puente-bench";

/// How a case is run: a script in Node, or a case of the clients in Rust.
enum Runner {
    Script(&'static str),
    Clients(&'static str),
}

pub fn bench(subject: Option<Subject>) -> Outcome<()> {
    let cases: Vec<_> =
        CASES.into_iter().filter(|case| subject.is_none_or(|wanted| wanted == case.0)).collect();
    let mut steps = Steps::new(3 + cases.len());
    let (tools, chromium, postgresql) =
        steps.step("Herramientas", "unos 6 min la primera vez, 1 s después", || {
            Ok((tools::ensure(false)?, system::chromium()?, system::postgresql()?))
        })?;
    steps.step("Paquetes WASM", BUNDLES_ABOUT, || bundles::build(&tools))?;
    steps.step("Servidor y clientes", "unos 8 min la primera vez", || {
        release_server()?;
        run(&mut cargo(&["build", "--release", "--package", "bench"]))
    })?;
    let mut missed = Vec::new();
    for (_, title, runner) in cases {
        let mut program = match runner {
            Runner::Script(_) => browser::node(RELEASE_SERVER, &chromium, &postgresql)?,
            Runner::Clients(_) => browser::told(CLIENTS, RELEASE_SERVER, &postgresql)?,
        };
        let (Runner::Script(word) | Runner::Clients(word)) = runner;
        // A missed gate is said at the end: the other figures are still worth having.
        if let Err(error) = steps.step(title, "unos minutos", || run(program.arg(word))) {
            missed.push(format!("{title}: {error}"));
        }
    }
    steps.summary();
    if missed.is_empty() { Ok(()) } else { Err(missed.join("; ")) }
}

const CASES: [(Subject, &str, Runner); 7] = [
    (Subject::Widget, "Medición del widget", Runner::Script("end2end/bench/widget.mjs")),
    (Subject::Server, "Medición del servidor", Runner::Script("end2end/bench/server.mjs")),
    (Subject::Throughput, "Mensajes y webhooks por segundo", Runner::Clients("throughput")),
    (Subject::Latency, "Del ciudadano al área", Runner::Clients("latency")),
    (Subject::Sockets, "Memoria por conexión", Runner::Clients("sockets")),
    (Subject::Load, "Días de carga", Runner::Clients("load")),
    (Subject::SignIns, "Entradas por segundo", Runner::Clients("sign-ins")),
];
