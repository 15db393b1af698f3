//! `cargo xtask test`: everything the project proves; stops at the first step that fails.

use std::path::{Path, PathBuf};

use crate::args::{Half, TestOptions};
use crate::build::BUNDLES_ABOUT;
use crate::process::{Outcome, cargo, command, run};
use crate::progress::Steps;
use crate::tools::{self, Tools};
use crate::{browser, budgets, bundles, loans, system};

const ORACLE: &str = "crates/amortization/tests/oracle/make_expected.py";

pub fn test(options: &TestOptions) -> Outcome<()> {
    let rust = options.only != Some(Half::Browser);
    let browser = options.only != Some(Half::Rust);
    let mut steps = Steps::new(1 + 3 * usize::from(rust) + 5 * usize::from(browser));
    let kit = steps.step("Herramientas", "unos 6 min la primera vez, 1 s después", || {
        Kit::ensure(options.pristine, browser)
    })?;
    if rust {
        test_rust(&mut steps, &kit)?;
    }
    if let Some(web) = &kit.web {
        test_browser(&mut steps, web, &kit.postgresql)?;
    }
    steps.summary();
    Ok(())
}

/// All that may have to be installed, first: nobody waits ten minutes to read that Chromium is missing.
struct Kit {
    postgresql: PathBuf,
    web: Option<Web>,
}

struct Web {
    tools: Tools,
    chromium: PathBuf,
}

impl Kit {
    fn ensure(pristine: bool, browser: bool) -> Outcome<Self> {
        system::python()?;
        let postgresql = system::postgresql()?;
        let web = if browser { Some(Web::ensure(pristine)?) } else { None };
        Ok(Self { postgresql, web })
    }
}

impl Web {
    fn ensure(pristine: bool) -> Outcome<Self> {
        let chromium = system::chromium()?;
        Ok(Self { tools: tools::ensure(pristine)?, chromium })
    }
}

fn test_rust(steps: &mut Steps, kit: &Kit) -> Outcome<()> {
    steps.step("Pruebas de Rust", "unos 6 min la primera vez", || {
        run(cargo(&["test", "--workspace"]).env("PUENTE_PG_BIN", &kit.postgresql))
    })?;
    steps.step("Los mismos casos sobre PostgreSQL", "unos 2 min", || {
        let mut again = cargo(&["test", "--package", "server", "--test", "it"]);
        run(again.env("PUENTE_PG_BIN", &kit.postgresql).env("PUENTE_TEST_DATABASE", "postgres"))
    })?;
    steps
        .step("Oráculo del motor de préstamos", "10 s", || run(command("python3").args([ORACLE, "--check"])))
}

fn test_browser(steps: &mut Steps, web: &Web, postgresql: &Path) -> Outcome<()> {
    steps.step("Paquetes WASM", BUNDLES_ABOUT, || bundles::build(&web.tools))?;
    steps.step("Presupuestos de bytes", "1 s", budgets::check)?;
    steps.step("Motor de préstamos, nativo y WASM", "segundos", loans::both_sides)?;
    steps.step("Servidor", "1 min la primera vez", debug_server)?;
    steps.step("Pruebas de navegador", "unos minutos", || browser::test(&web.chromium, postgresql))
}

pub fn debug_server() -> Outcome<()> {
    run(&mut cargo(&["build", "--package", "server"]))
}
