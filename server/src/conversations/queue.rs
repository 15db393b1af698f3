//! The desks' queue: oldest first.

use std::collections::{HashMap, HashSet};

use protocol::staff::{Channel, Hold, Queue, QueueItem};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    accounts::Operator,
    error::Error,
    limits,
    state::App,
    store::entities::{
        conversation::{self, State},
        member, staff,
    },
    whatsapp::lines,
};

/// # Errors
/// `Storage`.
pub async fn queue(app: &App, operator: &Operator) -> Result<Queue, Error> {
    let rows = rows(app, operator).await?;
    let names = names(app, &rows).await?;
    let mut queue = Queue {
        waiting: vec![],
        mine: vec![],
        others: vec![],
        now: app.clock.now(),
        stopped_lines: lines::stopped_lines(app, &operator.desks).await?,
        session_ends: None,
    };
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

/// One's own are asked for apart: a long queue before them hides none.
async fn rows(app: &App, operator: &Operator) -> Result<Vec<conversation::Model>, Error> {
    let mine = conversation::Column::Holder.eq(operator.id.as_str());
    let of_desks = conversation::Column::Desk.is_in(operator.desks.clone());
    let own = oldest(app, Condition::all().add(mine)).await?;
    // Asked last: what was taken between the two questions is found here, as it now is.
    let mut rows = oldest(app, Condition::all().add(of_desks)).await?;
    let known: HashSet<String> = rows.iter().map(|row| row.id.clone()).collect();
    rows.extend(own.into_iter().filter(|row| !known.contains(&row.id)));
    rows.sort_by(|a, b| (a.queued_at, &a.id).cmp(&(b.queued_at, &b.id)));
    Ok(rows)
}

async fn oldest(app: &App, which: Condition) -> Result<Vec<conversation::Model>, Error> {
    let rows = conversation::Entity::find()
        .filter(conversation::Column::State.ne(State::Closed))
        .filter(which)
        .order_by_asc(conversation::Column::QueuedAt)
        .order_by_asc(conversation::Column::Id)
        .limit(limits::QUEUE_ROWS);
    Ok(rows.all(app.store.reader()).await?)
}

/// One conversation as a line of the queue.
///
/// # Errors
/// `Storage`.
pub async fn item_of(app: &App, row: &conversation::Model, operator: &Operator) -> Result<QueueItem, Error> {
    let names = names(app, std::slice::from_ref(row)).await?;
    Ok(item(app, row, operator, &names))
}

/// Names of the people that rows mention, by id.
struct Names {
    staff: HashMap<String, String>,
    members: HashMap<String, String>,
}

/// One query for each kind of person, however many rows.
async fn names(app: &App, rows: &[conversation::Model]) -> Result<Names, Error> {
    let (db, mut names) = (app.store.reader(), Names { staff: HashMap::new(), members: HashMap::new() });
    let holders: HashSet<String> = rows.iter().filter_map(|row| row.holder.clone()).collect();
    if !holders.is_empty() {
        let people = staff::Entity::find().filter(staff::Column::Id.is_in(holders)).all(db).await?;
        names.staff = people.into_iter().map(|person| (person.id, person.display_name)).collect();
    }
    let members: HashSet<String> = rows.iter().filter_map(|row| row.member_id.clone()).collect();
    if !members.is_empty() {
        let people = member::Entity::find().filter(member::Column::Id.is_in(members)).all(db).await?;
        names.members = people.into_iter().map(|person| (person.id, person.name)).collect();
    }
    Ok(names)
}

fn item(app: &App, row: &conversation::Model, operator: &Operator, names: &Names) -> QueueItem {
    let hold = hold(row, operator, names);
    let since = if hold == Hold::Waiting { row.queued_at } else { row.taken_at.unwrap_or(row.queued_at) };
    let line = line(app, row);
    QueueItem {
        id: row.id.clone(),
        desk: row.desk.clone(),
        topic: app.routing.topic(&row.topic).map_or_else(|| row.topic.clone(), |topic| topic.name.clone()),
        origin: origin(app, row, line.as_deref()),
        hold,
        since,
        preview: row.preview.clone(),
        last_seq: row.last_seq,
        citizen_seq: row.citizen_seq,
        read_seq: row.read_seq,
        passed: row.passed,
        channel: row.channel.into(),
        line,
        window_until: row.window_until,
        member: row.member_id.as_ref().and_then(|id| names.members.get(id)).cloned(),
    }
}

/// The line's name; its key when the configuration no longer has it.
fn line(app: &App, row: &conversation::Model) -> Option<String> {
    let key = row.line.as_deref()?;
    Some(app.config.lines.get(key).map_or(key, |line| line.name.as_str()).to_owned())
}

fn origin(app: &App, row: &conversation::Model, line: Option<&str>) -> String {
    match (row.channel, line) {
        (conversation::Channel::Whatsapp, Some(line)) => format!("WhatsApp {line}"),
        (conversation::Channel::Whatsapp, None) => "WhatsApp".to_owned(),
        (conversation::Channel::Web, _) => {
            app.site(&row.site).map_or_else(|| row.site.clone(), |site| site.name.clone())
        }
    }
}

fn hold(row: &conversation::Model, operator: &Operator, names: &Names) -> Hold {
    match (row.state, &row.holder) {
        (State::Closed, _) => Hold::Closed,
        (State::Held, Some(holder)) if *holder == operator.id => Hold::Mine,
        (State::Held, Some(holder)) => {
            Hold::Other { by: names.staff.get(holder).cloned().unwrap_or_default() }
        }
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
