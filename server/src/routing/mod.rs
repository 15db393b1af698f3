//! Which desk answers a topic, and when that desk is open.

mod calendar;

use std::collections::BTreeMap;

use protocol::chat::{Opening, Topic};

pub use calendar::{Calendar, Hours, spoken_date};

use crate::{
    clock::{Clock, Millis},
    config::{self, Config},
};

/// A time in which a desk does not attend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    /// When it attends again; none when the calendar knows no such day.
    pub opens_at: Option<Millis>,
    /// "Abre el lunes 6 de abril, 9:00".
    pub text: String,
}

/// Topics, desks, lines and calendars, from the configuration.
pub struct Routing {
    topics: Vec<config::Topic>,
    desks: Vec<config::Desk>,
    lines: BTreeMap<String, config::Line>,
    calendars: BTreeMap<String, Calendar>,
}

impl Routing {
    /// # Errors
    /// A sentence naming the key, when a calendar cannot be read; `config` has checked it before.
    pub fn new(config: &Config) -> Result<Self, String> {
        let calendars = config
            .calendars
            .iter()
            .map(|(key, calendar)| Ok((key.clone(), Calendar::new(calendar, &config.holidays)?)))
            .collect::<Result<_, String>>()?;
        Ok(Self {
            topics: config.topics.clone(),
            desks: config.desks.clone(),
            lines: config.lines.clone(),
            calendars,
        })
    }

    pub fn topic(&self, id: &str) -> Option<&config::Topic> {
        self.topics.iter().find(|topic| topic.id == id)
    }

    pub fn desk(&self, id: &str) -> Option<&config::Desk> {
        self.desks.iter().find(|desk| desk.id == id)
    }

    pub fn lines(&self) -> &BTreeMap<String, config::Line> {
        &self.lines
    }

    /// The line that Meta's id names; display numbers vary in form and prove nothing.
    pub fn line_of_phone_number_id(&self, id: &str) -> Option<(&str, &config::Line)> {
        let mut lines = self.lines.iter().filter(|(_, line)| !line.phone_number_id.is_empty());
        lines.find(|(_, line)| line.phone_number_id == id).map(|(key, line)| (key.as_str(), line))
    }

    /// Keys of the lines of a business account: its notices name no line.
    pub fn lines_of_account(&self, id: &str) -> Vec<&str> {
        let lines = self.lines.iter().filter(|(_, line)| !id.is_empty() && line.account_id == id);
        lines.map(|(key, _)| key.as_str()).collect()
    }

    /// Whether any line has been connected to Meta.
    pub fn has_connected_line(&self) -> bool {
        self.lines.values().any(|line| !line.phone_number_id.is_empty())
    }

    /// The first line of a topic: where the web chat sends people on.
    fn line_of_topic(&self, topic: &str) -> Option<&config::Line> {
        self.lines.values().find(|line| line.topic == topic)
    }

    pub fn desks(&self) -> &[config::Desk] {
        &self.desks
    }

    pub fn topics(&self) -> impl Iterator<Item = &config::Topic> {
        self.topics.iter()
    }

    /// The topics as a page offers them.
    pub fn offered(&self) -> Vec<Topic> {
        let offer = |topic: &config::Topic| Topic {
            id: topic.id.clone(),
            name: topic.name.clone(),
            icon: topic.icon.clone(),
            whatsapp: self.line_of_topic(&topic.id).map(wa_link),
        };
        self.topics.iter().map(offer).collect()
    }

    /// Whether a topic's desk attends at `now`.
    pub fn hours(&self, topic: &str, clock: &Clock, now: Millis) -> Hours {
        let calendar = self.topic(topic).and_then(|topic| self.calendars.get(&topic.calendar));
        calendar.map_or(Hours::Unknown, |calendar| calendar.hours(&clock.local(now)))
    }

    pub fn opening(&self, topic: &str, clock: &Clock, now: Millis) -> Opening {
        let hours = self.hours(topic, clock, now);
        Opening { open: matches!(hours, Hours::Open { .. }), text: hours.text(&clock.local(now)) }
    }

    /// The closure a topic is in at `now`, by the hours of the line when it has its own; none when open.
    pub fn closure(&self, topic: &str, line: Option<&str>, clock: &Clock, now: Millis) -> Option<Closure> {
        let own = line.and_then(|line| self.lines.get(line)).and_then(|line| line.calendar.as_ref());
        let own = own.and_then(|calendar| self.calendars.get(calendar));
        let local = clock.local(now);
        let hours = own.map_or_else(|| self.hours(topic, clock, now), |calendar| calendar.hours(&local));
        let closed = !matches!(hours, Hours::Open { .. });
        closed.then(|| Closure { opens_at: hours.opens_at(&local), text: hours.text(&local) })
    }

    /// Openings in the order of [`Routing::offered`].
    pub fn openings(&self, clock: &Clock, now: Millis) -> Vec<Opening> {
        self.topics.iter().map(|topic| self.opening(&topic.id, clock, now)).collect()
    }
}

fn wa_link(line: &config::Line) -> String {
    format!("https://wa.me/{}", line.number.trim_start_matches('+'))
}
