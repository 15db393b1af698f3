//! What this page knows of its conversation: rows the server stored, and messages not acknowledged yet.
//!
//! No browser in here. Answers may come twice, late or out of order, over the socket and by POST: merging
//! is by sequence number and client id, so every order leads to the same rows.

use protocol::chat::{Author, ChatPage, Conversation, Message, Sent, Standing};

/// How far an own message has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    Sending,
    Sent,
    /// Not acknowledged; it is tried again by itself.
    Failed,
    /// The server gave a reason that waiting does not cure; tried again only when asked.
    Refused,
}

/// A message the server has not acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    pub client_id: String,
    pub topic: Option<String>,
    pub text: String,
    pub at: i64,
    pub delivery: Delivery,
}

/// Why nothing more can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Ended by either side.
    Closed,
    /// The token opens nothing any more.
    Expired,
}

/// Everything but the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Talk {
    pub topic: String,
    pub desk: String,
    pub opening: protocol::chat::Opening,
    pub standing: Standing,
    pub last_seq: i64,
    pub resume_code: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    token: String,
    cookieless: bool,
    talk: Option<Talk>,
    /// Ascending, each sequence number once.
    rows: Vec<Message>,
    pending: Vec<Pending>,
    expired: bool,
}

impl Store {
    pub fn new(page: &ChatPage) -> Self {
        let mut store = Self {
            token: page.token.clone(),
            cookieless: page.cookieless,
            talk: None,
            rows: Vec::new(),
            pending: Vec::new(),
            expired: false,
        };
        if let Some(conversation) = page.conversation.clone() {
            store.merge(conversation);
        }
        store
    }

    pub fn token(&self) -> &str {
        &self.token
    }

    pub fn talk(&self) -> Option<&Talk> {
        self.talk.as_ref()
    }

    pub fn rows(&self) -> &[Message] {
        &self.rows
    }

    pub fn pending(&self) -> &[Pending] {
        &self.pending
    }

    /// The browser keeps no cookie: after a reload only the code finds this conversation.
    pub fn needs_code(&self) -> bool {
        self.cookieless && self.talk.is_some() && self.over().is_none()
    }

    pub fn over(&self) -> Option<Over> {
        let closed = self.talk.as_ref().is_some_and(|talk| talk.standing == Standing::Closed);
        if self.expired { Some(Over::Expired) } else { closed.then_some(Over::Closed) }
    }

    /// There is something to show in the log.
    pub fn begun(&self) -> bool {
        self.talk.is_some() || !self.pending.is_empty()
    }

    /// News can still come.
    pub fn listens(&self) -> bool {
        self.talk.is_some() && self.over().is_none()
    }

    /// The highest sequence number up to which nothing is missing.
    pub fn held(&self) -> i64 {
        (1..).zip(&self.rows).take_while(|(seq, row)| row.seq == *seq).count().try_into().unwrap_or(i64::MAX)
    }

    /// Rows exist that this page lacks.
    pub fn lacks_rows(&self) -> bool {
        self.talk.as_ref().is_some_and(|talk| self.held() < talk.last_seq)
    }

    /// Takes in an answer about this token's conversation.
    pub fn merge(&mut self, conversation: Conversation) {
        let Conversation { topic, desk, opening, standing, last_seq, messages, resume_code } = conversation;
        for message in messages {
            self.insert(message);
        }
        // A late answer knows less: it may bring rows, never an older standing. Closed is for good.
        let known = self.talk.as_ref();
        let late = known.is_some_and(|talk| talk.last_seq > last_seq || talk.standing == Standing::Closed);
        if !late {
            self.talk = Some(Talk { topic, desk, opening, standing, last_seq, resume_code });
        }
    }

    fn insert(&mut self, message: Message) {
        if message.author == Author::Citizen {
            self.pending.retain(|pending| pending.client_id != message.client_id);
        }
        if let Err(place) = self.rows.binary_search_by_key(&message.seq, |row| row.seq) {
            self.rows.insert(place, message);
        }
    }

    /// The server stored a message.
    pub fn acknowledge(&mut self, sent: Sent) {
        self.cookieless = sent.cookieless;
        if let Some(token) = sent.token {
            self.token = token;
        }
        self.merge(sent.conversation);
        self.insert(sent.message);
    }

    /// Another token speaks from now on: a code was given, or another tab began the conversation.
    pub fn adopt(&mut self, token: String, conversation: Conversation) {
        self.forget(token);
        self.merge(conversation);
    }

    fn forget(&mut self, token: String) {
        self.token = token;
        self.talk = None;
        self.rows.clear();
        self.expired = false;
    }

    /// The same conversation under another token, as another tab tells of it.
    pub fn is_same(&self, other: &Conversation) -> bool {
        let first = |rows: &[Message]| rows.first().map(|row| row.client_id.clone());
        self.held() > 0 && first(&self.rows) == first(&other.messages)
    }

    /// Leaves the conversation behind and hands back what was never sent.
    pub fn begin_again(&mut self, token: String) -> String {
        self.forget(token);
        let unsent: Vec<String> = self.pending.drain(..).map(|pending| pending.text).collect();
        unsent.join("\n")
    }

    pub fn close(&mut self) {
        if let Some(talk) = &mut self.talk {
            talk.standing = Standing::Closed;
        }
    }

    pub fn expire(&mut self) {
        self.expired = true;
    }

    /// Queues a message; one that is queued or stored already is left alone.
    pub fn queue(&mut self, pending: Pending) {
        let known = |id: &str| {
            self.pending.iter().any(|other| other.client_id == id)
                || self.rows.iter().any(|row| row.client_id == id)
        };
        if !known(&pending.client_id) {
            self.pending.push(pending);
        }
    }

    /// Takes a message back out of the queue.
    pub fn unqueue(&mut self, client_id: &str) -> Option<Pending> {
        let place = self.pending.iter().position(|pending| pending.client_id == client_id)?;
        Some(self.pending.remove(place))
    }

    pub fn mark(&mut self, client_id: &str, delivery: Delivery) {
        for pending in &mut self.pending {
            if pending.client_id == client_id {
                pending.delivery = delivery;
            }
        }
    }

    /// One after the other: the first message makes the conversation the next ones go to.
    pub fn next(&self) -> Option<&Pending> {
        self.pending.iter().find(|pending| pending.delivery != Delivery::Refused)
    }

    /// Messages of others above `seq`.
    pub fn unread_after(&self, seq: i64) -> usize {
        self.rows.iter().filter(|row| row.seq > seq && row.author != Author::Citizen).count()
    }
}

#[cfg(test)]
pub mod tests {
    use protocol::chat::Opening;

    use super::*;

    pub fn message(seq: i64, author: Author, text: &str) -> Message {
        let name = match author {
            Author::Citizen => None,
            Author::Staff => Some("Ana".to_owned()),
            Author::Assistant => Some("Asistente".to_owned()),
        };
        Message { seq, author, name, text: text.into(), at: seq * 60_000, client_id: format!("id-{seq}") }
    }

    pub fn conversation(last_seq: i64, messages: Vec<Message>) -> Conversation {
        Conversation {
            topic: "pp".into(),
            desk: "Préstamos personales".into(),
            opening: Opening { open: true, text: "Abierto hasta las 15:30".into() },
            standing: Standing::Waiting { place: 2 },
            last_seq,
            messages,
            resume_code: "7K2M-9QXA-4T8B-VW3C".into(),
        }
    }

    pub fn page(conversation: Option<Conversation>) -> ChatPage {
        ChatPage {
            site: "demo".into(),
            base: "/w/demo".into(),
            framed: true,
            origins: Vec::new(),
            institution: "ISSEG".into(),
            topics: vec![protocol::chat::Topic {
                id: "pp".into(),
                name: "Préstamos personales".into(),
                icon: "loan".into(),
                whatsapp: None,
            }],
            topic: None,
            openings: vec![Opening { open: true, text: "Abierto hasta las 15:30".into() }],
            token: "a".repeat(64),
            client_id: "3f2c8c1e-0000-4000-8000-000000000001".into(),
            draft: String::new(),
            conversation,
            notice: None,
            cookieless: false,
            utc_offset_minutes: -360,
            now: 1_774_649_100_000,
            demo_clock: None,
            member: None,
        }
    }

    pub fn pending(id: &str, text: &str) -> Pending {
        let topic = Some("pp".to_owned());
        Pending { client_id: id.into(), topic, text: text.into(), at: 5, delivery: Delivery::Sending }
    }

    fn rows(seqs: &[i64]) -> Vec<Message> {
        seqs.iter().map(|seq| message(*seq, Author::Staff, "x")).collect()
    }

    fn seqs(store: &Store) -> Vec<i64> {
        store.rows().iter().map(|row| row.seq).collect()
    }

    #[test]
    fn rows_merge_in_any_order_and_once() {
        let mut store = Store::new(&page(Some(conversation(2, rows(&[1, 2])))));
        store.merge(conversation(5, rows(&[4, 5])));
        assert_eq!((store.held(), store.lacks_rows()), (2, true), "a gap: ask again from 2");
        store.merge(conversation(3, rows(&[2, 3])));
        store.merge(conversation(5, rows(&[3, 4, 5])));
        assert_eq!(seqs(&store), [1, 2, 3, 4, 5]);
        assert_eq!((store.held(), store.lacks_rows()), (5, false));
    }

    #[test]
    fn a_late_answer_brings_rows_but_no_older_standing() {
        let mut store = Store::new(&page(None));
        let attended =
            Conversation { standing: Standing::Attended { by: "Ana".into() }, ..conversation(3, rows(&[3])) };
        store.merge(attended);
        store.merge(conversation(2, rows(&[1, 2])));
        assert_eq!(
            store.talk().map(|talk| talk.standing.clone()),
            Some(Standing::Attended { by: "Ana".into() })
        );
        assert_eq!(seqs(&store), [1, 2, 3]);
    }

    #[test]
    fn closed_is_for_good() {
        let mut store = Store::new(&page(Some(conversation(1, rows(&[1])))));
        store.close();
        store.merge(conversation(2, rows(&[2])));
        assert_eq!((store.over(), store.listens()), (Some(Over::Closed), false));
    }

    #[test]
    fn an_acknowledged_message_is_shown_once() {
        let mut store = Store::new(&page(None));
        store.queue(pending("id-1", "hola"));
        assert!(store.begun() && !store.listens());
        // The socket is faster than the answer to the POST.
        store.merge(conversation(1, vec![message(1, Author::Citizen, "hola")]));
        assert!(store.pending().is_empty());
        let sent = Sent {
            message: message(1, Author::Citizen, "hola"),
            conversation: conversation(1, vec![message(1, Author::Citizen, "hola")]),
            token: None,
            cookieless: true,
        };
        store.acknowledge(sent);
        assert_eq!(seqs(&store), [1]);
        assert!(store.needs_code());
    }

    #[test]
    fn who_becomes_known_goes_on_under_another_token() {
        let mut store = Store::new(&page(Some(conversation(1, rows(&[1])))));
        let sent = Sent {
            message: message(2, Author::Citizen, "hola"),
            conversation: conversation(2, vec![message(2, Author::Citizen, "hola")]),
            token: Some("b".repeat(64)),
            cookieless: false,
        };
        store.acknowledge(sent);
        assert_eq!((store.token(), seqs(&store)), ("b".repeat(64).as_str(), vec![1, 2]));
        assert!(store.is_same(&conversation(1, rows(&[1]))));
        assert!(!store.is_same(&conversation(
            1,
            vec![Message { client_id: "x".into(), ..message(1, Author::Staff, "") }]
        )));
        assert!(!Store::new(&page(None)).is_same(&conversation(0, Vec::new())));
    }

    #[test]
    fn a_message_waits_once_however_often_it_is_queued() {
        let mut store = Store::new(&page(Some(conversation(1, vec![message(1, Author::Citizen, "hola")]))));
        store.queue(pending("id-1", "hola"));
        store.queue(pending("b", "dos"));
        store.queue(pending("b", "dos"));
        assert_eq!(store.pending().len(), 1);
    }

    #[test]
    fn refused_messages_do_not_hold_up_the_next() {
        let mut store = Store::new(&page(None));
        store.queue(pending("a", "uno"));
        store.queue(pending("b", "dos"));
        store.mark("a", Delivery::Failed);
        assert_eq!(
            store.next().map(|next| next.client_id.as_str()),
            Some("a"),
            "order is kept while it can be"
        );
        store.mark("a", Delivery::Refused);
        assert_eq!(store.next().map(|next| next.client_id.as_str()), Some("b"));
    }

    #[test]
    fn another_persons_author_never_acknowledges() {
        let mut store = Store::new(&page(None));
        store.queue(pending("id-1", "hola"));
        store.merge(conversation(1, rows(&[1])));
        assert_eq!(store.pending().len(), 1);
    }

    #[test]
    fn beginning_again_keeps_what_was_not_sent() {
        let mut store = Store::new(&page(Some(conversation(1, rows(&[1])))));
        store.expire();
        store.queue(pending("a", "uno"));
        store.queue(pending("b", "dos"));
        assert_eq!(store.over(), Some(Over::Expired));
        assert_eq!(store.begin_again("b".repeat(64)), "uno\ndos");
        assert!(!store.begun() && store.over().is_none());
    }

    #[test]
    fn adopting_keeps_the_queue_for_the_new_conversation() {
        let mut store = Store::new(&page(None));
        store.queue(pending("a", "uno"));
        store.adopt("c".repeat(64), conversation(1, rows(&[1])));
        assert_eq!((store.token().len(), store.pending().len(), store.held()), (64, 1, 1));
    }

    #[test]
    fn only_others_messages_are_unread() {
        let mixed = vec![
            message(1, Author::Citizen, "a"),
            message(2, Author::Staff, "b"),
            message(3, Author::Assistant, "c"),
        ];
        let store = Store::new(&page(Some(conversation(3, mixed))));
        assert_eq!((store.unread_after(0), store.unread_after(2), store.unread_after(3)), (2, 1, 0));
    }
}
