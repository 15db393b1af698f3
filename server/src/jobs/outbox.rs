use std::time::Duration;

use tokio::{
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};

use crate::{error::Error, limits, state::App, whatsapp::outbox};

/// Sends what waits for WhatsApp: woken after a commit, and by itself. Stopped, it finishes what it has
/// begun: a request that is cut would leave a message nobody knows about.
pub async fn run(app: App) {
    let mut wake = app.live.watch_work(outbox::WORK);
    let mut under_way = JoinSet::new();
    let mut every = interval(limits::OUTBOX_POLL);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let ticked = tokio::select! {
            // Under load all are always ready: what comes seldom goes first.
            biased;
            () = app.stop.cancelled() => break,
            _ = every.tick() => true,
            Some(_) = under_way.join_next() => false,
            () = wake.poked() => false,
        };
        if let Err(error) = look(&app, &mut under_way, ticked).await {
            error.log();
            // Where the database does not answer, asking at once again does not help it.
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
    while under_way.join_next().await.is_some() {}
}

async fn look(app: &App, under_way: &mut JoinSet<()>, ticked: bool) -> Result<(), Error> {
    if ticked {
        outbox::lapse(app).await?;
    }
    let places = limits::OUTBOX_IN_FLIGHT.saturating_sub(under_way.len());
    for row in outbox::claim(app, places).await? {
        under_way.spawn(outbox::deliver(app.clone(), row));
    }
    Ok(())
}
