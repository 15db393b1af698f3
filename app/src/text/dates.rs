//! Dates and waiting times as people say them. Instants are Unix milliseconds UTC with minutes to add for
//! local time: browsers' own zone tables may be old, so the server says the offset.

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
const WEEKDAYS: [&str; 7] = ["domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"];
const MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// A civil day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Date {
    year: i64,
    month: usize,
    day: i64,
}

impl Date {
    /// Days since 1970-01-01, in the proleptic Gregorian calendar counted from 1 March (Hinnant's method).
    fn from_days(days: i64) -> Self {
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month: usize::try_from(month).unwrap_or(1),
            day: of_year - (153 * from_march + 2) / 5 + 1,
        }
    }

    /// The way back of [`Date::from_days`].
    fn to_days(self) -> i64 {
        let early = self.month <= 2;
        let year = self.year - i64::from(early);
        let month = i64::try_from(self.month).unwrap_or(1);
        let from_march = if early { month + 9 } else { month - 3 };
        let of_year = (153 * from_march + 2) / 5 + self.day - 1;
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year - 719_468
    }

    fn parse(iso: &str) -> Option<Self> {
        let mut parts = iso.splitn(3, '-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next()?.parse().ok()?;
        let day = parts.next()?.parse().ok()?;
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(Self { year, month, day })
    }

    fn in_words(self) -> String {
        format!("{} de {}", self.day, MONTHS.get(self.month.wrapping_sub(1)).unwrap_or(&""))
    }
}

fn local_days(ms: i64, offset_minutes: i32) -> i64 {
    (ms + i64::from(offset_minutes) * MINUTE).div_euclid(DAY)
}

fn weekday(days: i64) -> &'static str {
    let index = usize::try_from((days + 4).rem_euclid(7)).unwrap_or(0);
    WEEKDAYS.get(index).unwrap_or(&"")
}

/// "10:05".
pub fn time_of_day(ms: i64, offset_minutes: i32) -> String {
    let minutes = (ms + i64::from(offset_minutes) * MINUTE).rem_euclid(DAY) / MINUTE;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// "hoy", "ayer", "viernes 27 de marzo", "martes 30 de diciembre de 2025".
pub fn day(ms: i64, offset_minutes: i32, now: i64) -> String {
    let (then, today) = (local_days(ms, offset_minutes), local_days(now, offset_minutes));
    match today - then {
        0 => "hoy".to_owned(),
        1 => "ayer".to_owned(),
        _ => day_long(ms, offset_minutes, now),
    }
}

/// A day to come: "hoy", "mañana", "el lunes", "el viernes 3 de abril".
pub fn ahead(ms: i64, offset_minutes: i32, now: i64) -> String {
    let (then, today) = (local_days(ms, offset_minutes), local_days(now, offset_minutes));
    match then - today {
        0 => "hoy".to_owned(),
        1 => "mañana".to_owned(),
        2..=6 => format!("el {}", weekday(then)),
        _ => format!("el {}", day_long(ms, offset_minutes, now)),
    }
}

/// A day without "hoy" and "ayer", for a copy that is read another day.
pub fn day_long(ms: i64, offset_minutes: i32, now: i64) -> String {
    let days = local_days(ms, offset_minutes);
    let date = Date::from_days(days);
    let this_year = Date::from_days(local_days(now, offset_minutes)).year;
    let year = if date.year == this_year { String::new() } else { format!(" de {}", date.year) };
    format!("{} {}{year}", weekday(days), date.in_words())
}

/// "27 de marzo de 2026" from `2026-03-27`; anything else comes back as it is.
pub fn iso_day(iso: &str) -> String {
    Date::parse(iso).map_or_else(|| iso.to_owned(), |date| format!("{} de {}", date.in_words(), date.year))
}

/// "viernes 27 de marzo" from `2026-03-27`, with the year when it is not this one; anything else comes back as
/// it is.
pub fn iso_day_long(iso: &str, offset_minutes: i32, now: i64) -> String {
    let Some(date) = Date::parse(iso) else { return iso.to_owned() };
    day_long(date.to_days() * DAY, 0, now + i64::from(offset_minutes) * MINUTE)
}

/// "viernes 27 de marzo de 2026" from `2026-03-27`; anything else comes back as it is.
pub fn iso_day_of_year(iso: &str) -> String {
    let weekday = |date: &Date| weekday(date.to_days());
    Date::parse(iso).map_or_else(|| iso.to_owned(), |date| format!("{} {}", weekday(&date), iso_day(iso)))
}

/// `2026-04-15` from "15/04/2026" or "15-4-2026"; anything else comes back as it is.
pub fn iso_from(written: &str) -> String {
    let parts: Vec<&str> = written.trim().split(['/', '-']).collect();
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 2);
    match parts[..] {
        [day, month, year] if year.len() == 4 => match (number(day), number(month)) {
            (Some(day), Some(month)) => format!("{year}-{month:02}-{day:02}"),
            _ => written.to_owned(),
        },
        _ => written.trim().to_owned(),
    }
}

/// "15 may 2026", for narrow columns. A month outside 1 to 12 is left out.
pub fn write_short(year: u16, month: u8, day: u8, text: &mut String) {
    let month = MONTHS.get(usize::from(month).wrapping_sub(1)).and_then(|name| name.get(..3)).unwrap_or("");
    for part in [&day.to_string(), " ", month, " ", &year.to_string()] {
        text.push_str(part);
    }
}

/// How long something has waited, for narrow columns: "ahora", "3 min", "2 h 5 min", "4 días".
pub fn waited(ms: i64) -> String {
    let minutes = ms.max(0) / MINUTE;
    match (minutes / 1440, minutes / 60, minutes % 60) {
        (0, 0, 0) => "ahora".to_owned(),
        (0, 0, rest) => format!("{rest} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, rest) => format!("{hours} h {rest} min"),
        (1, ..) => "1 día".to_owned(),
        (days, ..) => format!("{days} días"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFSET: i32 = -360;
    /// Friday 27 March 2026, 16:05 in Guanajuato.
    const FRIDAY: i64 = 1_774_649_100_000;

    #[test]
    fn says_days_as_people_do() {
        assert_eq!(day(FRIDAY, OFFSET, FRIDAY), "hoy");
        assert_eq!(day(FRIDAY, OFFSET, FRIDAY + DAY), "ayer");
        assert_eq!(day(FRIDAY, OFFSET, FRIDAY + 2 * DAY), "viernes 27 de marzo");
        assert_eq!(day(FRIDAY, OFFSET, FRIDAY + 300 * DAY), "viernes 27 de marzo de 2026");
    }

    #[test]
    fn midnight_is_local() {
        let last_minute = FRIDAY + (7 * 60 + 54) * MINUTE;
        assert_eq!(time_of_day(last_minute, OFFSET), "23:59");
        assert_eq!(day(last_minute, OFFSET, FRIDAY), "hoy");
        assert_eq!(time_of_day(last_minute + MINUTE, OFFSET), "0:00");
        assert_eq!(day(last_minute, OFFSET, last_minute + MINUTE), "ayer");
    }

    #[test]
    fn counts_leap_days_and_years_before_1970() {
        assert_eq!(Date::from_days(0), Date { year: 1970, month: 1, day: 1 });
        assert_eq!(Date::from_days(-1), Date { year: 1969, month: 12, day: 31 });
        assert_eq!(Date::from_days(11_016), Date { year: 2000, month: 2, day: 29 });
        assert_eq!(Date::from_days(19_782), Date { year: 2024, month: 2, day: 29 });
        assert_eq!(weekday(0), "jueves");
    }

    #[test]
    fn dates_and_day_numbers_are_one() {
        for days in (-800_000..800_000).step_by(37) {
            assert_eq!(Date::from_days(days).to_days(), days);
        }
    }

    #[test]
    fn reads_iso_days_and_leaves_the_rest() {
        assert_eq!(iso_day_long("2026-03-31", OFFSET, FRIDAY), "martes 31 de marzo");
        assert_eq!(iso_day_long("2027-02-28", OFFSET, FRIDAY), "domingo 28 de febrero de 2027");
        assert_eq!(iso_day_long("pronto", OFFSET, FRIDAY), "pronto");
        assert_eq!(iso_day("2026-01-01"), "1 de enero de 2026");
        assert_eq!(iso_day("2026-13-01"), "2026-13-01");
        assert_eq!(iso_day(""), "");
    }

    #[test]
    fn reads_days_as_people_write_them() {
        for written in ["15/04/2026", "15-4-2026", " 2026-04-15 "] {
            assert_eq!(iso_from(written), "2026-04-15");
        }
        for kept in ["hoy", "4/2026", "x/4/2026"] {
            assert_eq!(iso_from(kept), kept);
        }
        assert_eq!(iso_day_of_year("2026-04-15"), "miércoles 15 de abril de 2026");
        assert_eq!(iso_day_of_year("mañana"), "mañana");
    }

    #[test]
    fn says_days_shortly() {
        let short = |year, month, day| {
            let mut text = String::new();
            write_short(year, month, day, &mut text);
            text
        };
        assert_eq!((short(2026, 1, 31), short(2028, 12, 5)), ("31 ene 2026".into(), "5 dic 2028".into()));
    }

    #[test]
    fn says_waits_shortly() {
        assert_eq!(waited(0), "ahora");
        assert_eq!(waited(MINUTE), "1 min");
        assert_eq!(waited(125 * MINUTE), "2 h 5 min");
        assert_eq!(waited(1440 * MINUTE), "1 día");
        assert_eq!(waited(-5), "ahora", "a clock that runs ahead is no wait");
    }
}
