//! From rows to what the log shows: separators between days, runs of bubbles by one author.

use protocol::chat::{Author, Message};

use super::store::{Delivery, Pending};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// Bubbles farther apart each carry their time.
const RUN_MS: i64 = 5 * MINUTE;

/// What changes under a bubble's text when others join, or when it is acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// Name over the first of a run of others' bubbles.
    pub name: Option<String>,
    /// When to show the time: under the last of a run.
    pub at: Option<i64>,
    pub delivery: Option<Delivery>,
    /// The next bubble belongs to the same run.
    pub more: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bubble {
    pub client_id: String,
    pub author: Author,
    pub text: String,
    pub face: Face,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// An instant of the day that begins here.
    Day {
        local_day: i64,
        at: i64,
    },
    Bubble(Bubble),
}

impl Item {
    /// The same for a pending message and for the row it becomes, so that its node stays.
    pub fn key(&self) -> String {
        match self {
            Self::Day { local_day, .. } => format!("d{local_day}"),
            Self::Bubble(bubble) => format!("m{}", bubble.client_id),
        }
    }
}

/// One message, stored or not.
struct Line<'a> {
    client_id: &'a str,
    author: Author,
    name: Option<&'a str>,
    text: &'a str,
    at: i64,
    delivery: Option<Delivery>,
}

impl<'a> Line<'a> {
    fn stored(row: &'a Message) -> Self {
        let own = row.author == Author::Citizen;
        Self {
            client_id: &row.client_id,
            author: row.author,
            name: row.name.as_deref(),
            text: &row.text,
            at: row.at,
            delivery: own.then_some(Delivery::Sent),
        }
    }

    fn waiting(pending: &'a Pending) -> Self {
        Self {
            client_id: &pending.client_id,
            author: Author::Citizen,
            name: None,
            text: &pending.text,
            at: pending.at,
            delivery: Some(pending.delivery),
        }
    }

    fn runs_into(&self, next: &Self, offset_minutes: i32) -> bool {
        self.author == next.author
            && self.name == next.name
            && next.at - self.at < RUN_MS
            && local_day(self.at, offset_minutes) == local_day(next.at, offset_minutes)
    }
}

fn local_day(at: i64, offset_minutes: i32) -> i64 {
    (at + i64::from(offset_minutes) * MINUTE).div_euclid(DAY)
}

/// Everything the log shows, in order.
pub fn items(rows: &[Message], pending: &[Pending], offset_minutes: i32) -> Vec<Item> {
    let lines: Vec<Line> = rows.iter().map(Line::stored).chain(pending.iter().map(Line::waiting)).collect();
    let mut items = Vec::with_capacity(lines.len() + 2);
    let mut last_day = None;
    let mut joined = false;
    for (index, line) in lines.iter().enumerate() {
        // A clock set back does not repeat a separator: keys stay unique.
        let day = local_day(line.at, offset_minutes).max(last_day.unwrap_or(i64::MIN));
        if last_day != Some(day) {
            items.push(Item::Day { local_day: day, at: line.at });
            last_day = Some(day);
        }
        let more = lines.get(index + 1).is_some_and(|next| line.runs_into(next, offset_minutes));
        let run_end = || last_of_run(&lines, index, offset_minutes);
        let delivery = line.delivery.filter(|own| !more || worth_saying(*own, run_end()));
        items.push(Item::Bubble(bubble(line, joined, more, delivery)));
        joined = more;
    }
    items
}

fn bubble(line: &Line, joined: bool, more: bool, delivery: Option<Delivery>) -> Bubble {
    let name = line.name.filter(|_| !joined).map(ToOwned::to_owned);
    let at = (!more).then_some(line.at);
    Bubble {
        client_id: line.client_id.to_owned(),
        author: line.author,
        text: line.text.to_owned(),
        face: Face { name, at, delivery, more },
    }
}

fn last_of_run(lines: &[Line], from: usize, offset_minutes: i32) -> Option<Delivery> {
    let run = lines.get(from..).unwrap_or_default();
    let joins = run.windows(2).take_while(|pair| matches!(pair, [a, b] if a.runs_into(b, offset_minutes)));
    run.get(joins.count()).and_then(|line| line.delivery)
}

fn worth_saying(own: Delivery, run_end: Option<Delivery>) -> bool {
    matches!(own, Delivery::Failed | Delivery::Refused) || Some(own) != run_end
}

#[cfg(test)]
mod tests {
    use super::super::store::tests::{message, pending};
    use super::*;

    const UTC: i32 = 0;

    fn shown(items: &[Item]) -> Vec<String> {
        items
            .iter()
            .map(|item| match item {
                Item::Day { local_day, .. } => format!("day {local_day}"),
                Item::Bubble(Bubble { text, face, .. }) => {
                    let name = face.name.as_deref().unwrap_or("-");
                    let at = face.at.map_or_else(|| "-".to_owned(), |at| (at / MINUTE).to_string());
                    format!("{name} {text} {at} {:?}", face.delivery)
                }
            })
            .collect()
    }

    #[test]
    fn a_run_has_one_name_and_one_time() {
        let rows = [
            message(1, Author::Citizen, "a"),
            message(2, Author::Citizen, "b"),
            message(3, Author::Staff, "c"),
            message(4, Author::Staff, "d"),
            message(5, Author::Assistant, "e"),
        ];
        assert_eq!(
            shown(&items(&rows, &[], UTC)),
            ["day 0", "- a - None", "- b 2 Some(Sent)", "Ana c - None", "- d 4 None", "Asistente e 5 None"]
        );
    }

    #[test]
    fn states_that_differ_from_their_runs_last_are_said() {
        let rows = [message(1, Author::Citizen, "a"), message(2, Author::Citizen, "b")];
        let mut waiting = [pending("x", "c"), pending("y", "d"), pending("z", "e")];
        for (index, one) in waiting.iter_mut().enumerate() {
            one.at = 3 * MINUTE + i64::try_from(index).unwrap_or(0);
        }
        waiting[0].delivery = Delivery::Failed;
        assert_eq!(
            shown(&items(&rows, &waiting, UTC)),
            [
                "day 0",
                "- a - Some(Sent)",
                "- b - Some(Sent)",
                "- c - Some(Failed)",
                "- d - None",
                "- e 3 Some(Sending)"
            ]
        );
    }

    #[test]
    fn days_part_at_local_midnight() {
        let mut rows = [message(1, Author::Staff, "a"), message(2, Author::Staff, "b")];
        rows[0].at = 6 * 60 * MINUTE - 1;
        rows[1].at = 6 * 60 * MINUTE;
        let local = items(&rows, &[], -360);
        assert_eq!(shown(&local).iter().filter(|line| line.starts_with("day")).count(), 2);
        assert_eq!(shown(&items(&rows, &[], UTC)).iter().filter(|line| line.starts_with("day")).count(), 1);
    }

    #[test]
    fn a_clock_set_back_repeats_no_key() {
        let mut rows =
            [message(1, Author::Staff, "a"), message(2, Author::Staff, "b"), message(3, Author::Staff, "c")];
        rows[0].at = 2 * DAY;
        rows[1].at = DAY;
        rows[2].at = 2 * DAY;
        let mut keys: Vec<String> = items(&rows, &[], UTC).iter().map(Item::key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 4);
    }

    #[test]
    fn a_pending_bubble_keeps_its_key_when_it_is_stored() {
        let waiting = items(&[], &[pending("id-7", "hola")], UTC);
        let stored = items(&[message(7, Author::Citizen, "hola")], &[], UTC);
        assert_eq!(waiting.last().map(Item::key), stored.last().map(Item::key));
    }

    #[test]
    fn bubbles_far_apart_carry_their_times() {
        let mut rows = [message(1, Author::Staff, "a"), message(2, Author::Staff, "b")];
        rows[1].at = rows[0].at + RUN_MS;
        assert_eq!(shown(&items(&rows, &[], UTC)), ["day 0", "Ana a 1 None", "Ana b 6 None"]);
    }
}
