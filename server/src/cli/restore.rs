use std::path::PathBuf;

use clap::Args as ClapArgs;
use jiff::tz::TimeZone;

use crate::{
    backup::{self, Contents},
    clock::Clock,
    config::{Overlay, load},
};

#[derive(ClapArgs)]
pub(super) struct Args {
    /// A file that `server backup` wrote on the same kind of database.
    file: PathBuf,
    /// Replace the database that is there.
    #[arg(long)]
    force: bool,
}

pub(super) async fn run(overlay: &Overlay, args: Args) -> Result<(), String> {
    let config = load(overlay)?;
    let now = Clock::system(TimeZone::UTC).now();
    let restored = backup::restore(&config.database, &args.file, args.force, now).await?;
    let Contents { conversations, messages } = restored;
    super::tell(&format!(
        "restored from {}: {conversations} conversations with {messages} messages",
        args.file.display()
    ));
    Ok(())
}
