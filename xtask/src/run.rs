//! `cargo xtask run`: from a fresh checkout to Puente in a browser.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::args::RunOptions;
use crate::browser::SERVER;
use crate::build::BUNDLES_ABOUT;
use crate::children::{Children, pause};
use crate::pair::Pair;
use crate::process::{Outcome, command};
use crate::progress::{Steps, spoken};
use crate::test::debug_server;
use crate::{bundles, ports, tools};

/// Seeding the demo takes seconds; a minute without an answer means it will not come.
const READY_LIMIT: Duration = Duration::from_mins(1);
const PROBE_TIMEOUT: Duration = Duration::from_secs(2);

pub fn run(options: &RunOptions) -> Outcome<()> {
    ports::check(options)?;
    let mut steps = Steps::new(4 + usize::from(options.postgres));
    let tools = steps.step("Herramientas", "unos 5 min la primera vez, 1 s después", || {
        tools::ensure(options.pristine)
    })?;
    steps.step("Paquetes WASM", BUNDLES_ABOUT, || bundles::build(&tools))?;
    steps.step("Servidor", "unos 3 min la primera vez, segundos después", debug_server)?;
    let pair =
        if options.postgres { Some(steps.step("PostgreSQL", "segundos", Pair::prepare)?) } else { None };
    let stop = interrupts()?;
    // After the pair: its PostgreSQL outlives the servers.
    let mut children = Children::default();
    steps.step("Arranque", "segundos", || start(options, pair.as_ref(), &mut children, &stop))?;
    watch(options, pair.as_ref(), &mut children, &stop)
}

/// Set by Ctrl-C, by a polite kill and by a closed terminal; from then on xtask ends by itself.
fn interrupts() -> Outcome<Arc<AtomicBool>> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&stop))
            .map_err(|error| format!("no se pueden atender las señales: {error}"))?;
    }
    Ok(stop)
}

fn start(
    options: &RunOptions,
    pair: Option<&Pair>,
    children: &mut Children,
    stop: &AtomicBool,
) -> Outcome<()> {
    if let Some(pair) = pair {
        pair.start(options, children, stop)?;
    } else {
        let port = options.port.to_string();
        children.start("server serve", &mut server(options, &["--port", &port]))?;
    }
    children.start("server demo-site", &mut demo_site(options))?;
    children.start("server whatsapp-sim", &mut simulator(options))?;
    wait_for(options.port, children, stop)
}

/// Until a server answers, or Ctrl-C.
pub fn wait_for(port: u16, children: &mut Children, stop: &AtomicBool) -> Outcome<()> {
    let started = Instant::now();
    while !stop.load(Ordering::Relaxed) && !is_ready(port) {
        died(children, stop)?;
        if started.elapsed() > READY_LIMIT {
            return Err(format!("el servidor no respondió en {}", spoken(READY_LIMIT)));
        }
        pause();
    }
    Ok(())
}

/// The server prints what to open and the demo accounts; all that is left to say is how to end it.
fn watch(
    options: &RunOptions,
    pair: Option<&Pair>,
    children: &mut Children,
    stop: &AtomicBool,
) -> Outcome<()> {
    println!("\nCtrl-C para terminar.");
    while !stop.load(Ordering::Relaxed) {
        if !revived(options, pair, children, stop)? {
            died(children, stop)?;
        }
        pause();
    }
    children.stop();
    println!("\nPuente se detuvo.");
    Ok(())
}

fn revived(
    options: &RunOptions,
    pair: Option<&Pair>,
    children: &mut Children,
    stop: &AtomicBool,
) -> Outcome<bool> {
    let (Some(pair), Some((name, status))) = (pair, children.ended()) else { return Ok(false) };
    // Ctrl-C reaches the children as soon as it reaches xtask: nobody is to be revived then.
    pause();
    if stop.load(Ordering::Relaxed) { Ok(false) } else { pair.revive(name, status, options, children) }
}

fn died(children: &mut Children, stop: &AtomicBool) -> Outcome<()> {
    let Some((name, status)) = children.ended() else { return Ok(()) };
    // Ctrl-C reaches the children as soon as it reaches xtask: one that obeyed it did not die.
    pause();
    if stop.load(Ordering::Relaxed) {
        return Ok(());
    }
    children.stop();
    Err(format!("`{name}` terminó por su cuenta ({status}); se detuvo lo demás"))
}

/// `words` say where it listens, or what it joins.
pub fn server(options: &RunOptions, words: &[&str]) -> Command {
    let mut command = command(SERVER);
    command.args(["serve", "--demo"]).args(words);
    command.args(["--site-port", &options.site_port.to_string()]);
    command.args(["--sim-port", &options.sim_port.to_string()]);
    if let Some(at) = &options.at {
        command.args(["--at", at]);
    }
    if options.fresh {
        command.arg("--fresh");
    }
    command
}

fn demo_site(options: &RunOptions) -> Command {
    let mut command = command(SERVER);
    command.args(["demo-site", "--port", &options.site_port.to_string()]);
    command.args(["--puente", &format!("http://127.0.0.1:{}", options.port)]);
    command
}

fn simulator(options: &RunOptions) -> Command {
    let mut command = command(SERVER);
    command.args(["whatsapp-sim", "--demo", "--port", &options.sim_port.to_string()]);
    command.args(["--puente", &format!("http://127.0.0.1:{}", options.port)]);
    command
}

fn is_ready(port: u16) -> bool {
    probe(port).is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}

fn probe(port: u16) -> std::io::Result<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, PROBE_TIMEOUT)?;
    stream.set_read_timeout(Some(PROBE_TIMEOUT))?;
    write!(stream, "GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut status = [0; 12];
    stream.read_exact(&mut status)?;
    Ok(String::from_utf8_lossy(&status).into_owned())
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    fn answering(status: &'static str) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").expect("some port is free");
        let port = listener.local_addr().expect("it has an address").port();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("one connection");
            // What is closed with something unread resets the connection, answer and all.
            assert!(stream.read(&mut [0; 512]).expect("a request") > 0);
            write!(stream, "HTTP/1.1 {status}\r\n\r\n").expect("an answer");
        });
        port
    }

    #[test]
    fn only_a_200_is_ready() {
        assert!(is_ready(answering("200 OK")));
        assert!(!is_ready(answering("503 Service Unavailable")));
    }

    #[test]
    fn the_chosen_ports_reach_every_process() {
        let options = RunOptions {
            port: 8090,
            site_port: 8091,
            sim_port: 8092,
            at: Some("2026-03-27T16:00".to_owned()),
            fresh: true,
            ..RunOptions::default()
        };
        assert_eq!(
            words(&server(&options, &["--port", "8090"])),
            "serve --demo --port 8090 --site-port 8091 --sim-port 8092 --at 2026-03-27T16:00 --fresh"
        );
        assert_eq!(words(&demo_site(&options)), "demo-site --port 8091 --puente http://127.0.0.1:8090");
        assert_eq!(
            words(&simulator(&options)),
            "whatsapp-sim --demo --port 8092 --puente http://127.0.0.1:8090"
        );
    }

    fn words(command: &Command) -> String {
        command.get_args().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }
}
