//! Resident memory for each idle WebSocket, with its slope.

use std::time::Duration;

use reqwest::Client;
use tokio::task::{JoinHandle, JoinSet};

use crate::{
    Outcome, citizen::Citizen, gate::Gates, server::Server, setup::{Engine, Setup}, socket, stats::slope,
};

const STEPS: [usize; 5] = [0, 500, 1_000, 1_500, 2_000];
/// Kilobytes for each idle line at 2,000.
const MOST: f64 = 16.0;
/// The allocator gives back and the connections' first work is over.
const SETTLE: Duration = Duration::from_secs(5);
const AT_ONCE: usize = 50;

pub async fn run() -> Outcome<()> {
    let setup = Setup::start(Engine::Sqlite, None).await?;
    println!("idle sockets   resident kB   kB a socket");
    let (mut lines, mut points): (Vec<JoinHandle<()>>, Vec<(f64, f64)>) = (Vec::new(), Vec::new());
    for step in STEPS {
        lines.extend(connect(&setup.server, step - lines.len()).await?);
        tokio::time::sleep(SETTLE).await;
        let resident = setup.server.resident_kb()?;
        #[allow(clippy::cast_precision_loss, reason = "counts far below 2^52")]
        points.push((step as f64, resident as f64));
        let each = (points[points.len() - 1].1 - points[0].1) / points[points.len() - 1].0.max(1.0);
        println!("{step:>12} {resident:>13} {each:>13.1}");
    }
    // From the first step on: what the service allocates once for the first conversations is not a socket's.
    let (overall, slope) = ((points[4].1 - points[0].1) / points[4].0, slope(&points[1..]));
    println!("slope from {} to {}: {slope:.1} kB a socket", STEPS[1], STEPS[4]);
    let mut gates = Gates::default();
    gates.hold(&format!("at most {MOST} kB for each idle socket"), overall <= MOST);
    gates.finish()
}

/// Opens lines of as many citizens, each with a conversation of their own, and holds them.
pub async fn connect(server: &Server, count: usize) -> Outcome<Vec<JoinHandle<()>>> {
    let http = Client::new();
    let mut lines = Vec::with_capacity(count);
    while lines.len() < count {
        let mut opening = JoinSet::new();
        for _ in 0..AT_ONCE.min(count - lines.len()) {
            let citizen = Citizen::new(&http, &server.origin)?;
            let (origin, port) = (server.origin.clone(), server.port);
            opening.spawn(async move {
                citizen.say("Buenos días").await?;
                socket::citizen(&origin, port, &citizen).await
            });
        }
        for line in opening.join_all().await {
            lines.push(socket::hold(line?));
        }
    }
    Ok(lines)
}
