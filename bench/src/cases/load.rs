//! The rates of a day, held for two minutes: messages, webhooks (one message to three statuses) and
//! sockets at once.

use std::time::Duration;

use super::sockets::connect;
use crate::{
    Outcome,
    citizen::{Citizen, client},
    gate::Gates,
    pace::{Taken, steady},
    setup::{Engine, Setup},
    stats::percentile,
    webhook::Meta,
};

const SPAN: Duration = Duration::from_mins(2);
/// People who write; each has a conversation of some length.
const WRITERS: usize = 200;

struct Day {
    name: &'static str,
    messages: u32,
    webhooks: u32,
    sockets: usize,
}

/// product.md, "Load to plan for".
const DAYS: [Day; 2] = [
    Day { name: "ISSEG, peak day", messages: 60, webhooks: 120, sockets: 1_200 },
    Day { name: "SRE-sized", messages: 320, webhooks: 640, sockets: 6_400 },
];

pub async fn run() -> Outcome<()> {
    println!(
        "held for {} s; a request's time counts from when it was due; client and server share this machine",
        SPAN.as_secs()
    );
    println!("day               engine       what         rate/s    p50 ms    p99 ms  failed");
    let mut gates = Gates::default();
    for day in &DAYS {
        for engine in Engine::BOTH {
            hold(day, engine, &mut gates).await?;
        }
    }
    gates.finish()
}

async fn hold(day: &Day, engine: Engine, gates: &mut Gates) -> Outcome<()> {
    let setup = Setup::start(engine, None).await?;
    let server = &setup.server;
    let lines = connect(server, day.sockets).await?;
    let cpu = server.cpu_seconds()?;
    let (messages, webhooks) =
        tokio::join!(write(server.origin.clone(), day.messages), meta(&server.origin, day.webhooks));
    let cpu = (server.cpu_seconds()? - cpu) / SPAN.as_secs_f64();
    for (what, rate, mut taken) in
        [("messages", day.messages, messages?), ("webhooks", day.webhooks, webhooks?)]
    {
        println!(
            "{:<17} {:<12} {what:<10} {rate:>8} {:>9.1} {:>9.1} {:>7}",
            day.name,
            engine.name(),
            percentile(&mut taken.millis, 0.5),
            percentile(&mut taken.millis, 0.99),
            taken.failed
        );
        if let Some(why) = &taken.first_failure {
            println!("{:<17} {:<12} the first that failed: {why}", day.name, engine.name());
        }
        gates.hold(&format!("{} on {}: no failed {what}", day.name, engine.name()), taken.failed == 0);
    }
    let dropped = lines.iter().filter(|line| line.is_finished()).count();
    println!(
        "{:<17} {:<12} {} sockets, {dropped} dropped; server {:.0} MB resident, {:.0} % of one core",
        day.name,
        engine.name(),
        day.sockets,
        f64::from(u32::try_from(server.resident_kb()?)?) / 1000.0,
        cpu * 100.0
    );
    gates.hold(&format!("{} on {}: no socket dropped", day.name, engine.name()), dropped == 0);
    Ok(())
}

async fn write(origin: String, rate: u32) -> Outcome<Taken> {
    let http = client()?;
    let writers: Vec<Citizen> = (0..WRITERS).map(|_| Citizen::new(&http, &origin)).collect::<Outcome<_>>()?;
    let ask = move |number: u64| {
        let writer = writers[usize::try_from(number).unwrap_or(0) % WRITERS].clone();
        async move { writer.say("Un mensaje de prueba").await }
    };
    Ok(steady(rate, SPAN, ask).await)
}

async fn meta(origin: &str, rate: u32) -> Outcome<Taken> {
    let meta = Meta::new(&client()?, origin);
    let ask = move |number: u64| {
        let meta = meta.clone();
        async move { if number.is_multiple_of(4) { meta.text(number).await } else { meta.status(number).await } }
    };
    Ok(steady(rate, SPAN, ask).await)
}
