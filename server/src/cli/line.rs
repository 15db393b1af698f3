use clap::Subcommand;
use jiff::tz::TimeZone;

use crate::{
    config::{Overlay, load},
    demo,
    store::Store,
    whatsapp::lines,
};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Let a stopped line send again, after its account was repaired; what waited leaves in its order.
    Resume {
        /// Key of the line in the configuration, such as pp.
        line: String,
    },
}

pub(super) async fn run(overlay: &Overlay, command: Command) -> Result<(), String> {
    let Command::Resume { line } = command;
    let config = load(overlay)?;
    if !config.lines.contains_key(&line) {
        let keys: Vec<&str> = config.lines.keys().map(String::as_str).collect();
        return Err(format!("there is no line \"{line}\"; there are: {}", keys.join(", ")));
    }
    let store = Store::open(&config.database).await?;
    // Compared with when Meta says that a message failed: by the time of the servers.
    let now = demo::clock_of(&store, TimeZone::UTC).await?.now();
    let key = line.clone();
    let resumed = store.write(move |tx| Box::pin(async move { lines::resume(tx, &key, now).await }));
    let resumed = resumed.await.map_err(|error| format!("{error:?}"))?;
    super::tell(&if resumed { format!("{line} sends again") } else { format!("{line} was not stopped") });
    Ok(())
}
