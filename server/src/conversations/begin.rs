//! A new conversation's row, whatever channel it begins on.

use sea_orm::ActiveValue::Set;

use crate::{
    clock::Millis,
    config, ids,
    state::App,
    store::entities::conversation::{ActiveModel, Channel, State},
};

/// What differs from one beginning to another.
pub(super) struct Beginning<'a> {
    pub site: &'a str,
    pub topic: &'a config::Topic,
    pub channel: Channel,
    pub line: Option<String>,
    pub contact: Option<String>,
    pub member: Option<String>,
    /// Since when the person waits.
    pub queued_at: Millis,
}

pub(super) fn row(app: &App, beginning: Beginning<'_>) -> ActiveModel {
    let id = ids::row_id();
    let code = ids::resume_code(app.secret.expose(), &id);
    let topic = beginning.topic;
    ActiveModel {
        id: Set(id),
        site: Set(beginning.site.to_owned()),
        topic: Set(topic.id.clone()),
        desk: Set(topic.desk.clone()),
        state: Set(State::Waiting),
        holder: Set(None),
        hold_until: Set(None),
        queued_at: Set(beginning.queued_at),
        taken_at: Set(None),
        created_at: Set(app.clock.now()),
        closed_at: Set(None),
        last_seq: Set(0),
        citizen_seq: Set(0),
        read_seq: Set(0),
        passed: Set(false),
        preview: Set(String::new()),
        resume_hash: Set(ids::sha256_hex(&code)),
        channel: Set(beginning.channel),
        line: Set(beginning.line),
        contact_id: Set(beginning.contact),
        member_id: Set(beginning.member),
        window_until: Set(None),
        told_opening: Set(None),
    }
}
