//! Sign-ins a second, and that a stranger's attempt takes as long as a member's.

use std::time::Duration;

use tokio::{task::JoinSet, time::Instant};

use crate::{
    Outcome,
    gate::Gates,
    member::{Members, PASSWORD, curp},
    setup::{Engine, Setup},
    stats::{percentile, welch_t},
};

/// The throttle lets each account fail five times before it slows down.
const MEMBERS: u32 = 100;
const FAILURES_EACH: u32 = 5;
const CLIENTS: usize = 8;
const SPAN: Duration = Duration::from_secs(10);
/// security.md 4.2: difference of medians below 3 %, |t| below 4.5.
const MOST_DIFFERENCE: f64 = 0.03;
const MOST_T: f64 = 4.5;

pub async fn run() -> Outcome<()> {
    let setup = Setup::start(Engine::Sqlite, None).await?;
    let members = std::sync::Arc::new(Members::enrol(&setup.server, MEMBERS).await?);
    let rate = rate(&members).await?;
    println!("sign-ins of members, {CLIENTS} at a time: {rate:.0} a second");
    let (known, unknown) = compare(&members).await?;
    let (a, b) = (percentile(&mut known.clone(), 0.5), percentile(&mut unknown.clone(), 0.5));
    let (difference, t) = ((a - b) / b, welch_t(&known, &unknown));
    println!(
        "wrong password, one after the other, {} known and {} unknown interleaved:",
        known.len(),
        unknown.len()
    );
    println!("  median known {a:.2} ms, unknown {b:.2} ms: {:+.2} %; Welch's t {t:+.2}", difference * 100.0);
    let mut gates = Gates::default();
    gates.hold("known and unknown differ by less than 3 %", difference.abs() < MOST_DIFFERENCE);
    gates.hold("|t| below 4.5", t.abs() < MOST_T);
    gates.finish()
}

async fn rate(members: &std::sync::Arc<Members>) -> Outcome<f64> {
    let (began, mut clients) = (Instant::now(), JoinSet::new());
    for client in 0..CLIENTS {
        let members = members.clone();
        clients.spawn(async move {
            let mut done = 0_u32;
            while began.elapsed() < SPAN {
                let curp = &members.curps[(client + CLIENTS * usize::try_from(done)?) % members.curps.len()];
                let status = members.sign_in(curp, PASSWORD).await?;
                if status != 303 {
                    return Err(format!("signing in answered {status}").into());
                }
                done += 1;
            }
            Outcome::Ok(done)
        });
    }
    let mut done = 0;
    for client in clients.join_all().await {
        done += client?;
    }
    Ok(f64::from(done) / began.elapsed().as_secs_f64())
}

/// Milliseconds of failed attempts by known and unknown people, in turns.
async fn compare(members: &Members) -> Outcome<(Vec<f64>, Vec<f64>)> {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for round in 0..FAILURES_EACH {
        for (index, member) in (0..).zip(&members.curps) {
            let stranger = curp("NADX", index);
            // Who goes first changes, so that neither profits from the other's warmth.
            let pair = [(member, &mut known), (&stranger, &mut unknown)];
            let turns: Vec<_> =
                if (index + round) % 2 == 0 { pair.into() } else { pair.into_iter().rev().collect() };
            for (curp, times) in turns {
                let asked = Instant::now();
                members.sign_in(curp, "una contraseña que no es").await?;
                times.push(asked.elapsed().as_secs_f64() * 1000.0);
            }
        }
    }
    Ok((known, unknown))
}
