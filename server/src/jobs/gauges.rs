use std::time::Duration;

use metrics_exporter_prometheus::PrometheusHandle;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use tokio::time::interval;

use crate::{
    error::Error,
    state::App,
    store::entities::{
        conversation::{self, State},
        webhook,
    },
};

const EVERY: Duration = Duration::from_secs(15);

/// Figures that nobody's request would keep current: how many wait, and since when the oldest does.
pub(super) async fn run(app: App, metrics: PrometheusHandle) {
    let mut every = interval(EVERY);
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            _ = every.tick() => {}
        }
        metrics.run_upkeep();
        if let Err(error) = measure_webhooks(&app).await {
            error.log();
        }
        for desk in app.routing.desks() {
            if let Err(error) = measure(&app, &desk.id).await {
                error.log();
            }
        }
    }
}

async fn measure(app: &App, desk: &str) -> Result<(), Error> {
    let waiting = || {
        conversation::Entity::find()
            .filter(conversation::Column::Desk.eq(desk))
            .filter(conversation::Column::State.eq(State::Waiting))
    };
    let count = waiting().count(app.store.reader()).await?;
    let oldest = waiting().order_by_asc(conversation::Column::QueuedAt).one(app.store.reader()).await?;
    let age = oldest.map_or(0, |row| (app.clock.now() - row.queued_at) / 1000);
    metrics::gauge!("puente_waiting", "desk" => desk.to_owned())
        .set(as_gauge(i64::try_from(count).unwrap_or(0)));
    metrics::gauge!("puente_oldest_wait_seconds", "desk" => desk.to_owned()).set(as_gauge(age));
    Ok(())
}

fn as_gauge(value: i64) -> f64 {
    f64::from(i32::try_from(value).unwrap_or(i32::MAX))
}

/// Webhooks that nobody has made messages of yet, and how old the oldest is: a worker that stands still shows.
async fn measure_webhooks(app: &App) -> Result<(), Error> {
    let pending = || webhook::Entity::find().filter(webhook::Column::State.eq(webhook::State::Pending));
    let count = pending().count(app.store.reader()).await?;
    let times = pending().select_only().column(webhook::Column::ReceivedAt);
    let oldest = times.order_by_asc(webhook::Column::ReceivedAt).limit(1).into_tuple::<i64>();
    let oldest = oldest.one(app.store.reader()).await?;
    let age = oldest.map_or(0, |at| (app.clock.now() - at) / 1000);
    metrics::gauge!("puente_webhooks_pending").set(as_gauge(i64::try_from(count).unwrap_or(0)));
    metrics::gauge!("puente_oldest_webhook_seconds").set(as_gauge(age));
    Ok(())
}
