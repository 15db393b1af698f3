//! The desks' queue: oldest first.

use std::collections::HashMap;

use protocol::staff::{Channel, Hold, Queue, QueueItem};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    accounts::Operator,
    error::Error,
    limits,
    state::App,
    store::entities::{
        conversation::{self, State},
        staff,
    },
};

/// # Errors
/// `Storage`.
pub async fn queue(app: &App, operator: &Operator) -> Result<Queue, Error> {
    let mine = conversation::Column::Holder.eq(operator.id.as_str());
    let rows = conversation::Entity::find()
        .filter(conversation::Column::State.ne(State::Closed))
        .filter(Condition::any().add(conversation::Column::Desk.is_in(operator.desks.clone())).add(mine))
        .order_by_asc(conversation::Column::QueuedAt)
        .order_by_asc(conversation::Column::Id)
        .limit(limits::QUEUE_ROWS)
        .all(app.store.reader())
        .await?;
    let names = names(app, &rows).await?;
    let mut queue =
        Queue { waiting: vec![], mine: vec![], others: vec![], now: app.clock.now(), stopped_lines: vec![] };
    for row in rows {
        let item = item(app, &row, operator, &names);
        match item.hold {
            Hold::Waiting | Hold::Closed => queue.waiting.push(item),
            Hold::Mine => queue.mine.push(item),
            Hold::Other { .. } => queue.others.push(item),
        }
    }
    Ok(queue)
}

/// One conversation as a line of the queue.
///
/// # Errors
/// `Storage`.
pub async fn item_of(app: &App, row: &conversation::Model, operator: &Operator) -> Result<QueueItem, Error> {
    let names = names(app, std::slice::from_ref(row)).await?;
    Ok(item(app, row, operator, &names))
}

type Names = HashMap<String, String>;

async fn names(app: &App, rows: &[conversation::Model]) -> Result<Names, Error> {
    let ids: Vec<String> = rows.iter().filter_map(|row| row.holder.clone()).collect();
    if ids.is_empty() {
        return Ok(Names::new());
    }
    let people = staff::Entity::find().filter(staff::Column::Id.is_in(ids)).all(app.store.reader()).await?;
    Ok(people.into_iter().map(|person| (person.id, person.display_name)).collect())
}

fn item(app: &App, row: &conversation::Model, operator: &Operator, names: &Names) -> QueueItem {
    let hold = hold(row, operator, names);
    let since = if hold == Hold::Waiting { row.queued_at } else { row.taken_at.unwrap_or(row.queued_at) };
    QueueItem {
        id: row.id.clone(),
        desk: row.desk.clone(),
        topic: app.routing.topic(&row.topic).map_or_else(|| row.topic.clone(), |topic| topic.name.clone()),
        origin: app.site(&row.site).map_or_else(|| row.site.clone(), |site| site.name.clone()),
        hold,
        since,
        preview: row.preview.clone(),
        last_seq: row.last_seq,
        citizen_seq: row.citizen_seq,
        read_seq: row.read_seq,
        passed: row.passed,
        channel: row.channel.into(),
        line: row.line.as_deref().and_then(|line| app.config.lines.get(line)).map(|line| line.name.clone()),
        window_until: row.window_until,
        member: None,
    }
}

fn hold(row: &conversation::Model, operator: &Operator, names: &Names) -> Hold {
    match (row.state, &row.holder) {
        (State::Closed, _) => Hold::Closed,
        (State::Held, Some(holder)) if *holder == operator.id => Hold::Mine,
        (State::Held, Some(holder)) => Hold::Other { by: names.get(holder).cloned().unwrap_or_default() },
        _ => Hold::Waiting,
    }
}

impl From<conversation::Channel> for Channel {
    fn from(channel: conversation::Channel) -> Self {
        match channel {
            conversation::Channel::Web => Self::Web,
            conversation::Channel::Whatsapp => Self::Whatsapp,
        }
    }
}
