//! Resident memory for each idle WebSocket, with its slope.

use std::time::Duration;

use tokio::task::{JoinHandle, JoinSet};

use crate::{
    Outcome,
    citizen::{Citizen, client},
    gate::Gates,
    server::Server,
    socket,
    stats::slope,
};

/// From the first step on: what the service allocates once for its first work is not a socket's.
const STEPS: [usize; 4] = [500, 1_000, 1_500, 2_000];
/// Kilobytes for each further idle line.
const MOST: f64 = 16.0;
/// Two readings this far apart that differ by less than [`STILL_KB`] are the resting state: what opening the
/// lines needed has been given back.
const SETTLE: Duration = Duration::from_secs(4);
const STILL_KB: u64 = 256;
const SETTLE_READINGS: usize = 20;
const AT_ONCE: usize = 50;

pub async fn run() -> Outcome<()> {
    let server = Server::start(None, []).await?;
    // Their conversations first: what the service needs to store messages is not a socket's either.
    let citizens = begin(&server, STEPS[STEPS.len() - 1]).await?;
    println!("idle sockets   resident kB");
    let (mut lines, mut points): (Vec<JoinHandle<()>>, Vec<(f64, f64)>) = (Vec::new(), Vec::new());
    for step in STEPS {
        lines.extend(hold(&server, &citizens[lines.len()..step]).await?);
        let resident = settled(&server).await?;
        println!("{step:>12} {resident:>13}");
        #[allow(clippy::cast_precision_loss, reason = "counts far below 2^52")]
        points.push((step as f64, resident as f64));
    }
    let slope = slope(&points);
    println!("{slope:.1} kB for each further idle socket");
    let mut gates = Gates::default();
    gates.hold(&format!("at most {MOST} kB for each idle socket"), slope <= MOST);
    // The allocator gave back something else meanwhile: then the slope says nothing.
    gates.hold(
        "memory that only grows from step to step (run it again)",
        points.is_sorted_by(|a, b| a.1 <= b.1),
    );
    gates.finish()
}

async fn settled(server: &Server) -> Outcome<u64> {
    let mut before = server.resident_kb()?;
    for _ in 0..SETTLE_READINGS {
        tokio::time::sleep(SETTLE).await;
        let now = server.resident_kb()?;
        if now.abs_diff(before) < STILL_KB {
            return Ok(now);
        }
        before = now;
    }
    Ok(before)
}

/// Opens lines of as many citizens, each with a conversation of their own, and holds them.
pub async fn connect(server: &Server, count: usize) -> Outcome<Vec<JoinHandle<()>>> {
    hold(server, &begin(server, count).await?).await
}

async fn begin(server: &Server, count: usize) -> Outcome<Vec<Citizen>> {
    let http = client()?;
    let citizens: Vec<Citizen> =
        (0..count).map(|_| Citizen::new(&http, &server.origin)).collect::<Outcome<_>>()?;
    for some in citizens.chunks(AT_ONCE) {
        let saying: JoinSet<_> =
            some.iter().cloned().map(|citizen| async move { citizen.say("Buenos días").await }).collect();
        saying.join_all().await.into_iter().collect::<Outcome<()>>()?;
    }
    Ok(citizens)
}

async fn hold(server: &Server, citizens: &[Citizen]) -> Outcome<Vec<JoinHandle<()>>> {
    let mut lines = Vec::with_capacity(citizens.len());
    for some in citizens.chunks(AT_ONCE) {
        let mut opening = JoinSet::new();
        for citizen in some {
            let citizen = citizen.clone();
            let (origin, port) = (server.origin.clone(), server.port);
            opening.spawn(async move { socket::citizen(&origin, port, &citizen).await });
        }
        for line in opening.join_all().await {
            lines.push(socket::hold(line?));
        }
    }
    Ok(lines)
}
