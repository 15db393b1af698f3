//! A conversation in the order it is read: days, messages, notes, and what is still on its way.

use protocol::chat::{Author, Message};
use protocol::staff::Note;

use super::store::{Outgoing, Thread};
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
    Outgoing(Outgoing),
}

impl Entry {
    /// Names an entry together with all that changes how it looks.
    pub fn key(&self) -> String {
        match self {
            Self::Day(day) => format!("d{day}"),
            Self::Message { message, run, follows } => format!("m{}{run}{follows}", message.seq),
            Self::Note(note) => format!("n{}{}", note.at, note.by),
            Self::Outgoing(out) => format!("o{}{:?}", out.client_id, out.state),
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
    entries.extend(thread.outgoing.iter().cloned().map(Entry::Outgoing));
    entries
}

fn dated(thread: &Thread) -> Vec<(i64, Entry)> {
    let messages = thread
        .messages
        .iter()
        .map(|message| (message.at, Entry::Message { message: message.clone(), run: false, follows: false }));
    let notes = thread.notes.iter().map(|note| (note.at, Entry::Note(note.clone())));
    let mut all: Vec<_> = messages.chain(notes).collect();
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
            Entry::Outgoing(_) => 'o',
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
        thread.write("x".into(), "hola".into());
        assert_eq!(shape(&timeline(&thread, 0, DAY)), "drmnmdmo");
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
