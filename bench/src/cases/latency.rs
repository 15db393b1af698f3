//! From a citizen's POST to the row in the operator's hands, with a thousand other people connected.

use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::sockets::connect;
use crate::{
    Outcome,
    citizen::{Citizen, client},
    operator::Operator,
    setup::{Engine, Setup},
    stats::percentile,
};

const CONNECTED: usize = 1_000;
const MESSAGES: usize = 300;
const LOST: Duration = Duration::from_secs(5);

pub async fn run() -> Outcome<()> {
    println!(
        "citizen -> operator's screen, {CONNECTED} live connections, {MESSAGES} messages one after the other"
    );
    println!("engine         p50 ms   p99 ms");
    for engine in Engine::BOTH {
        let setup = Setup::start(engine, None).await?;
        let mut millis = measure(&setup).await?;
        let (p50, p99) = (percentile(&mut millis, 0.5), percentile(&mut millis, 0.99));
        println!("{:<12} {p50:>8.1} {p99:>8.1}", engine.name());
    }
    Ok(())
}

async fn measure(setup: &Setup) -> Outcome<Vec<f64>> {
    let server = &setup.server;
    let lines = connect(server, CONNECTED).await?;
    let operator = Operator::sign_in(server).await?;
    let mut pokes = operator.listen(server).await?;
    let citizen = Citizen::new(&client()?, &server.origin)?;
    citizen.say("El primero").await?;
    // The poke of the first message names the conversation.
    let id = timeout(LOST, pokes.recv()).await?.ok_or("the console's line ended")?;
    let mut millis = Vec::new();
    for seq in 2..=MESSAGES + 1 {
        let (asked, seq) = (Instant::now(), i64::try_from(seq)?);
        let speaker = citizen.clone();
        let said = tokio::spawn(async move { speaker.say("Otro mensaje").await });
        loop {
            let changed = timeout(LOST, pokes.recv()).await?.ok_or("the console's line ended")?;
            if changed == id && operator.open(&id, seq - 1).await?.messages.iter().any(|row| row.seq == seq) {
                break;
            }
        }
        millis.push(asked.elapsed().as_secs_f64() * 1000.0);
        said.await??;
    }
    drop(lines);
    Ok(millis)
}
