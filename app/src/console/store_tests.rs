use protocol::chat::Author;
use protocol::staff::{Channel, DeliveryState};

use super::*;

pub fn item(id: &str, hold: Hold, citizen_seq: i64, read_seq: i64) -> QueueItem {
    QueueItem {
        id: id.into(),
        desk: "pp".into(),
        topic: format!("Tema {id}"),
        origin: "Municipio de ejemplo".into(),
        hold,
        since: 0,
        preview: "Hola".into(),
        last_seq: citizen_seq,
        citizen_seq,
        read_seq,
        passed: false,
        channel: Channel::Web,
        line: None,
        window_until: None,
        member: None,
    }
}

pub fn queue(mine: &[&str], waiting: &[&str], others: &[&str]) -> Queue {
    let items = |ids: &[&str], hold: &Hold| ids.iter().map(|id| item(id, hold.clone(), 1, 0)).collect();
    Queue {
        mine: items(mine, &Hold::Mine),
        waiting: items(waiting, &Hold::Waiting),
        others: items(others, &Hold::Other { by: "Ana".into() }),
        now: 0,
        stopped_lines: vec![],
        session_ends: None,
    }
}

pub fn message(seq: i64, author: Author, client_id: &str) -> Message {
    Message {
        seq,
        author,
        name: None,
        text: format!("m{seq}"),
        at: seq * 60_000,
        client_id: client_id.into(),
    }
}

fn opened(last_seq: i64, seqs: &[i64]) -> Opened {
    Opened {
        item: QueueItem { last_seq, ..item("a", Hold::Mine, last_seq, 0) },
        messages: seqs.iter().map(|seq| message(*seq, Author::Citizen, &format!("c{seq}"))).collect(),
        notes: vec![],
        citizen_present: true,
        started_at: 5,
        person: Person::default(),
        events: vec![],
        deliveries: vec![],
    }
}

fn seqs(thread: &Thread) -> Vec<i64> {
    thread.messages.iter().map(|message| message.seq).collect()
}

#[test]
fn rows_merge_in_any_order_each_once() {
    let mut thread = Thread::default();
    thread.merge(opened(4, &[3, 4]), 1);
    assert_eq!(thread.held_seq(), 0, "a gap at the start is asked for again");
    assert!(thread.lacks_rows());
    thread.merge(opened(4, &[1, 2, 3]), 2);
    assert_eq!(seqs(&thread), [1, 2, 3, 4]);
    assert_eq!(thread.held_seq(), 4);
    assert!(!thread.lacks_rows());
}

#[test]
fn an_overtaken_answer_does_not_bring_back_old_state() {
    let mut thread = Thread::default();
    thread.merge(opened(5, &[1, 2, 3, 4, 5]), 1);
    let mut old = opened(3, &[1, 2, 3]);
    old.item.hold = Hold::Waiting;
    thread.merge(old, 2);
    assert_eq!(thread.item.map(|item| item.hold), Some(Hold::Mine));
}

fn delivered(state: DeliveryState) -> Opened {
    let delivery = Delivery { seq: 1, state, reason: None, can_resend: false };
    Opened { deliveries: vec![delivery], ..opened(1, &[]) }
}

#[test]
fn deliveries_change_without_a_new_row_and_never_back_to_an_overtaken_answer() {
    let mut thread = Thread::default();
    let (first, second) = (thread.ask(), thread.ask());
    thread.merge(delivered(DeliveryState::Delivered), second);
    thread.merge(delivered(DeliveryState::Accepted), first);
    assert_eq!(thread.deliveries[0].state, DeliveryState::Delivered);
    let third = thread.ask();
    thread.merge(delivered(DeliveryState::Read), third);
    assert_eq!(thread.deliveries[0].state, DeliveryState::Read);
}

#[test]
fn person_events_and_window_come_with_the_newest_answer() {
    let mut thread = Thread::default();
    let request = thread.ask();
    thread.merge(opened(1, &[1]), request);
    let mut later = opened(1, &[]);
    later.item.channel = Channel::Whatsapp;
    later.item.window_until = Some(10);
    later.person.profile = Some("Lupita".into());
    later.events = vec![Event { text: "Reaccionó".into(), at: 3 }];
    let request = thread.ask();
    thread.merge(later, request);
    assert_eq!(thread.person.profile.as_deref(), Some("Lupita"));
    assert_eq!(thread.events.len(), 1);
    assert_eq!(thread.window(9), Window::Open { until: 10, soon: true });
    assert_eq!(thread.window(10), Window::Over);
}

#[test]
fn a_window_the_server_found_over_stays_so_until_the_person_writes() {
    let mut thread = Thread::default();
    let mut open = opened(1, &[1]);
    open.item.channel = Channel::Whatsapp;
    open.item.window_until = Some(1_000);
    thread.merge(open.clone(), 1);
    thread.window_refused();
    assert_eq!(thread.window(5), Window::Over, "by the server's clock it is, whatever ours says");
    open.item.citizen_seq = 2;
    open.item.last_seq = 2;
    thread.merge(open, 2);
    assert_eq!(thread.window(5), Window::Open { until: 1_000, soon: true });
}

#[test]
fn a_reply_is_shown_once_whichever_answer_comes_first() {
    let mut thread = Thread::default();
    thread.merge(opened(1, &[1]), 1);
    thread.write("x".into(), "hola".into());
    assert_eq!(thread.next_to_send(), Some(("x".into(), "hola".into())));
    let row = message(2, Author::Staff, "x");
    thread.merge(Opened { messages: vec![row.clone()], ..opened(2, &[]) }, 2);
    thread.stored(row);
    assert!(thread.outgoing.is_empty());
    assert_eq!(seqs(&thread), [1, 2]);
}

#[test]
fn replies_leave_one_after_another_with_the_same_id_on_retry() {
    let mut thread = Thread::default();
    thread.write("x".into(), "uno".into());
    thread.write("y".into(), "dos".into());
    assert_eq!(thread.next_to_send().map(|next| next.0), Some("x".into()));
    assert_eq!(thread.next_to_send(), None);
    thread.failed("x", "sin conexión".into());
    thread.retry("x");
    assert_eq!(thread.next_to_send().map(|next| next.0), Some("x".into()));
    thread.stored(message(1, Author::Staff, "x"));
    assert_eq!(thread.next_to_send().map(|next| next.0), Some("y".into()));
}

#[test]
fn what_was_written_after_a_failed_reply_does_not_overtake_it() {
    let mut thread = Thread::default();
    thread.write("x".into(), "uno".into());
    thread.write("y".into(), "dos".into());
    thread.next_to_send();
    thread.failed("x", "sin conexión".into());
    assert_eq!(thread.next_to_send(), None);
    assert_eq!(thread.take_back("x"), Some("uno".into()));
    assert_eq!(thread.next_to_send(), Some(("y".into(), "dos".into())));
}

#[test]
fn only_a_failed_reply_goes_back_to_the_composer() {
    let mut thread = Thread::default();
    thread.write("x".into(), "uno".into());
    assert_eq!(thread.take_back("x"), None);
    thread.failed("x", "muy largo".into());
    assert_eq!(thread.take_back("x"), Some("uno".into()));
    assert!(thread.outgoing.is_empty());
}

#[test]
fn replies_of_an_earlier_page_wait_for_a_retry_unless_they_arrived() {
    let mut earlier = Thread::default();
    earlier.write("x".into(), "uno".into());
    earlier.write("y".into(), "dos".into());
    let mut thread = Thread::default();
    thread.stored(message(1, Author::Staff, "x"));
    thread.restore(earlier.outgoing, "interrumpido");
    assert_eq!(thread.outgoing.len(), 1);
    assert_eq!(thread.outgoing[0].state, Sending::Failed("interrumpido".into()));
    assert_eq!(thread.next_to_send(), None);
}

#[test]
fn only_what_is_held_and_received_is_marked_read() {
    let mut thread = Thread::default();
    assert_eq!(thread.to_mark_read(), None);
    thread.merge(opened(2, &[1, 2]), 1);
    assert_eq!(thread.to_mark_read(), Some(2));
    thread.item = Some(item("a", Hold::Mine, 2, 2));
    assert_eq!(thread.to_mark_read(), None);
    thread.item = Some(item("a", Hold::Waiting, 2, 0));
    assert_eq!(thread.to_mark_read(), None);
}

#[test]
fn closed_views_are_forgotten_but_never_unsent_text() {
    let mut threads = Threads::new();
    for id in ["a", "b", "c"] {
        threads.insert(id.into(), Thread::default());
    }
    threads.entry("b".into()).or_default().write("x".into(), "hola".into());
    prune(&mut threads, Some("a"));
    assert_eq!(threads.keys().collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn the_keyboard_walks_the_list_as_shown() {
    let queue = queue(&["a"], &["b", "c"], &["d"]);
    let step = |from: Option<&str>, down| neighbour(&queue, from, down);
    assert_eq!(step(None, true), Some("a".into()));
    assert_eq!(step(None, false), Some("d".into()));
    assert_eq!(step(Some("a"), true), Some("b".into()));
    assert_eq!(step(Some("d"), true), Some("d".into()));
    assert_eq!(step(Some("a"), false), Some("a".into()));
    assert_eq!(neighbour(&empty_queue(0), None, true), None);
}

#[test]
fn tab_stops_at_one_line() {
    let queue = queue(&["a"], &["b"], &[]);
    assert_eq!(tab_stop(&queue, Some("b")), Some("b".into()));
    assert_eq!(tab_stop(&queue, Some("gone")), Some("a".into()));
    assert_eq!(tab_stop(&empty_queue(0), Some("b")), None);
}

#[test]
fn news_are_arrivals_and_answers_but_not_ones_own_hand_back() {
    let old = queue(&["a", "m"], &["b"], &["d"]);
    let mut new = queue(&["m"], &["b", "a", "d", "n"], &[]);
    new.mine[0].citizen_seq = 7;
    let news = news(&old, &new);
    assert_eq!(news.arrived, ["Tema d", "Tema n"]);
    assert_eq!(news.wrote, ["Tema m"]);
    assert!(super::news(&new, &new).is_empty());
}

#[test]
fn the_title_counts_waiting_and_unread_of_ones_own() {
    let mut queue = queue(&["a", "b"], &["c"], &["d"]);
    assert_eq!(badge(&queue), 3);
    queue.mine[0].read_seq = 1;
    assert_eq!(badge(&queue), 2);
}
