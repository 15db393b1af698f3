//! Walks a line's message through sent, delivered and read, as far as its phone lets it.

use super::{
    Sim,
    behaviour::Order,
    courier,
    settings::Line,
    webhook::{self, Recipient, Status},
    world::{Entry, Phone, State},
};

/// Starts a walk for every message that can go further; called whenever a phone changes.
pub(super) fn nudge(sim: &Sim, phone_id: &str) {
    let mut world = sim.world();
    let Some(phone) = world.phone(phone_id) else { return };
    for (line, id) in ready(phone) {
        let (sim, phone_id) = (sim.clone(), phone_id.to_owned());
        let Some(line) = sim.settings.line(&line).cloned() else { continue };
        tokio::spawn(async move { walk(&sim, &phone_id, &line, &id).await });
    }
}

/// Line and id of what can go further; from here on it counts as walking.
fn ready(phone: &mut Phone) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (line, chat) in &phone.chats {
        let waiting = chat.iter().filter(|entry| !entry.walking && !steps(phone, line, entry).is_empty());
        found.extend(waiting.map(|entry| (line.clone(), entry.id.clone())));
    }
    for (line, id) in &found {
        if let Some(entry) = phone.entry(line, id) {
            entry.walking = true;
        }
    }
    found
}

/// The statuses that are due, in their order.
fn steps(phone: &Phone, line: &str, entry: &Entry) -> Vec<State> {
    if entry.mine || entry.state == State::Failed {
        return Vec::new();
    }
    let reach = match (phone.online, phone.is_reading(line)) {
        (false, _) => State::Sent,
        (true, false) => State::Delivered,
        (true, true) => State::Read,
    };
    let all = [State::Sent, State::Delivered, State::Read];
    all.into_iter().filter(|step| *step > entry.state && *step <= reach).collect()
}

async fn walk(sim: &Sim, phone_id: &str, line: &Line, id: &str) {
    loop {
        let pace = sim.world().behaviour.pace();
        tokio::time::sleep(pace).await;
        let Some(taken) = take(sim, phone_id, line, id) else { return };
        for step in taken.steps {
            tell(sim, line, &taken.entry, &taken.recipient, step).await;
            tokio::time::sleep(pace).await;
        }
    }
}

struct Taken {
    /// In the order in which Puente will be told.
    steps: Vec<State>,
    entry: Entry,
    recipient: Recipient,
}

/// The next status, or all that are due when they are to come in reverse; none ends the walk.
fn take(sim: &Sim, phone_id: &str, line: &Line, id: &str) -> Option<Taken> {
    let mut world = sim.world();
    let order = world.behaviour.statuses;
    let phone = world.phone(phone_id)?;
    let recipient = Recipient::from(phone.citizen);
    let due =
        phone.chat(&line.key).iter().find(|entry| entry.id == id).map(|entry| steps(phone, &line.key, entry));
    let mut due = due?;
    let entry = phone.entry(&line.key, id)?;
    if order == Order::Ordered {
        due.truncate(1);
    }
    let Some(furthest) = due.last() else {
        entry.walking = false;
        return None;
    };
    entry.state = *furthest;
    if order == Order::Reversed {
        due.reverse();
    }
    Some(Taken { steps: due, entry: entry.clone(), recipient })
}

async fn tell(sim: &Sim, line: &Line, entry: &Entry, recipient: &Recipient, state: State) {
    let callback = entry.callback.as_deref();
    let status = Status { wamid: &entry.id, state, at: sim.now(), recipient, callback, error: None };
    courier::deliver(sim, webhook::status(line, &status)).await;
}

/// Tells, a moment later, that a message was taken and cannot be delivered (131026).
pub(super) fn undeliverable(
    sim: &Sim,
    line: &Line,
    wamid: String,
    recipient: Recipient,
    callback: Option<String>,
) {
    let (sim, line) = (sim.clone(), line.clone());
    tokio::spawn(async move {
        let pace = sim.world().behaviour.pace();
        tokio::time::sleep(pace).await;
        let status = Status {
            wamid: &wamid,
            state: State::Failed,
            at: sim.now(),
            recipient: &recipient,
            callback: callback.as_deref(),
            error: Some((131_026, "Message undeliverable")),
        };
        courier::deliver(&sim, webhook::status(&line, &status)).await;
    });
}

#[cfg(test)]
mod tests {
    use super::{Entry, State, ready, steps};
    use crate::whatsapp_sim::world::World;

    fn entry() -> Entry {
        Entry {
            id: "wamid.1".into(),
            mine: false,
            kind: "text",
            text: "Buenos días.".into(),
            at: 0,
            state: State::Accepted,
            callback: None,
            walking: false,
        }
    }

    #[test]
    fn a_message_goes_as_far_as_its_phone_lets_it() {
        let mut world = World::default();
        let phone = world.phone("rosa").unwrap();
        phone.online = false;
        assert_eq!(steps(phone, "pp", &entry()), [State::Sent]);
        phone.online = true;
        assert_eq!(steps(phone, "pp", &entry()), [State::Sent, State::Delivered]);
        phone.looking = Some("pp".into());
        assert_eq!(steps(phone, "pp", &entry()), [State::Sent, State::Delivered, State::Read]);
        assert_eq!(steps(phone, "pgh", &entry()).len(), 2, "another chat is on the screen");
        phone.reads = false;
        assert_eq!(steps(phone, "pp", &Entry { state: State::Sent, ..entry() }), [State::Delivered]);
        assert_eq!(steps(phone, "pp", &Entry { state: State::Failed, ..entry() }), []);
        assert_eq!(steps(phone, "pp", &Entry { mine: true, ..entry() }), []);
    }

    #[test]
    fn a_message_is_walked_by_one_task_at_a_time() {
        let mut world = World::default();
        let phone = world.phone("rosa").unwrap();
        phone.chats.insert("pp".into(), vec![entry()]);
        assert_eq!(ready(phone), [("pp".to_owned(), "wamid.1".to_owned())]);
        assert_eq!(ready(phone), []);
    }
}
