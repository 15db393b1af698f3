use tokio::time::{MissedTickBehavior, interval};

use crate::{limits, purge, state::App};

/// Deletes once a day what has been kept long enough; at the start too, when the last time is longer ago.
pub(super) async fn run(app: App) {
    let mut every = interval(limits::PURGE_CHECK);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            _ = every.tick() => {}
        }
        match purge::run_if_due(&app).await {
            Ok(None) => {}
            Ok(Some(report)) => tracing::info!(rows = report.total(), "purged what was kept long enough"),
            Err(error) => error.log(),
        }
    }
}
