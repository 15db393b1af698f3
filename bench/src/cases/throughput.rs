//! Posts a second, and that none is answered before the fsync that covers it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{task::JoinSet, time::Instant};

use crate::{
    Outcome,
    citizen::{Citizen, client},
    clock,
    fsyncs::covered,
    gate::Gates,
    setup::{Engine, Setup},
    stats::percentile,
    webhook::Meta,
};

const CLIENTS: usize = 64;
const WARM_UP: Duration = Duration::from_secs(2);
const SPAN: Duration = Duration::from_secs(10);
const SLOW_DISK_US: u32 = 5_000;
/// Posts a second, with every fsync 5 ms slower than the disk's own.
const LEAST: f64 = 500.0;

pub async fn run() -> Outcome<()> {
    println!("{CLIENTS} clients, {} s each; every row is one run of one release server", SPAN.as_secs());
    println!("engine       fsync   what        posts/s   p50 ms   p99 ms  fsyncs/post  too early");
    let mut gates = Gates::default();
    for engine in Engine::BOTH {
        for delay in [0, SLOW_DISK_US] {
            for kind in [Kind::Chat, Kind::Webhook] {
                let row = measure(engine, delay, kind).await?;
                row.print(engine, delay, kind);
                let name = format!("{} {} +{delay} us", engine.name(), kind.name());
                gates.hold(&format!("{name}: at least {LEAST} posts/s"), row.rate >= LEAST);
                gates.hold(&format!("{name}: no answer before its fsync"), row.early == 0);
                gates.hold(&format!("{name}: no failed post"), row.failed == 0);
            }
        }
    }
    gates.finish()
}

#[derive(Clone, Copy)]
enum Kind {
    Chat,
    Webhook,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Webhook => "webhook",
        }
    }
}

struct Row {
    rate: f64,
    p50: f64,
    p99: f64,
    fsyncs: f64,
    early: usize,
    failed: u64,
}

impl Row {
    fn print(&self, engine: Engine, delay: u32, kind: Kind) {
        println!(
            "{:<11} +{} ms   {:<8} {:>10.0} {:>8.1} {:>8.1} {:>12.2} {:>10}",
            engine.name(),
            delay / 1000,
            kind.name(),
            self.rate,
            self.p50,
            self.p99,
            self.fsyncs,
            self.early
        );
    }
}

/// When each post was asked and answered, in nanoseconds.
type Times = Vec<(u64, u64)>;

async fn measure(engine: Engine, delay: u32, kind: Kind) -> Outcome<Row> {
    let setup = Setup::start(engine, Some(delay)).await?;
    let failed = Arc::new(AtomicU64::new(0));
    let from = clock::now() + u64::try_from(WARM_UP.as_nanos())?;
    let times = post_for(&setup, kind, &failed).await?;
    let fsyncs = setup.shim.as_ref().ok_or("no shim")?.seen()?;
    let kept: Times = times.into_iter().filter(|(asked, _)| *asked >= from).collect();
    let until = kept.iter().map(|(_, answered)| *answered).max().unwrap_or(from);
    let mut millis: Vec<f64> = kept.iter().map(|(asked, answered)| millis(answered - asked)).collect();
    #[allow(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let (posts, during) =
        (kept.len() as f64, fsyncs.iter().filter(|fsync| fsync.0 >= from && fsync.0 < until).count() as f64);
    Ok(Row {
        rate: posts / (millis_of(from, until) / 1000.0),
        p50: percentile(&mut millis, 0.5),
        p99: percentile(&mut millis, 0.99),
        fsyncs: during / posts,
        early: kept.iter().filter(|(asked, answered)| !covered(&fsyncs, *asked, *answered)).count(),
        failed: failed.load(Ordering::SeqCst),
    })
}

#[allow(clippy::cast_precision_loss, reason = "durations far below 2^52 ns")]
fn millis(nanos: u64) -> f64 {
    nanos as f64 / 1e6
}

fn millis_of(from: u64, until: u64) -> f64 {
    millis(until.saturating_sub(from))
}

async fn post_for(setup: &Setup, kind: Kind, failed: &Arc<AtomicU64>) -> Outcome<Times> {
    let (http, end) = (client()?, Instant::now() + WARM_UP + SPAN);
    let (meta, numbers) = (Meta::new(&http, &setup.server.origin), Arc::new(AtomicU64::new(0)));
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let citizen = Citizen::new(&http, &setup.server.origin)?;
        let (meta, numbers, failed) = (meta.clone(), numbers.clone(), failed.clone());
        clients.spawn(async move {
            let mut times = Times::new();
            while Instant::now() < end {
                let number = numbers.fetch_add(1, Ordering::SeqCst);
                let asked = clock::now();
                let outcome = match kind {
                    Kind::Chat => citizen.say("Un mensaje de prueba").await,
                    Kind::Webhook => meta.text(number).await,
                };
                match outcome {
                    Ok(()) => times.push((asked, clock::now())),
                    Err(_) => {
                        failed.fetch_add(1, Ordering::SeqCst);
                    }
                }
            }
            times
        });
    }
    Ok(clients.join_all().await.concat())
}
