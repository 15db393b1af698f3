//! Places in the queue. Everybody who waits at a desk asks for theirs whenever the queue moves, so a desk's
//! places are read once and shared: with 6,400 people waiting, one query instead of 6,400.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use tokio::time::{Duration, Instant};

use crate::{
    error::Error,
    live::Watch,
    state::App,
    store::entities::conversation::{self, State},
};

/// A queue up to this long is read again whenever it moved; a longer one at most once in [`STALE`].
const SHORT: usize = 200;
/// Nobody sees whether they are the 412th or the 411th for a second.
const STALE: Duration = Duration::from_secs(1);
/// Another server's poke may be lost: nothing known is believed for longer.
const OLD: Duration = Duration::from_secs(10);

/// Places of every desk that was asked about.
#[derive(Default)]
pub struct Places(Mutex<HashMap<String, Desk>>);

type Desk = Arc<tokio::sync::Mutex<Option<Known>>>;

struct Known {
    places: HashMap<String, u32>,
    at: Instant,
    queue: Watch,
    moved: bool,
}

impl Known {
    fn is_fresh(&mut self) -> bool {
        self.moved |= self.queue.was_poked();
        let age = self.at.elapsed();
        if self.moved { self.places.len() > SHORT && age < STALE } else { age < OLD }
    }

    /// Who is not among them came after they were read, so after all of them.
    fn place(&self, id: &str) -> u32 {
        let last = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        self.places.get(id).copied().unwrap_or(last.saturating_add(1))
    }
}

/// Place of a waiting conversation in its desk's queue, from 1.
///
/// # Errors
/// `Storage`.
pub async fn place_of(app: &App, desk: &str, id: &str) -> Result<u32, Error> {
    let shared = {
        let mut desks = app.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        desks.entry(desk.to_owned()).or_default().clone()
    };
    let mut known = shared.lock().await;
    if let Some(known) = known.as_mut()
        && known.is_fresh()
    {
        return Ok(known.place(id));
    }
    // Watched before it is read: a move in between is seen next time.
    let queue = app.live.watch_desk(desk);
    let places = read(app, desk).await?;
    Ok(known.insert(Known { places, at: Instant::now(), queue, moved: false }).place(id))
}

async fn read(app: &App, desk: &str) -> Result<HashMap<String, u32>, Error> {
    let waiting: Vec<String> = conversation::Entity::find()
        .select_only()
        .column(conversation::Column::Id)
        .filter(conversation::Column::Desk.eq(desk))
        .filter(conversation::Column::State.eq(State::Waiting))
        .order_by_asc(conversation::Column::QueuedAt)
        .order_by_asc(conversation::Column::Id)
        .into_tuple()
        .all(app.store.reader())
        .await?;
    Ok(waiting.into_iter().zip(1..).collect())
}
