use tokio::time::{MissedTickBehavior, interval};

use crate::{conversations, limits, state::App};

/// Hands back what vanished operators held.
pub(super) async fn run(app: App) {
    let mut every = interval(limits::SWEEP);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            _ = every.tick() => {}
        }
        match conversations::sweep(&app).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "conversations back in the queue: their operator vanished"),
            Err(error) => error.log(),
        }
    }
}
