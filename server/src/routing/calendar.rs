//! Office hours. Computed here and never in a browser: old zone tables still apply the summer time
//! that Mexico ended on 30 October 2022.

use std::{collections::BTreeMap, str::FromStr};

use app::text::dates;
use jiff::{
    Zoned,
    civil::{Date, Time, Weekday},
    tz::TimeZone,
};

use crate::{
    clock::Millis,
    config::{self, HolidayKind},
};

/// Weekly hours and the days that differ.
pub struct Calendar {
    weekdays: Vec<Weekday>,
    from: Time,
    to: Time,
    /// Closing time of a short day; none on a closed one.
    exceptions: BTreeMap<Date, Option<Time>>,
}

/// Whether a desk attends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hours {
    Open {
        until: Time,
    },
    Closed {
        opens: Date,
        at: Time,
    },
    /// No opening in the next year: the calendar is wrong, and people are not told a date.
    Unknown,
}

/// Longest closure searched: a year, so that a wrong calendar ends the search.
const HORIZON_DAYS: i64 = 366;

impl Calendar {
    pub(super) fn new(weekly: &config::Calendar, holidays: &[config::Holiday]) -> Result<Self, String> {
        let time = |text: &str| {
            Time::strptime("%H:%M", text).map_err(|_| format!("calendars: \"{text}\" is no time"))
        };
        let mut exceptions = BTreeMap::new();
        for holiday in holidays {
            let date = Date::from_str(&holiday.date)
                .map_err(|_| format!("holidays: \"{}\" is no date", holiday.date))?;
            let until = holiday.until.as_deref().map(time).transpose()?;
            exceptions.insert(date, until.filter(|_| holiday.kind == HolidayKind::Short));
        }
        let weekdays = weekly.weekdays.iter().filter_map(|day| i8::try_from(*day).ok());
        let weekdays = weekdays.filter_map(|day| Weekday::from_monday_one_offset(day).ok()).collect();
        Ok(Self { weekdays, from: time(&weekly.from)?, to: time(&weekly.to)?, exceptions })
    }

    /// Opening and closing time of a day; none when the desk does not attend.
    fn day(&self, date: Date) -> Option<(Time, Time)> {
        if !self.weekdays.contains(&date.weekday()) {
            return None;
        }
        let to = match self.exceptions.get(&date) {
            None => self.to,
            Some(until) => (*until)?.min(self.to),
        };
        (self.from < to).then_some((self.from, to))
    }

    pub fn hours(&self, now: &Zoned) -> Hours {
        let (date, time) = (now.date(), now.time());
        match self.day(date) {
            Some((from, _)) if time < from => return Hours::Closed { opens: date, at: from },
            Some((_, to)) if time < to => return Hours::Open { until: to },
            _ => {}
        }
        let next = (1..=HORIZON_DAYS).find_map(|ahead| {
            let day = date.saturating_add(jiff::Span::new().days(ahead));
            self.day(day).map(|(from, _)| Hours::Closed { opens: day, at: from })
        });
        next.unwrap_or(Hours::Unknown)
    }
}

impl Hours {
    /// "Abierto hasta las 15:30", "Abre el lunes 6 de abril, 9:00".
    pub fn text(&self, now: &Zoned) -> String {
        match self {
            Self::Open { until } => format!("Abierto hasta las {}", clock_time(*until)),
            Self::Closed { opens, at } if *opens == now.date() => format!("Abre hoy, {}", clock_time(*at)),
            Self::Closed { opens, at } => {
                format!("Abre el {}, {}", spoken_date(*opens, now.date()), clock_time(*at))
            }
            Self::Unknown => "Cerrado por ahora".to_owned(),
        }
    }

    /// The instant of the next opening, when there is one ahead.
    pub(super) fn opens_at(&self, now: &Zoned) -> Option<Millis> {
        let Self::Closed { opens, at } = self else { return None };
        let opening = opens.to_datetime(*at).to_zoned(now.time_zone().clone()).ok()?;
        Some(opening.timestamp().as_millisecond())
    }
}

fn clock_time(time: Time) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}

/// "lunes 6 de abril", with the year when it is not today's.
pub fn spoken_date(date: Date, today: Date) -> String {
    dates::day_long(utc_midnight(date), 0, utc_midnight(today))
}

fn utc_midnight(date: Date) -> i64 {
    date.to_zoned(TimeZone::UTC).map_or(0, |midnight| midnight.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours_at(local: &str) -> String {
        let config = config::load(&config::Overlay { demo: true, ..Default::default() }).unwrap();
        let routing = super::super::Routing::new(&config).unwrap();
        let now: Zoned = format!("{local}[America/Mexico_City]").parse().unwrap();
        let clock = crate::clock::Clock::frozen(now.timestamp().as_millisecond(), now.time_zone().clone());
        routing.opening("pp", &clock, clock.now()).text
    }

    #[test]
    fn desks_open_and_close_on_the_minute() {
        for (at, text) in [
            ("2026-11-18T08:59:59", "Abre hoy, 9:00"),
            ("2026-11-18T09:00", "Abierto hasta las 15:30"),
            ("2026-11-18T15:29:59", "Abierto hasta las 15:30"),
            ("2026-11-18T15:30", "Abre el jueves 19 de noviembre, 9:00"),
        ] {
            assert_eq!(hours_at(at), text, "{at}");
        }
    }

    #[test]
    fn closures_are_skipped_to_the_next_working_day() {
        for (at, text) in [
            // Holy Week 2026 is closed whole.
            ("2026-03-27T16:00", "Abre el lunes 6 de abril, 9:00"),
            ("2027-03-19T15:31", "Abre el lunes 29 de marzo, 9:00"),
            ("2026-12-31T16:00", "Abre el lunes 4 de enero de 2027, 9:00"),
            // 10 May 2027 is a Monday and short: mothers' day until 14:00.
            ("2027-05-10T13:59", "Abierto hasta las 14:00"),
            ("2027-05-10T14:00", "Abre el martes 11 de mayo, 9:00"),
            ("2026-11-15T12:00", "Abre el martes 17 de noviembre, 9:00"),
        ] {
            assert_eq!(hours_at(at), text, "{at}");
        }
    }

    fn closure_at(local: &str, line: Option<&str>) -> Option<(String, String)> {
        let mut config = config::load(&config::Overlay { demo: true, ..Default::default() }).unwrap();
        config.lines.get_mut("pgh").unwrap().calendar = Some("ventanilla".into());
        let routing = super::super::Routing::new(&config).unwrap();
        let now: Zoned = format!("{local}[America/Mexico_City]").parse().unwrap();
        let clock = crate::clock::Clock::frozen(now.timestamp().as_millisecond(), now.time_zone().clone());
        let closure = routing.closure("pgh", line, &clock, clock.now())?;
        Some((clock.local(closure.opens_at.unwrap()).datetime().to_string(), closure.text))
    }

    #[test]
    fn a_closure_ends_at_an_instant_and_a_line_may_have_hours_of_its_own() {
        let thursday = |text: &str| Some(("2026-11-19T09:00:00".to_owned(), text.to_owned()));
        let next = thursday("Abre el jueves 19 de noviembre, 9:00");
        for (at, line, closure) in [
            ("2026-11-18T15:00", None, None),
            ("2026-11-18T15:00", Some("pp"), None),
            ("2026-11-18T14:29:59", Some("pgh"), None),
            ("2026-11-18T15:00", Some("pgh"), next.clone()),
            ("2026-11-18T23:00", None, next),
            ("2026-11-19T08:59", Some("no such line"), thursday("Abre hoy, 9:00")),
        ] {
            assert_eq!(closure_at(at, line), closure, "{at} {line:?}");
        }
    }

    #[test]
    fn mexico_has_no_summer_time_in_july() {
        let now: Zoned = "2026-07-01T12:00[America/Mexico_City]".parse().unwrap();
        assert_eq!(now.offset().seconds(), -6 * 3600);
    }
}
