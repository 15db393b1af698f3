//! Logs and metrics. Logs name routes, codes and counts, never what people wrote or who they are.

use axum::{Router, routing::get};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tracing_subscriber::{EnvFilter, fmt};

use crate::{
    config::{Log, LogFormat, LogLevel},
    http::listener,
    state::App,
};

pub fn start_log(log: &Log) {
    let level = match log.level {
        LogLevel::Error => "error",
        LogLevel::Warn => "warn",
        LogLevel::Info => "info",
        LogLevel::Debug => "debug",
    };
    // Libraries speak only when something is wrong; sqlx's notes would hold bound values.
    let filter = EnvFilter::new(format!("error,server={level}"));
    let log_to = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A test may have started one already.
    let _ = if log.format == LogFormat::Json {
        log_to.json().flatten_event(true).try_init()
    } else {
        log_to.with_target(false).try_init()
    };
}

/// # Errors
/// A sentence, when another recorder is installed.
pub fn start_metrics() -> Result<PrometheusHandle, String> {
    let seconds = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];
    let waits = [10.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 86_400.0];
    let builder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full("puente_request_seconds".into()), &seconds)
        .and_then(|builder| {
            builder.set_buckets_for_metric(Matcher::Full("puente_wait_seconds".into()), &waits)
        })
        .and_then(|builder| {
            builder.set_buckets_for_metric(
                Matcher::Full("puente_commit_units".into()),
                &[1.0, 2.0, 4.0, 16.0, 64.0],
            )
        });
    let recorder = builder.map_err(|error| error.to_string())?.build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).map_err(|error| error.to_string())?;
    Ok(handle)
}

/// `/metrics` on a listener of its own, which a reverse proxy never publishes.
///
/// # Errors
/// A sentence naming the key when the address cannot be used.
pub async fn serve_metrics(app: &App, handle: PrometheusHandle) -> Result<(), String> {
    let address = app.config.server.metrics_bind.clone();
    if address.is_empty() {
        return Ok(());
    }
    let bound = TcpListener::bind(&address).await;
    let bound = bound.map_err(|error| format!("server.metrics_bind: cannot listen on {address}: {error}"))?;
    let router = Router::new().route("/metrics", get(move || async move { handle.render() }));
    tokio::spawn(listener::serve(bound, router, 16, app.stop.clone()));
    Ok(())
}
