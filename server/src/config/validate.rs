use std::{collections::BTreeSet, str::FromStr};

use jiff::civil::{Date, Time};

use super::{Calendar, Config, Holiday, HolidayKind, products};

/// Something that is not wrong yet.
pub struct Warning(pub String);

type Check = Result<(), String>;

/// Refuses contradictions. Every message starts with the key at fault.
pub(super) fn check(config: &Config, demo: bool) -> Check {
    check_server(config)?;
    check_secrets(config, demo)?;
    jiff::tz::TimeZone::get(&config.institution.time_zone)
        .map_err(|_| "institution.time_zone: not an IANA zone such as America/Mexico_City".to_owned())?;
    config.calendars.iter().try_for_each(|(key, calendar)| check_calendar(key, calendar))?;
    config.holidays.iter().enumerate().try_for_each(|(index, holiday)| check_holiday(index, holiday))?;
    check_routing(config)?;
    check_sites(config)?;
    check_retention(config)?;
    products::check(config)
}

fn check_server(config: &Config) -> Check {
    origin("server.public_origin", &config.server.public_origin)?;
    if !config.server.console_origin.is_empty() {
        origin("server.console_origin", &config.server.console_origin)?;
    }
    if !config.server.metrics_bind.is_empty() {
        std::net::SocketAddr::from_str(&config.server.metrics_bind).map_err(|_| {
            "server.metrics_bind: write an address and port such as 127.0.0.1:9464".to_owned()
        })?;
    }
    let url = config.database.url.expose();
    if !(url.starts_with("sqlite://") || url.starts_with("postgres://") || url.starts_with("postgresql://")) {
        return Err("database.url: must start with sqlite:// or postgres://".into());
    }
    if config.database.connections == 0 {
        return Err("database.connections: must be at least 1".into());
    }
    if url.starts_with("sqlite://") && !config.jobs.in_serve {
        return Err("jobs.in_serve: must be true on SQLite, where the jobs run inside `serve`".into());
    }
    if config.limits.connections == 0 {
        return Err("limits.connections: must be at least 1".into());
    }
    Ok(())
}

fn check_secrets(config: &Config, demo: bool) -> Check {
    // The demo makes its own key beside its database.
    if !demo && config.secrets.key.expose().chars().count() < 32 {
        return Err("secrets.key: give 32 or more random characters, or secrets.key_file".into());
    }
    Ok(())
}

fn origin(key: &str, value: &str) -> Check {
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    let host = rest.unwrap_or_default();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.:[]".contains(c);
    if host.is_empty() || !host.chars().all(plain) {
        return Err(format!("{key}: write an origin such as https://www.ejemplo.gob.mx, without a path"));
    }
    Ok(())
}

fn clock_time(key: &str, value: &str) -> Result<Time, String> {
    Time::strptime("%H:%M", value).map_err(|_| format!("{key}: write a time such as 09:00"))
}

fn check_calendar(key: &str, calendar: &Calendar) -> Check {
    let from = clock_time(&format!("calendars.{key}.from"), &calendar.from)?;
    let to = clock_time(&format!("calendars.{key}.to"), &calendar.to)?;
    if from >= to {
        return Err(format!("calendars.{key}: `from` must come before `to`"));
    }
    if calendar.weekdays.is_empty() || calendar.weekdays.iter().any(|day| !(1..=7).contains(day)) {
        return Err(format!("calendars.{key}.weekdays: numbers from 1 (Monday) to 7"));
    }
    Ok(())
}

fn check_holiday(index: usize, holiday: &Holiday) -> Check {
    let key = format!("holidays[{index}]");
    Date::from_str(&holiday.date).map_err(|_| format!("{key}.date: write a date such as 2026-12-25"))?;
    match (holiday.kind, &holiday.until) {
        (HolidayKind::Short, Some(until)) => clock_time(&format!("{key}.until"), until).map(|_| ()),
        (HolidayKind::Short, None) => Err(format!("{key}.until: a short day needs its closing time")),
        (HolidayKind::Closed, Some(_)) => Err(format!("{key}.until: a closed day has no closing time")),
        (HolidayKind::Closed, None) => Ok(()),
    }
}

fn check_routing(config: &Config) -> Check {
    unique("desks", config.desks.iter().map(|desk| desk.id.as_str()))?;
    unique("topics", config.topics.iter().map(|topic| topic.id.as_str()))?;
    if config.topics.is_empty() {
        return Err("topics: at least one is needed".into());
    }
    for (index, topic) in config.topics.iter().enumerate() {
        if !config.desks.iter().any(|desk| desk.id == topic.desk) {
            return Err(format!("topics[{index}].desk: there is no desk \"{}\"", topic.desk));
        }
        if !config.calendars.contains_key(&topic.calendar) {
            return Err(format!("topics[{index}].calendar: there is no calendar \"{}\"", topic.calendar));
        }
    }
    check_lines(config)
}

fn check_lines(config: &Config) -> Check {
    for (key, line) in &config.lines {
        if !config.topics.iter().any(|topic| topic.id == line.topic) {
            return Err(format!("lines.{key}.topic: there is no topic \"{}\"", line.topic));
        }
        if line.calendar.as_ref().is_some_and(|calendar| !config.calendars.contains_key(calendar)) {
            return Err(format!("lines.{key}.calendar: there is no such calendar"));
        }
        let digits = line.number.strip_prefix('+').unwrap_or_default();
        if !(8..=15).contains(&digits.len()) || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(format!("lines.{key}.number: write it as +524731000387"));
        }
    }
    let connected = config.lines.iter().filter(|(_, line)| !line.phone_number_id.is_empty());
    let mut seen = BTreeSet::new();
    for (key, line) in connected {
        if !seen.insert(&line.phone_number_id) {
            return Err(format!("lines.{key}.phone_number_id: stands twice"));
        }
    }
    if seen.is_empty() { Ok(()) } else { check_whatsapp(config) }
}

/// A connected line needs all of it: without the secret everybody could write as anybody.
fn check_whatsapp(config: &Config) -> Check {
    let whatsapp = &config.whatsapp;
    origin("whatsapp.graph_url", &whatsapp.graph_url)?;
    let version = whatsapp.graph_version.strip_prefix('v').unwrap_or_default();
    if version.parse::<f32>().is_err() {
        return Err("whatsapp.graph_version: write it as v26.0".into());
    }
    for (key, secret) in [
        ("access_token", &whatsapp.access_token),
        ("app_secret", &whatsapp.app_secret),
        ("verify_token", &whatsapp.verify_token),
    ] {
        if secret.expose().len() < 16 {
            return Err(format!(
                "whatsapp.{key}: 16 or more characters, here or in {key}_file; a line is connected"
            ));
        }
    }
    Ok(())
}

fn unique<'a>(key: &str, ids: impl Iterator<Item = &'a str>) -> Check {
    let mut seen = BTreeSet::new();
    for id in ids {
        if id.is_empty() || !seen.insert(id) {
            return Err(format!("{key}: the id \"{id}\" is empty or stands twice"));
        }
    }
    Ok(())
}

fn check_sites(config: &Config) -> Check {
    if !config.sites.contains_key("isseg") {
        return Err("sites.isseg: missing; it is also the key of /chat".into());
    }
    for (key, site) in &config.sites {
        if !key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Err(format!("sites.{key}: letters, digits and - only"));
        }
        if site.name.is_empty() {
            return Err(format!("sites.{key}.name: empty"));
        }
        site.origins.iter().try_for_each(|value| origin(&format!("sites.{key}.origins"), value))?;
    }
    Ok(())
}

/// A century: longer is a typing mistake.
const LONGEST_DAYS: i64 = 36_500;

fn check_retention(config: &Config) -> Check {
    let days = &config.retention;
    for (key, days, least) in [
        ("anonymous_chat_days", days.anonymous_chat_days, 1),
        ("identified_chat_days", days.identified_chat_days, 1),
        ("webhook_days", days.webhook_days, 1),
        // Meta repeats a webhook for 7 days and keeps an undelivered message for 30.
        ("whatsapp_id_days", days.whatsapp_id_days, 37),
        ("quarantine_days", days.quarantine_days, 1),
    ] {
        if !(least..=LONGEST_DAYS).contains(&days) {
            return Err(format!("retention.{key}: from {least} to {LONGEST_DAYS}"));
        }
    }
    Ok(())
}

/// Last day for which holidays are loaded.
pub fn holidays_end(config: &Config) -> Option<Date> {
    config.holidays.iter().filter_map(|holiday| Date::from_str(&holiday.date).ok()).max()
}

/// What an operator should know though the configuration works: `today` is the local date.
pub fn warnings(config: &Config, today: Date) -> Vec<Warning> {
    let holidays = holiday_warnings(config, today);
    holidays.into_iter().chain(products::warnings(config, &today.to_string())).collect()
}

fn holiday_warnings(config: &Config, today: Date) -> Vec<Warning> {
    let soon = today.saturating_add(jiff::Span::new().days(crate::limits::HOLIDAY_WARNING_DAYS));
    match holidays_end(config) {
        Some(end) if end >= soon => Vec::new(),
        Some(end) => vec![Warning(format!(
            "holidays: the loaded days end on {end}; load the next year, or people will be told wrong opening days"
        ))],
        None => vec![Warning("holidays: none are loaded".into())],
    }
}
