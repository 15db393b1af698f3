use tokio::time::{MissedTickBehavior, interval};

use crate::{
    limits,
    state::App,
    whatsapp::{process, webhooks},
};

/// Makes messages of what Meta has brought: woken by each webhook, and by itself for what a poke did not
/// reach or a stopped server left.
pub(super) async fn run(app: App) {
    let mut woken = app.live.watch_work(webhooks::WORK);
    let mut every = interval(limits::WEBHOOK_POLL);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            // Under load the others are always ready too.
            biased;
            () = app.stop.cancelled() => return,
            () = woken.poked() => {}
            _ = every.tick() => {}
        }
        if let Err(error) = process::run_pending(&app).await {
            error.log();
        }
    }
}
