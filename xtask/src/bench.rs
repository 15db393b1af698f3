//! `cargo xtask bench`: measurements, always of what would be installed.

use std::path::PathBuf;

use crate::args::Subject;
use crate::build::{BUNDLES_ABOUT, RELEASE_SERVER, release_server};
use crate::process::{Outcome, cargo, run};
use crate::progress::Steps;
use crate::{browser, bundles, loans, npm, system, tools};

/// Where cargo puts the clients.
const CLIENTS: &str = "target/release/puente-bench";

/// How a case is run: a script in Node, a case of the clients in Rust, or the loan engine by itself.
enum Runner {
    Script(&'static str),
    Clients(&'static str),
    Engine,
}

/// What a case against the server needs.
struct Kit {
    chromium: PathBuf,
    postgresql: PathBuf,
}

pub fn bench(subject: Option<Subject>) -> Outcome<()> {
    let cases: Vec<_> =
        CASES.into_iter().filter(|case| subject.is_none_or(|wanted| wanted == case.0)).collect();
    let is_served = cases.iter().any(|(_, _, runner)| !matches!(runner, Runner::Engine));
    let mut steps = Steps::new(if is_served { 3 } else { 1 } + cases.len());
    let kit = if is_served {
        Some(Kit::prepare(&mut steps)?)
    } else {
        engine_tools(&mut steps)?;
        None
    };
    let mut missed = Vec::new();
    for (_, title, runner) in cases {
        // A missed gate is said at the end: the other figures are still worth having.
        if let Err(error) = steps.step(title, "unos minutos", || runner.run(kit.as_ref())) {
            missed.push(format!("{title}: {error}"));
        }
    }
    steps.summary();
    if missed.is_empty() { Ok(()) } else { Err(missed.join("; ")) }
}

/// Neither server nor browser: seconds instead of the minutes those take to build.
fn engine_tools(steps: &mut Steps) -> Outcome<()> {
    steps.step("Herramientas", "1 s", || tools::wasm_target().and_then(|()| npm::ensure()))
}

impl Kit {
    fn prepare(steps: &mut Steps) -> Outcome<Self> {
        let (tools, kit) = steps.step("Herramientas", "unos 6 min la primera vez, 1 s después", || {
            let tools = tools::ensure(false)?;
            Ok((tools, Self { chromium: system::chromium()?, postgresql: system::postgresql()? }))
        })?;
        steps.step("Paquetes WASM", BUNDLES_ABOUT, || bundles::build(&tools))?;
        steps.step("Servidor y clientes", "unos 8 min la primera vez", || {
            release_server()?;
            run(&mut cargo(&["build", "--release", "--package", "bench"]))
        })?;
        Ok(kit)
    }
}

impl Runner {
    fn run(&self, kit: Option<&Kit>) -> Outcome<()> {
        match (self, kit) {
            (Self::Script(script), Some(kit)) => {
                run(browser::node(RELEASE_SERVER, &kit.chromium, &kit.postgresql)?.arg(script))
            }
            (Self::Clients(case), Some(kit)) => {
                run(browser::told(CLIENTS, RELEASE_SERVER, &kit.postgresql)?.arg(case))
            }
            (Self::Engine, _) => loans::measure(),
            (Self::Script(_) | Self::Clients(_), None) => Err("falta preparar el servidor".to_owned()),
        }
    }
}

const CASES: [(Subject, &str, Runner); 9] = [
    (Subject::Widget, "Medición del widget", Runner::Script("end2end/bench/widget.mjs")),
    (Subject::Server, "Medición del servidor", Runner::Script("end2end/bench/server.mjs")),
    (Subject::Throughput, "Mensajes y webhooks por segundo", Runner::Clients("throughput")),
    (Subject::Latency, "Del ciudadano al área", Runner::Clients("latency")),
    (Subject::Sockets, "Memoria por conexión", Runner::Clients("sockets")),
    (Subject::Load, "Días de carga", Runner::Clients("load")),
    (Subject::SignIns, "Entradas por segundo", Runner::Clients("sign-ins")),
    (Subject::Loans, "Motor de préstamos", Runner::Engine),
    (Subject::Keystroke, "De la tecla al dibujo", Runner::Script("end2end/bench/keystroke.mjs")),
];
