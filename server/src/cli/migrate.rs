use crate::{
    config::{Overlay, load},
    store::Store,
};

pub(super) async fn run(overlay: &Overlay) -> Result<(), String> {
    let config = load(overlay)?;
    Store::open(&config.database).await?;
    super::tell("the database is up to date");
    Ok(())
}
