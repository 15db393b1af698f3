//! What can be typed after `cargo xtask`.

use crate::process::Outcome;

pub const HELP: &str = "\
cargo xtask run   [--port 8080] [--site-port 8081] [--sim-port 8082] [--at 2026-03-27T16:00] [--fresh]
                  [--postgres] [--pristine]
                  levanta Puente con datos de demostración, una página municipal de ejemplo y un
                  simulador de WhatsApp
                  --fresh reinicia los datos; --at fija la fecha y hora con que inicia el reloj
                  --postgres levanta dos servidores sobre un PostgreSQL propio, tras un repartidor
cargo xtask test  [--pristine] [--only rust|browser]
                  todo lo que el proyecto demuestra, con PostgreSQL y un navegador de verdad
cargo xtask lint  formato y clippy, nativo y WASM
cargo xtask build [--pristine]
                  paquetes web y servidor en modo release
cargo xtask bench [widget|server|throughput|latency|sockets|load|sign-ins|loans|keystroke]
                  mediciones de lo que se instala: servidor en modo release, paquetes y motor de
                  préstamos (docs/PERFORMANCE.md)

--pristine        no usa el trunk ni el wasm-bindgen de esta máquina, solo los de target/tools
PUENTE_CHROMIUM   ruta de cualquier Chrome o Chromium para las pruebas de navegador";

#[derive(Debug, PartialEq, Eq)]
pub enum Task {
    Help,
    Run(RunOptions),
    Test(TestOptions),
    Lint,
    Build { pristine: bool },
    Bench(Option<Subject>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunOptions {
    pub port: u16,
    pub site_port: u16,
    pub sim_port: u16,
    pub at: Option<String>,
    pub fresh: bool,
    pub pristine: bool,
    /// Two servers on `PostgreSQL` instead of one on `SQLite`.
    pub postgres: bool,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            port: 8080,
            site_port: 8081,
            sim_port: 8082,
            at: None,
            fresh: false,
            pristine: false,
            postgres: false,
        }
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct TestOptions {
    pub pristine: bool,
    pub only: Option<Half>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    Rust,
    Browser,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Widget,
    Server,
    Throughput,
    Latency,
    Sockets,
    Load,
    SignIns,
    Loans,
    Keystroke,
}

pub fn parse(words: impl Iterator<Item = String>) -> Outcome<Task> {
    let words = split_assignments(words);
    if words.iter().any(|word| matches!(word.as_str(), "help" | "--help" | "-h")) {
        return Ok(Task::Help);
    }
    let mut words = words.into_iter();
    match words.next().as_deref() {
        None => Ok(Task::Help),
        Some("run") => parse_run(words).map(Task::Run),
        Some("test") => parse_test(words).map(Task::Test),
        Some("build") => parse_build(words),
        Some("bench") => parse_bench(words),
        Some("lint") => words.next().map_or(Ok(Task::Lint), |word| unknown(&word)),
        Some(word) => unknown(word),
    }
}

/// `--port=8090` is the same as `--port 8090`.
fn split_assignments(words: impl Iterator<Item = String>) -> Vec<String> {
    words
        .flat_map(|word| match word.split_once('=') {
            Some((name, value)) if name.starts_with("--") => vec![name.to_owned(), value.to_owned()],
            _ => vec![word],
        })
        .collect()
}

fn parse_run(mut words: impl Iterator<Item = String>) -> Outcome<RunOptions> {
    let mut options = RunOptions::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--port" => options.port = port(&word, words.next())?,
            "--site-port" => options.site_port = port(&word, words.next())?,
            "--sim-port" => options.sim_port = port(&word, words.next())?,
            "--at" => options.at = Some(value(&word, words.next())?),
            "--fresh" => options.fresh = true,
            "--pristine" => options.pristine = true,
            "--postgres" => options.postgres = true,
            _ => return unknown(&word),
        }
    }
    distinct_ports(&options)?;
    Ok(options)
}

fn distinct_ports(options: &RunOptions) -> Outcome<()> {
    let ports =
        [("--port", options.port), ("--site-port", options.site_port), ("--sim-port", options.sim_port)];
    for (index, (name, port)) in ports.iter().enumerate() {
        if let Some((other, _)) = ports[..index].iter().find(|(_, taken)| taken == port) {
            return Err(format!("{other} y {name} no pueden ser el mismo ({port})"));
        }
    }
    Ok(())
}

fn parse_test(mut words: impl Iterator<Item = String>) -> Outcome<TestOptions> {
    let mut options = TestOptions::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--pristine" => options.pristine = true,
            "--only" => options.only = Some(half(&value(&word, words.next())?)?),
            _ => return unknown(&word),
        }
    }
    Ok(options)
}

fn parse_build(words: impl Iterator<Item = String>) -> Outcome<Task> {
    let mut pristine = false;
    for word in words {
        match word.as_str() {
            "--pristine" => pristine = true,
            _ => return unknown(&word),
        }
    }
    Ok(Task::Build { pristine })
}

fn parse_bench(mut words: impl Iterator<Item = String>) -> Outcome<Task> {
    let subject = match words.next().as_deref() {
        None => None,
        Some("widget") => Some(Subject::Widget),
        Some("server") => Some(Subject::Server),
        Some("throughput") => Some(Subject::Throughput),
        Some("latency") => Some(Subject::Latency),
        Some("sockets") => Some(Subject::Sockets),
        Some("load") => Some(Subject::Load),
        Some("sign-ins") => Some(Subject::SignIns),
        Some("loans") => Some(Subject::Loans),
        Some("keystroke") => Some(Subject::Keystroke),
        Some(word) => return unknown(word),
    };
    words.next().map_or(Ok(Task::Bench(subject)), |word| unknown(&word))
}

fn half(word: &str) -> Outcome<Half> {
    match word {
        "rust" => Ok(Half::Rust),
        "browser" => Ok(Half::Browser),
        _ => Err(format!("--only acepta rust o browser, no `{word}`")),
    }
}

fn port(name: &str, word: Option<String>) -> Outcome<u16> {
    let word = value(name, word)?;
    match word.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(format!("{name} necesita un puerto entre 1 y 65535, no `{word}`")),
    }
}

fn value(name: &str, word: Option<String>) -> Outcome<String> {
    word.ok_or_else(|| format!("{name} necesita un valor"))
}

fn unknown<T>(word: &str) -> Outcome<T> {
    Err(format!("no se reconoce `{word}`; `cargo xtask help` dice lo que hay"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Outcome<Task> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn run_has_the_documented_ports_by_default() {
        let Ok(Task::Run(options)) = typed("run") else { panic!("run must parse") };
        assert_eq!((options.port, options.site_port, options.sim_port), (8080, 8081, 8082));
        assert!(!options.fresh && !options.postgres && options.at.is_none());
    }

    #[test]
    fn every_option_of_run_is_taken_in_both_spellings() {
        let line = "run --port=8090 --site-port 8091 --sim-port=8092 --at 2026-03-27T16:00 --fresh";
        let Ok(Task::Run(options)) = typed(line) else { panic!("run must parse") };
        assert_eq!((options.port, options.site_port, options.sim_port), (8090, 8091, 8092));
        assert_eq!(options.at.as_deref(), Some("2026-03-27T16:00"));
        assert!(options.fresh);
        assert!(matches!(typed("run --postgres"), Ok(Task::Run(options)) if options.postgres));
    }

    #[test]
    fn a_wrong_port_names_its_option() {
        for line in ["run --port 0", "run --port 70000", "run --port abc", "run --port"] {
            assert!(typed(line).is_err_and(|message| message.contains("--port")), "{line}");
        }
    }

    #[test]
    fn no_two_can_share_a_port() {
        for line in ["run --port 8081", "run --port 8082", "run --site-port 8082", "run --sim-port 8080"] {
            assert!(typed(line).is_err_and(|message| message.contains("no pueden ser el mismo")), "{line}");
        }
        assert!(typed("run --port 8081 --site-port 8080").is_ok());
    }

    #[test]
    fn test_and_bench_choose_their_half() {
        assert_eq!(
            typed("test --pristine --only browser"),
            Ok(Task::Test(TestOptions { pristine: true, only: Some(Half::Browser) }))
        );
        assert_eq!(typed("bench widget"), Ok(Task::Bench(Some(Subject::Widget))));
        assert_eq!(typed("bench loans"), Ok(Task::Bench(Some(Subject::Loans))));
        assert_eq!(typed("bench keystroke"), Ok(Task::Bench(Some(Subject::Keystroke))));
        assert!(typed("test --only python").is_err());
    }

    #[test]
    fn an_unknown_word_is_refused_everywhere() {
        for line in ["walk", "lint --fix", "build x", "bench server x", "run --prot 1"] {
            assert!(typed(line).is_err(), "{line}");
        }
        assert_eq!(typed(""), Ok(Task::Help));
        assert_eq!(typed("run --help"), Ok(Task::Help));
    }
}
