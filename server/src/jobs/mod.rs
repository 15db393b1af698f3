//! What the service does by itself: every job may run twice and may be late.

mod gauges;
mod leases;
pub mod outbox;
mod purge;
mod webhooks;

use metrics_exporter_prometheus::PrometheusHandle;
use tokio_util::task::TaskTracker;

use crate::state::App;

/// Starts them all. They end when the service stops; what it returns waits until they have.
pub(crate) fn start(app: &App, metrics: PrometheusHandle) -> TaskTracker {
    let jobs = start_gauges(app, metrics);
    jobs.spawn(leases::run(app.clone()));
    jobs.spawn(purge::run(app.clone()));
    jobs.spawn(outbox::run(app.clone()));
    jobs.spawn(webhooks::run(app.clone()));
    jobs
}

/// What each process does even where workers do the rest.
pub(crate) fn start_gauges(app: &App, metrics: PrometheusHandle) -> TaskTracker {
    let jobs = TaskTracker::new();
    jobs.spawn(gauges::run(app.clone(), metrics));
    jobs.close();
    jobs
}
