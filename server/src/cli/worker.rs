use jiff::tz::TimeZone;

use super::serve::stop_on_signal;
use crate::{
    assets::Assets,
    clock::Clock,
    config::{Config, Overlay, load},
    demo, jobs, observe,
    state::App,
    store::Store,
};

/// The jobs without HTTP, on a machine of their own. PostgreSQL only: SQLite has one writing process.
pub(super) async fn run(overlay: &Overlay) -> Result<(), String> {
    let config = load(overlay)?;
    if config.database.url.expose().starts_with("sqlite://") {
        return Err("database.url: SQLite is used by one process, so the jobs run inside `server serve`; \
                    a worker of its own needs PostgreSQL"
            .into());
    }
    observe::start_log(&config.log);
    let metrics = observe::start_metrics()?;
    let app = start(config, overlay.demo).await?;
    observe::serve_metrics(&app, metrics.clone()).await?;
    app.share_pokes();
    let jobs = jobs::start(&app, metrics);
    stop_on_signal(&app)?;
    tracing::info!("working");
    app.stop.cancelled().await;
    jobs.wait().await;
    tracing::info!("stopped");
    Ok(())
}

async fn start(config: Config, is_demo: bool) -> Result<App, String> {
    let zone = TimeZone::get(&config.institution.time_zone).map_err(|error| error.to_string())?;
    let store = Store::open(&config.database).await?;
    if is_demo {
        let wishes = demo::Wishes { at: None, join: true };
        return demo::start(config, store, Assets::default(), zone, wishes).await;
    }
    demo::refuse(&store).await?;
    App::new(config, Clock::system(zone), store, Assets::default())
}
