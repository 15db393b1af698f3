//! What the service does by itself: every job may run twice and may be late.

mod gauges;
mod leases;

use metrics_exporter_prometheus::PrometheusHandle;

use crate::state::App;

pub fn start(app: &App, metrics: PrometheusHandle) {
    tokio::spawn(leases::run(app.clone()));
    tokio::spawn(gauges::run(app.clone(), metrics));
}
