//! What the phones and "Meta" remember, in memory: a restart forgets it.

use std::{collections::BTreeMap, sync::Arc};

use serde::Serialize;

use super::behaviour::Behaviour;
use crate::{
    clock::Millis,
    demo::citizens::{CITIZENS, Citizen},
};

/// How far a message has come. One of the line is on the phone from `Delivered` on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    /// Taken by "Meta".
    Accepted,
    Sent,
    Delivered,
    Read,
    /// It never arrives.
    Failed,
}

/// A message on a phone, or on its way there.
#[derive(Clone)]
pub(super) struct Entry {
    pub id: String,
    /// Written on the phone; otherwise it came from the line.
    pub mine: bool,
    /// Meta's type: `text`, `image`, ...
    pub kind: &'static str,
    pub text: String,
    pub at: Millis,
    pub state: State,
    /// The sender's own id, which goes back with every status.
    pub callback: Option<String>,
    /// A task is walking it through its statuses.
    pub walking: bool,
}

pub(super) struct Phone {
    pub citizen: &'static Citizen,
    pub online: bool,
    /// Whether what is looked at counts as read.
    pub reads: bool,
    /// Key of the line whose chat is on the screen.
    pub looking: Option<String>,
    pub chats: BTreeMap<String, Vec<Entry>>,
    /// Body of the last webhook with something this phone wrote.
    pub last_webhook: Option<Arc<[u8]>>,
}

impl Phone {
    fn new(citizen: &'static Citizen) -> Self {
        Self { citizen, online: true, reads: true, looking: None, chats: BTreeMap::new(), last_webhook: None }
    }

    pub fn chat(&self, line: &str) -> &[Entry] {
        self.chats.get(line).map_or(&[], Vec::as_slice)
    }

    pub fn entry(&mut self, line: &str, id: &str) -> Option<&mut Entry> {
        self.chats.get_mut(line)?.iter_mut().find(|entry| entry.id == id)
    }

    pub fn is_reading(&self, line: &str) -> bool {
        self.reads && self.looking.as_deref() == Some(line)
    }

    /// Delivered by the line and not looked at.
    pub fn unread(&self, line: &str) -> usize {
        self.chat(line).iter().filter(|entry| !entry.mine && entry.state == State::Delivered).count()
    }

    /// Taken by "Meta" and not on the phone yet.
    pub fn on_the_way(&self, line: &str) -> usize {
        self.chat(line).iter().filter(|entry| !entry.mine && entry.state < State::Delivered).count()
    }
}

pub(super) struct World {
    pub phones: Vec<Phone>,
    pub behaviour: Behaviour,
    /// Webhooks that Puente has not answered with 200 yet.
    pub pending: usize,
    /// What the last webhook that was not taken met, in words; none once one is taken.
    pub trouble: Option<String>,
}

impl Default for World {
    fn default() -> Self {
        Self {
            phones: CITIZENS.iter().map(Phone::new).collect(),
            behaviour: Behaviour::default(),
            pending: 0,
            trouble: None,
        }
    }
}

impl World {
    pub fn phone(&mut self, id: &str) -> Option<&mut Phone> {
        self.phones.iter_mut().find(|phone| phone.citizen.id == id)
    }

    /// By number in either of its Mexican forms, or by user id.
    pub fn phone_of(&mut self, recipient: &str) -> Option<&mut Phone> {
        let wanted = canonical(recipient);
        self.phones.iter_mut().find(|phone| {
            let number = phone.citizen.wa_id.map(canonical);
            number.as_deref() == Some(wanted.as_str()) || phone.citizen.user_id == recipient
        })
    }

    /// Blue ticks for what the phone wrote to this line up to and including `id`; false when nobody wrote it.
    pub fn mark_read(&mut self, line: &str, id: &str) -> bool {
        let chats = self.phones.iter_mut().filter_map(|phone| phone.chats.get_mut(line));
        for chat in chats {
            let Some(last) = chat.iter().position(|entry| entry.mine && entry.id == id) else { continue };
            chat.iter_mut()
                .take(last + 1)
                .filter(|entry| entry.mine)
                .for_each(|entry| entry.state = State::Read);
            return true;
        }
        false
    }
}

/// Digits only, and without the 1 that Mexican mobile numbers once had after 52.
fn canonical(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("521") {
        Some(rest) if rest.len() == 10 => format!("52{rest}"),
        _ => digits,
    }
}

#[cfg(test)]
mod tests {
    use super::World;

    #[test]
    fn a_phone_is_found_by_every_form_of_its_number_and_by_its_user_id() {
        let mut world = World::default();
        for form in ["5214735550101", "+524735550101", "52 473 555 0101", "MX.100000000000000101"] {
            assert_eq!(world.phone_of(form).map(|phone| phone.citizen.id), Some("rosa"), "{form}");
        }
        for stranger in ["", "524735550199", "MX.1", "100000000000000103"] {
            assert!(world.phone_of(stranger).is_none(), "{stranger}");
        }
        assert_eq!(world.phone_of("MX.100000000000000103").map(|phone| phone.citizen.id), Some("lupita"));
    }
}
