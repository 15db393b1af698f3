use jiff::tz::TimeZone;

use crate::{
    clock::Clock,
    config::{Overlay, load, warnings},
};

pub(super) fn run(overlay: &Overlay) -> Result<(), String> {
    let config = load(overlay)?;
    let zone = TimeZone::get(&config.institution.time_zone).map_err(|error| error.to_string())?;
    let clock = Clock::system(zone);
    for warning in warnings(&config, clock.local(clock.now()).date()) {
        super::tell(&format!("warning: {}", warning.0));
    }
    let facts = format!(
        "configuration is valid: {} topics, {} desks, {} lines, {} sites, {} holidays",
        config.topics.len(),
        config.desks.len(),
        config.lines.len(),
        config.sites.len(),
        config.holidays.len()
    );
    super::tell(&facts);
    Ok(())
}
