//! What the console reads from the server.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::staff::{Opened, Queue, Read};

use super::alerts;
use super::browser::{self, Failure};
use super::desk::Desk;
use super::pace::Wanted;
use super::store::{self, Thread};
use crate::text::console as words;

pub const API: &str = "/api/v1/staff";
/// A fetch that failed is made again: the poke that asked for it does not come twice.
const AGAIN: Duration = Duration::from_secs(3);

impl Desk {
    /// Fetches, sooner or later, together with whatever else is asked for meanwhile.
    pub fn refresh(self, wanted: Wanted) {
        let wait = self.paced(|pace| pace.ask(browser::now(), wanted)).flatten();
        self.fetch_in(wait);
    }

    fn fetch_in(self, wait: Option<u64>) {
        if let Some(wait) = wait {
            set_timeout(move || spawn_local(self.fetch()), Duration::from_millis(wait));
        }
    }

    async fn fetch(self) {
        let wanted = self.paced(|pace| pace.begin(browser::now())).unwrap_or_default();
        let failed = Wanted {
            queue: wanted.queue && !self.fetch_queue().await,
            thread: wanted.thread && !self.fetch_open().await,
        };
        if failed != Wanted::default() {
            set_timeout(move || self.refresh(failed), AGAIN);
        }
        let wait = self.paced(|pace| pace.done(browser::now())).flatten();
        self.fetch_in(wait);
    }

    async fn fetch_queue(self) -> bool {
        match browser::get::<Queue>(&format!("{API}/queue")).await {
            Ok(queue) => {
                self.queue_arrived(queue);
                true
            }
            Err(failure) => is_final(failure),
        }
    }

    fn queue_arrived(self, queue: Queue) {
        self.set_clock(queue.now);
        let news = self.queue.with_untracked(|old| store::news(old, &queue));
        self.queue.set(queue);
        alerts::tell(self, &news);
    }

    async fn fetch_open(self) -> bool {
        let Some(id) = self.open.get_untracked() else { return true };
        match self.fetch_rows(&id).await {
            Ok(()) => true,
            Err(failure) => {
                let gone = matches!(&failure, Failure::Refused(problem) if problem.status == 404);
                if gone && self.open.get_untracked().as_deref() == Some(&id) {
                    self.close_view(words::GONE.to_owned());
                }
                gone || is_final(failure)
            }
        }
    }

    /// Asks from the last row held, until the server has no more.
    async fn fetch_rows(self, id: &str) -> Result<(), Failure> {
        loop {
            // Not a change of the screen: nothing is to be drawn anew for it.
            let asked = self.threads.try_update_untracked(|threads| {
                threads.get_mut(id).map(|thread| (thread.ask(), thread.held_seq()))
            });
            let Some((request, after)) = asked.flatten() else { return Ok(()) };
            let opened = browser::get::<Opened>(&format!("{API}/conversations/{id}?after={after}")).await?;
            if !self.rows_arrived(id, opened, request, after) {
                return Ok(());
            }
        }
    }

    /// Whether more are to be asked for.
    fn rows_arrived(self, id: &str, opened: Opened, request: u64, after: i64) -> bool {
        let more = self.threads.try_update(|threads| {
            // Another conversation may have been opened meanwhile.
            let thread = threads.get_mut(id)?;
            thread.merge(opened, request);
            Some(thread.lacks_rows() && thread.held_seq() > after)
        });
        self.mark_read();
        more.flatten().unwrap_or(false)
    }

    /// Tells the server what was read of one's own conversation while the page is looked at.
    pub fn mark_read(self) {
        let due = untrack(|| self.with_open(|thread| thread.and_then(Thread::to_mark_read)));
        let (Some(seq), Some(id)) = (due, self.open.get_untracked()) else { return };
        if !browser::is_visible() {
            return;
        }
        // Before the answer, so that the next rows don't tell it again; a lost one is told with the next message.
        self.threads.update(|threads| {
            if let Some(item) = threads.get_mut(&id).and_then(|thread| thread.item.as_mut()) {
                item.read_seq = seq;
            }
        });
        spawn_local(async move {
            let path = format!("{API}/conversations/{id}/read");
            if let Err(failure) = browser::post::<_, ()>(&path, &Read { seq }).await {
                let _ = why(failure);
            }
        });
    }
}

/// Refusals come again however often one asks; only a lost or broken answer is worth it.
fn is_final(failure: Failure) -> bool {
    let refused = matches!(&failure, Failure::Refused(problem) if problem.status < 500);
    let _ = why(failure);
    refused
}

/// The sentence for a failure. A session that ended brings the sign-in page; everything written is kept.
pub fn why(failure: Failure) -> String {
    match failure {
        Failure::Offline => words::OFFLINE.to_owned(),
        Failure::Garbled => words::GARBLED.to_owned(),
        Failure::Refused(problem) => {
            if problem.status == 401 || problem.code == "password_change_needed" {
                browser::leave();
            }
            problem.detail
        }
    }
}
