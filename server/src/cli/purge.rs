use clap::Args as ClapArgs;
use jiff::tz::TimeZone;

use crate::{
    assets::Assets,
    clock::Clock,
    config::{Overlay, load},
    purge::{self, Mode},
    state::App,
    store::Store,
};

#[derive(ClapArgs)]
pub(super) struct Args {
    /// Only count what would be deleted.
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn run(overlay: &Overlay, args: Args) -> Result<(), String> {
    let config = load(overlay)?;
    let zone = TimeZone::get(&config.institution.time_zone).map_err(|error| error.to_string())?;
    let store = Store::open(&config.database).await?;
    let app = App::new(config, Clock::system(zone), store, Assets::default())?;
    let mode = if args.dry_run { Mode::Count } else { Mode::Delete };
    let report = purge::run(&app, mode).await.map_err(|error| error.detail())?;
    for (kind, count) in &report.0 {
        super::tell(&format!("{kind}: {count}"));
    }
    super::tell(if args.dry_run { "nothing was deleted" } else { "deleted" });
    Ok(())
}
