//! Deleting what has been kept long enough, by `[retention]` and by the ends that rows carry themselves.
//! Every part may run twice, or beside people who write: what is deleted is judged again in the transaction
//! that deletes it.

mod access;
mod conversations;
mod rows;
mod turn;
mod whatsapp;

use crate::{clock::Millis, error::Error, state::App};

const DAY: Millis = 24 * 3600 * 1000;

/// Whether to delete, or only to count what would be deleted. A contact whose last conversation would go in
/// the same run is not counted yet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Delete,
    Count,
}

/// Rows by kind, in the order they were deleted. A row that goes with its conversation is not counted,
/// except messages.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report(pub Vec<(&'static str, u64)>);

impl Report {
    /// Rows of one kind; 0 for a kind that is not there.
    pub fn count(&self, kind: &str) -> u64 {
        self.0.iter().filter(|(name, _)| *name == kind).map(|(_, count)| count).sum()
    }

    /// Rows of every kind.
    pub fn total(&self) -> u64 {
        self.0.iter().map(|(_, count)| count).sum()
    }
}

/// Deletes, or counts, everything whose time is over. Stops between two batches when the service stops.
///
/// # Errors
/// `Storage`; what was deleted until then stays deleted.
pub async fn run(app: &App, mode: Mode) -> Result<Report, Error> {
    let mut report = Report::default();
    conversations::purge(app, mode, &mut report).await?;
    whatsapp::purge(app, mode, &mut report).await?;
    access::purge(app, mode, &mut report).await?;
    if mode == Mode::Delete {
        for (kind, count) in &report.0 {
            metrics::counter!("puente_purged_rows_total", "kind" => *kind).increment(*count);
        }
    }
    Ok(report)
}

/// Runs once a day, after three in the morning; of several servers only the one that takes the turn does.
/// Answers with what was deleted, or `None` when it was not due or another server's turn.
///
/// # Errors
/// `Storage`; the turn is given back, so that the next call tries again.
pub async fn run_if_due(app: &App) -> Result<Option<Report>, Error> {
    let Some(turn) = turn::take(app).await? else { return Ok(None) };
    match run(app, Mode::Delete).await {
        Ok(report) => Ok(Some(report)),
        Err(error) => {
            turn.give_back(app).await?;
            Err(error)
        }
    }
}
