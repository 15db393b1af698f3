//! One item of a webhook on its way into our tables, and what came of it.

use ::whatsapp::inbound::{Content, Item, Millis};

use super::lines;
use crate::{
    config, limits,
    state::App,
    store::entities::{conversation, webhook},
};

pub(super) struct Incoming<'a> {
    pub app: &'a App,
    pub webhook: &'a webhook::Model,
    /// None when the body could not be read as a whole.
    pub item: Option<&'a Item>,
}

impl<'a> Incoming<'a> {
    /// The line of the item's own change.
    pub(super) fn line(&self) -> Option<(&'a str, &'a config::Line)> {
        self.app.routing.line_of_phone_number_id(self.item?.phone_number_id.as_deref()?)
    }

    pub(super) fn wamid(&self) -> Option<&'a str> {
        match &self.item?.content {
            Content::Message(message) => Some(&message.wamid),
            Content::Status(status) => Some(&status.wamid),
            Content::Aside(aside) => aside.wamid.as_deref(),
        }
    }

    /// What tells the item from another one, and its JSON. Without an id of Meta's it is its body's: months
    /// later the same words are another notice.
    pub(super) fn place(&self) -> (String, &'a str) {
        let body = &self.webhook.body_hash;
        let Some(item) = self.item else { return (body.clone(), "") };
        let of = |id: &Option<String>| id.clone().unwrap_or_default();
        let mut place = vec![item.field.clone(), of(&item.phone_number_id), of(&item.account_id)];
        if self.wamid().is_none() {
            place.push(body.clone());
        }
        (place.join("\n"), &item.json)
    }

    /// Meta's time; when the webhook came, if there is none. Never ahead of us: a wrong clock would hold a
    /// window open.
    pub(super) fn at(&self, said: Option<Millis>) -> Millis {
        let latest = self.app.clock.now() + limits::CLOCK_SKEW_SECONDS * 1000;
        said.unwrap_or(self.webhook.received_at).min(latest)
    }
}

/// A conversation whose readers are to look, once the rows are durable.
pub(super) struct Changed {
    pub id: String,
    pub desk: String,
    pub seq: i64,
    /// It entered or left a queue.
    pub moved: bool,
}

impl From<conversation::Model> for Changed {
    fn from(row: conversation::Model) -> Self {
        Self { id: row.id, desk: row.desk, seq: row.last_seq, moved: false }
    }
}

/// What an item became.
pub(super) struct Outcome {
    /// A word for the metric.
    pub kind: &'static str,
    pub changed: Vec<Changed>,
    /// Something may leave now.
    pub wakes_outbox: bool,
    /// A line that cannot send any more.
    pub stopped_line: Option<String>,
}

const REPEAT: &str = "repeat";

impl Outcome {
    /// A row that nobody looks at by itself.
    pub(super) fn quiet(kind: &'static str) -> Self {
        Self { kind, changed: Vec::new(), wakes_outbox: false, stopped_line: None }
    }

    /// It was there before.
    pub(super) fn repeat() -> Self {
        Self::quiet(REPEAT)
    }

    pub(super) fn is_repeat(&self) -> bool {
        self.kind == REPEAT
    }

    /// Pokes and counts; only after the commit.
    pub(super) fn tell(&self, app: &App) {
        metrics::counter!("puente_webhook_items_total", "kind" => self.kind).increment(1);
        for changed in &self.changed {
            if changed.moved {
                app.live.queue_changed(&changed.id, &changed.desk, changed.seq);
            } else {
                app.live.conversation_changed(&changed.id, &changed.desk, changed.seq);
            }
        }
        if self.wakes_outbox {
            app.live.work_waits(super::outbox::WORK);
        }
        if let Some(line) = &self.stopped_line {
            lines::poke(app, line);
        }
    }
}
