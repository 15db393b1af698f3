use crate::{clock::Millis, config::Config, redacted::Redacted};

/// What the simulator shares with the Puente it plays to: its configuration, and nothing else.
pub struct Settings {
    /// Origin of that Puente.
    pub(super) puente: String,
    pub(super) version: String,
    pub(super) access_token: Redacted<String>,
    pub(super) app_secret: Redacted<String>,
    pub(super) verify_token: Redacted<String>,
    pub(super) lines: Vec<Line>,
    pub(super) zone: jiff::tz::TimeZone,
}

/// A connected line.
#[derive(Clone)]
pub(super) struct Line {
    pub key: String,
    pub name: String,
    /// The topic's name.
    pub topic: String,
    /// E.164.
    pub number: String,
    pub phone_number_id: String,
    pub account_id: String,
}

impl Settings {
    /// # Errors
    /// A sentence naming the key, when no line is connected or the zone is unknown.
    pub fn new(config: &Config, puente: &str) -> Result<Self, String> {
        let mut lines: Vec<Line> = lines(config).collect();
        lines.sort_by_key(|line| config.topics.iter().position(|topic| topic.name == line.topic));
        if lines.is_empty() {
            return Err(
                "lines: none has a phone_number_id, so there is nothing to simulate; try --demo".into()
            );
        }
        let zone = &config.institution.time_zone;
        Ok(Self {
            puente: puente.trim_end_matches('/').to_owned(),
            version: config.whatsapp.graph_version.clone(),
            access_token: config.whatsapp.access_token.clone(),
            app_secret: config.whatsapp.app_secret.clone(),
            verify_token: config.whatsapp.verify_token.clone(),
            lines,
            zone: jiff::tz::TimeZone::get(zone).map_err(|_| "institution.time_zone: unknown".to_owned())?,
        })
    }

    pub(super) fn line(&self, key: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.key == key)
    }

    pub(super) fn line_of_id(&self, phone_number_id: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.phone_number_id == phone_number_id)
    }

    /// "10:03" on the institution's wall.
    pub(super) fn time(&self, at: Millis) -> String {
        let local = crate::clock::Clock::system(self.zone.clone()).local(at);
        format!("{}:{:02}", local.hour(), local.minute())
    }
}

fn lines(config: &Config) -> impl Iterator<Item = Line> {
    let connected = config.lines.iter().filter(|(_, line)| !line.phone_number_id.is_empty());
    connected.map(|(key, line)| Line {
        key: key.clone(),
        name: line.name.clone(),
        topic: topic(config, &line.topic),
        number: line.number.clone(),
        phone_number_id: line.phone_number_id.clone(),
        account_id: line.account_id.clone(),
    })
}

fn topic(config: &Config, id: &str) -> String {
    let found = config.topics.iter().find(|topic| topic.id == id);
    found.map_or_else(|| id.to_owned(), |topic| topic.name.clone())
}
