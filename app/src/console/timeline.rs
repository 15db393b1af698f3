//! A conversation in the order it is read: days, messages, notes, events, and what is still on its way.

use std::collections::BTreeMap;

use protocol::chat::{Author, Message};
use protocol::staff::{Delivery, DeliveryState, Event, Note};

use super::store::{Outgoing, Sending, Thread};
use crate::text;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    Day(String),
    Message {
        message: Message,
        /// The next entry is by the same author: name and time stand once for the run.
        run: bool,
        /// The entry before is by the same author.
        follows: bool,
    },
    Note(Note),
    Event(Event),
    Outgoing {
        out: Outgoing,
        /// One written before it failed, and goes first.
        held: bool,
    },
}

impl Entry {
    /// Names an entry together with all that changes how it looks.
    pub fn key(&self) -> String {
        match self {
            Self::Day(day) => format!("d{day}"),
            Self::Message { message, run, follows } => format!("m{}{run}{follows}", message.seq),
            Self::Note(note) => format!("n{}{}", note.at, note.by),
            Self::Event(event) => format!("e{}{}", event.at, event.text),
            Self::Outgoing { out, held } => format!("o{}{:?}{held}", out.client_id, out.state),
        }
    }

    fn author(&self) -> Option<(Author, Option<&str>)> {
        match self {
            Self::Message { message, .. } => Some((message.author, message.name.as_deref())),
            _ => None,
        }
    }
}

pub fn timeline(thread: &Thread, offset_minutes: i32, now: i64) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut today = String::new();
    for (at, entry) in dated(thread) {
        let day = text::day(at, offset_minutes, now);
        if day != today {
            entries.push(Entry::Day(day.clone()));
            today = day;
        }
        entries.push(entry);
    }
    mark_runs(&mut entries);
    entries.extend(outgoing(thread));
    entries
}

fn outgoing(thread: &Thread) -> impl Iterator<Item = Entry> {
    let failed = thread.outgoing.iter().position(|out| matches!(out.state, Sending::Failed(_)));
    thread.outgoing.iter().enumerate().map(move |(place, out)| Entry::Outgoing {
        out: out.clone(),
        held: failed.is_some_and(|failed| place > failed),
    })
}

fn dated(thread: &Thread) -> Vec<(i64, Entry)> {
    let messages = thread
        .messages
        .iter()
        .map(|message| (message.at, Entry::Message { message: message.clone(), run: false, follows: false }));
    let notes = thread.notes.iter().map(|note| (note.at, Entry::Note(note.clone())));
    let events = thread.events.iter().map(|event| (event.at, Entry::Event(event.clone())));
    let mut all: Vec<_> = messages.chain(notes).chain(events).collect();
    // Stable: messages keep the order of their sequence numbers within one millisecond.
    all.sort_by_key(|(at, _)| *at);
    all
}

fn mark_runs(entries: &mut [Entry]) {
    let same: Vec<bool> = entries
        .windows(2)
        .map(|pair| pair[0].author().is_some() && pair[0].author() == pair[1].author())
        .collect();
    for (index, entry) in entries.iter_mut().enumerate() {
        if let Entry::Message { run, follows, .. } = entry {
            *run = same.get(index).copied().unwrap_or(false);
            *follows = index > 0 && same[index - 1];
        }
    }
}

/// The states to show: under the last bubble of a run, and under each that differs from it or went wrong.
pub fn told_deliveries(entries: &[Entry], deliveries: &[Delivery]) -> BTreeMap<i64, Delivery> {
    let known: BTreeMap<i64, &Delivery> =
        deliveries.iter().map(|delivery| (delivery.seq, delivery)).collect();
    let mut told = BTreeMap::new();
    let mut last: Option<&Delivery> = None;
    for entry in entries.iter().rev() {
        let Entry::Message { message, run, .. } = entry else { continue };
        let delivery = known.get(&message.seq).copied();
        if !run {
            last = delivery;
        }
        if let Some(delivery) = delivery.filter(|delivery| {
            let wrong = matches!(delivery.state, DeliveryState::Unknown | DeliveryState::Failed);
            !run || wrong || last.is_none_or(|last| !alike(delivery, last))
        }) {
            told.insert(message.seq, delivery.clone());
        }
    }
    told
}

fn alike(one: &Delivery, other: &Delivery) -> bool {
    (one.state, &one.reason) == (other.state, &other.reason)
}

#[cfg(test)]
mod tests {
    use super::super::store::tests::message;
    use super::*;

    const DAY: i64 = 24 * 60 * 60_000;

    fn shape(entries: &[Entry]) -> String {
        let letter = |entry: &Entry| match entry {
            Entry::Day(_) => 'd',
            Entry::Message { run: true, .. } => 'r',
            Entry::Message { .. } => 'm',
            Entry::Note(_) => 'n',
            Entry::Event(_) => 'e',
            Entry::Outgoing { held: false, .. } => 'o',
            Entry::Outgoing { held: true, .. } => 'h',
        };
        entries.iter().map(letter).collect()
    }

    #[test]
    fn days_runs_notes_and_pending_stand_in_order() {
        let mut thread = Thread::default();
        for (seq, author) in [(1, Author::Citizen), (2, Author::Citizen), (3, Author::Staff)] {
            thread.stored(message(seq, author, &seq.to_string()));
        }
        thread.stored(Message { at: DAY + 60_000, ..message(4, Author::Staff, "4") });
        thread.notes.push(Note { by: "Ana".into(), text: "ojo".into(), at: 150_000 });
        thread.events.push(Event { text: "Reaccionó con un corazón".into(), at: 190_000 });
        thread.write("x".into(), "hola".into());
        assert_eq!(shape(&timeline(&thread, 0, DAY)), "drmnmedmo");
    }

    #[test]
    fn what_was_written_after_a_failed_reply_waits_and_says_so() {
        let mut thread = Thread::default();
        for id in ["x", "y"] {
            thread.write(id.into(), "hola".into());
        }
        assert_eq!(shape(&timeline(&thread, 0, 0)), "oo");
        thread.failed("x", "sin conexión".into());
        assert_eq!(shape(&timeline(&thread, 0, 0)), "oh");
    }

    fn told(states: &[DeliveryState]) -> Vec<i64> {
        let mut thread = Thread::default();
        thread.stored(message(1, Author::Citizen, "c"));
        for (seq, state) in (2..).zip(states) {
            thread.stored(message(seq, Author::Staff, &seq.to_string()));
            thread.deliveries.push(Delivery { seq, state: *state, reason: None, can_resend: false });
        }
        told_deliveries(&timeline(&thread, 0, 0), &thread.deliveries).into_keys().collect()
    }

    #[test]
    fn a_run_says_its_state_once_and_what_differs_by_itself() {
        use DeliveryState::{Delivered, Failed, Read, Sent};
        assert_eq!(told(&[Read, Read, Read]), [4]);
        assert_eq!(told(&[Read, Delivered, Sent]), [2, 3, 4]);
        assert_eq!(told(&[Read, Failed, Read]), [3, 4]);
        assert_eq!(told(&[Failed, Failed]), [2, 3], "each that failed has its own way to be sent again");
        assert_eq!(told(&[]), Vec::<i64>::new());
    }

    #[test]
    fn every_entry_has_its_own_key() {
        let mut thread = Thread::default();
        for seq in 1..20 {
            thread.stored(Message { at: seq * DAY / 3, ..message(seq, Author::Citizen, "c") });
        }
        let mut keys: Vec<String> = timeline(&thread, -360, 0).iter().map(Entry::key).collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
    }
}
