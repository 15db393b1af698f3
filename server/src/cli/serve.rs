use std::{path::Path, time::Duration};

use clap::Args as ClapArgs;
use jiff::tz::TimeZone;
use tokio::net::TcpListener;

use crate::{
    assets::Assets,
    clock::Clock,
    config::{Config, Overlay, load, warnings},
    demo, http, jobs, observe,
    state::App,
    store::Store,
};

#[derive(ClapArgs)]
pub(super) struct Args {
    /// Port to listen on; moves `server.bind` and `server.public_origin`.
    #[arg(long)]
    port: Option<u16>,
    /// Port of the demo's municipal page; moves the demo site's origin. Needs --demo.
    #[arg(long)]
    site_port: Option<u16>,
    /// Port of the WhatsApp simulator; moves `whatsapp.graph_url`. Needs --demo.
    #[arg(long)]
    sim_port: Option<u16>,
    /// Begin at this local time, such as 2026-03-27T16:00. Needs --demo.
    #[arg(long)]
    at: Option<String>,
    /// Begin with a new demo database. Needs --demo.
    #[arg(long)]
    fresh: bool,
    /// Take the clock and the data of the demo another server has begun on this database. Needs --demo.
    #[arg(long, conflicts_with_all = ["at", "fresh"])]
    join: bool,
}

pub(super) async fn run(mut overlay: Overlay, args: Args) -> Result<(), String> {
    check_flags(&overlay, &args)?;
    overlay.flags.extend(flags(&args));
    let config = load(&overlay)?;
    observe::start_log(&config.log);
    let metrics = observe::start_metrics()?;
    let listener = listen(&config).await?;
    let app = start(config, overlay.demo, &args).await?;
    for warning in warnings(&app.config, app.clock.local(app.clock.now()).date()) {
        tracing::warn!("{}", warning.0);
    }
    observe::serve_metrics(&app, metrics.clone()).await?;
    app.share_pokes();
    let jobs =
        if app.config.jobs.in_serve { jobs::start(&app, metrics) } else { jobs::start_gauges(&app, metrics) };
    announce(&app, &args, overlay.demo);
    stop_on_signal(&app)?;
    let stop = app.stop.clone();
    http::listener::serve(listener, http::router(&app), app.config.limits.connections, stop).await;
    // What is on its way to Meta is finished: its answer is known nowhere else.
    jobs.wait().await;
    tracing::info!("stopped");
    Ok(())
}

fn check_flags(overlay: &Overlay, args: &Args) -> Result<(), String> {
    let wants_demo =
        args.at.is_some() || args.fresh || args.join || args.site_port.is_some() || args.sim_port.is_some();
    if wants_demo && !overlay.demo {
        return Err(
            "--at, --fresh, --join, --site-port and --sim-port need --demo: a real service keeps the real time and its data"
                .into(),
        );
    }
    Ok(())
}

fn flags(args: &Args) -> Vec<(String, String)> {
    let mut flags = Vec::new();
    if let Some(port) = args.port {
        flags.push(("server.bind".to_owned(), format!("127.0.0.1:{port}")));
        flags.push(("server.public_origin".to_owned(), format!("http://127.0.0.1:{port}")));
    }
    if let Some(port) = args.sim_port {
        flags.push(("whatsapp.graph_url".to_owned(), format!("http://127.0.0.1:{port}")));
    }
    flags
}

async fn listen(config: &Config) -> Result<TcpListener, String> {
    let address = config.server.bind;
    TcpListener::bind(address).await.map_err(|error| {
        format!("server.bind: cannot listen on {address}: {error}; another program may use it: choose a port with --port")
    })
}

async fn start(mut config: Config, is_demo: bool, args: &Args) -> Result<App, String> {
    if let (Some(port), Some(site)) = (args.site_port, config.sites.get_mut("demo")) {
        site.origins = vec![format!("http://localhost:{port}")];
    }
    let zone = TimeZone::get(&config.institution.time_zone).map_err(|error| error.to_string())?;
    let assets = Assets::load(Path::new(&config.server.dist_dir))?;
    if args.fresh {
        demo::erase(&config.database).await?;
    }
    let store = Store::open(&config.database).await?;
    if is_demo {
        let wishes = demo::Wishes { at: args.at.as_deref(), join: args.join };
        return demo::start(config, store, assets, zone, wishes).await;
    }
    demo::refuse(&store).await?;
    App::new(config, Clock::system(zone), store, assets)
}

fn announce(app: &App, args: &Args, is_demo: bool) {
    let origin = &app.config.server.public_origin;
    tracing::info!(origin, "ready");
    // Who joins says nothing that the first has not said.
    if !is_demo || args.join {
        return;
    }
    let site = args.site_port.unwrap_or(8081);
    let phones = &app.config.whatsapp.graph_url;
    super::tell(&format!(
        "\n  Puente está listo. Ábralo con Chrome, Edge o Firefox:\n\n    \
         Municipio de ejemplo (el chat)   http://localhost:{site}/\n    \
         Simulador de WhatsApp            {phones}/\n    \
         Consola de las áreas             {origin}/consola\n    \
         Calculadora                      {origin}/calculadora\n    \
         Inicio                           {origin}/\n    \
         Para webmasters                  {origin}/integrar\n"
    ));
    for account in &app.demo_accounts {
        super::tell(&format!("    Cuenta de demostración           {account}"));
    }
    if let Some(clock) = app.demo_clock() {
        super::tell(&format!("\n  {clock}.\n"));
    }
}

pub(super) fn stop_on_signal(app: &App) -> Result<(), String> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).map_err(|error| error.to_string())?;
    let stop = app.stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        tracing::info!("stopping: open requests may finish");
        stop.cancel();
        // Should something not end, the process still does.
        tokio::time::sleep(crate::limits::DRAIN + Duration::from_secs(5)).await;
        std::process::exit(1);
    });
    Ok(())
}
