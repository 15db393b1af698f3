use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::{
    backup,
    config::{Overlay, load},
};

#[derive(ClapArgs)]
pub(super) struct Args {
    /// The file to write; it must not exist yet.
    file: PathBuf,
}

pub(super) async fn run(overlay: &Overlay, args: Args) -> Result<(), String> {
    let config = load(overlay)?;
    let bytes = backup::backup(&config.database, &args.file).await?;
    super::tell(&format!("backup written to {} and checked: {bytes} bytes", args.file.display()));
    Ok(())
}
