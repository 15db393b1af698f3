//! The worker's round: webhooks are claimed, read, and their items stored, several in one unit and each in a
//! savepoint of its own. A round may end anywhere and may run twice: what is stored is found again, and what
//! is not is still pending.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    panic::AssertUnwindSafe,
    sync::Arc,
};

use ::whatsapp::inbound::{Aside, Content, Item, Millis};
use futures_util::FutureExt;
use sea_orm::{DatabaseTransaction, TransactionTrait};

use super::{
    incoming::{Incoming, Outcome},
    intake, quarantine, webhooks,
};
use crate::{error::Error, limits, state::App, store::entities::webhook};

/// Takes in everything that waits; answers with how many webhooks were looked at. When the service stops it
/// ends after the unit under way, and what is left is free for the next worker.
///
/// # Errors
/// `Storage` and `Busy`: what was not done is pending, and its lease ends by itself.
pub async fn run_pending(app: &App) -> Result<usize, Error> {
    let mut handled = 0;
    while !app.stop.is_cancelled() {
        let claimed = webhooks::claim(app).await?;
        if claimed.is_empty() {
            break;
        }
        handled += claimed.len();
        take_in_all(app, claimed).await?;
    }
    Ok(handled)
}

/// One item, or a whole body that cannot be read.
struct Step {
    webhook: Arc<webhook::Model>,
    what: What,
}

enum What {
    Item(Box<Item>),
    Body(Aside),
    /// The body may have ended the process: it is looked at no more.
    GivenUp,
}

type Steps = Arc<Vec<Step>>;
type Failures = BTreeMap<String, webhook::Model>;

async fn take_in_all(app: &App, claimed: Vec<webhook::Model>) -> Result<(), Error> {
    let claimed: Vec<Arc<webhook::Model>> = claimed.into_iter().map(Arc::new).collect();
    let mut steps: Vec<Step> = claimed.iter().flat_map(steps).collect();
    // Meta promises no order: what waits together is stored in the order in which people wrote it.
    steps.sort_by_key(Step::at);
    let steps: Steps = Arc::new(steps);
    let mut failures = Failures::new();
    let reached = take_in_units(app, &steps, &mut failures).await;
    webhooks::settle(app, settled(&claimed, &steps[reached..], failures)).await
}

/// Answers with how many steps were taken: all of them, unless the service stops.
async fn take_in_units(app: &App, steps: &Steps, failures: &mut Failures) -> usize {
    for start in (0..steps.len()).step_by(limits::ITEMS_PER_UNIT) {
        if app.stop.is_cancelled() {
            return start;
        }
        let end = steps.len().min(start + limits::ITEMS_PER_UNIT);
        for index in take_in_some(app, steps, start..end, failures).await {
            take_in_alone(app, steps, index, failures).await;
        }
    }
    steps.len()
}

fn settled(claimed: &[Arc<webhook::Model>], ahead: &[Step], failures: Failures) -> webhooks::Settled {
    let left: BTreeSet<&str> = ahead.iter().map(|step| step.webhook.body_hash.as_str()).collect();
    let mut settled = webhooks::Settled::default();
    for webhook in claimed.iter().filter(|webhook| !failures.contains_key(&webhook.body_hash)) {
        let hash = webhook.body_hash.clone();
        if left.contains(hash.as_str()) { settled.left.push(hash) } else { settled.done.push(hash) }
    }
    settled.failed = failures.into_values().collect();
    settled
}

fn steps(webhook: &Arc<webhook::Model>) -> Vec<Step> {
    let step = |what| Step { webhook: webhook.clone(), what };
    if webhook.attempts > limits::WEBHOOK_TRIES {
        return vec![step(What::GivenUp)];
    }
    match std::panic::catch_unwind(|| ::whatsapp::read(&webhook.body)) {
        Ok(Ok(items)) => items.into_iter().map(|item| step(What::Item(Box::new(item)))).collect(),
        Ok(Err(aside)) => vec![step(What::Body(aside))],
        Err(_) => vec![step(What::GivenUp)],
    }
}

/// Answers with those that stood in somebody's way, and are to be tried once more.
async fn take_in_some(app: &App, steps: &Steps, range: Range<usize>, failures: &mut Failures) -> Vec<usize> {
    let mut again = Vec::new();
    match store(app, steps, range.clone()).await {
        Ok(outcomes) => {
            for (index, outcome) in range.zip(outcomes) {
                match outcome {
                    Ok(outcome) => outcome.tell(app),
                    Err(Error::Busy) => again.push(index),
                    Err(error) => fail(app, steps, index, error, failures).await,
                }
            }
        }
        // Nothing of the unit is stored; the next round tries all of it again.
        Err(error) => {
            for index in range {
                fail(app, steps, index, error.clone(), failures).await;
            }
        }
    }
    again
}

/// In a unit of its own it holds nothing that another server's unit may wait for.
async fn take_in_alone(app: &App, steps: &Steps, index: usize, failures: &mut Failures) {
    let outcomes = store(app, steps, index..index + 1).await;
    match outcomes.and_then(|mut outcomes| outcomes.pop().unwrap_or(Err(Error::Busy))) {
        Ok(outcome) => outcome.tell(app),
        Err(error) => fail(app, steps, index, error, failures).await,
    }
}

/// One unit of work; durable when this returns.
async fn store(app: &App, steps: &Steps, range: Range<usize>) -> Result<Vec<Result<Outcome, Error>>, Error> {
    let (inner, steps) = (app.clone(), steps.clone());
    let unit = app.store.write(move |tx| {
        Box::pin(async move {
            let mut outcomes = Vec::with_capacity(range.len());
            for step in &steps[range] {
                outcomes.push(in_savepoint(&inner, tx, step).await?);
            }
            Ok(outcomes)
        })
    });
    unit.await
}

/// What an item does is kept or undone whole; a defect in one takes nothing of its neighbours.
async fn in_savepoint(
    app: &App,
    tx: &DatabaseTransaction,
    step: &Step,
) -> Result<Result<Outcome, Error>, Error> {
    let savepoint = tx.begin().await?;
    let work = AssertUnwindSafe(take_in(app, &savepoint, step)).catch_unwind().await;
    match work.unwrap_or_else(|_| Err(Error::Internal("an item of a webhook panicked".into()))) {
        Ok(outcome) => savepoint.commit().await.map(|()| Ok(outcome)).map_err(Error::from),
        Err(error) => savepoint.rollback().await.map(|()| Err(error)).map_err(Error::from),
    }
}

async fn take_in(app: &App, db: &DatabaseTransaction, step: &Step) -> Result<Outcome, Error> {
    let item = step.item();
    let incoming = Incoming { app, webhook: &step.webhook, item };
    match &step.what {
        What::Item(item) => intake::take_in(db, &incoming, item).await,
        What::Body(aside) => quarantine::put_aside(db, &incoming, aside).await,
        What::GivenUp => quarantine::put(db, &incoming, quarantine::FAILED, GIVEN_UP).await,
    }
}

const GIVEN_UP: &str = "El servicio se detuvo cada vez que leyó este cuerpo.";

impl Step {
    fn item(&self) -> Option<&Item> {
        if let What::Item(item) = &self.what { Some(item) } else { None }
    }

    /// When it happened, by Meta's clock, or else when it came.
    fn at(&self) -> Millis {
        let said = self.item().and_then(|item| match &item.content {
            Content::Message(message) => message.at,
            Content::Status(status) => status.at,
            Content::Aside(_) => None,
        });
        said.unwrap_or(self.webhook.received_at)
    }
}

/// Another round tries it again, until the last one puts the item away for a person to look at.
async fn fail(app: &App, steps: &Steps, index: usize, error: Error, failures: &mut Failures) {
    error.log();
    let webhook = &steps[index].webhook;
    // A busy service says nothing about the item.
    let last = webhook.attempts >= limits::WEBHOOK_TRIES && error != Error::Busy;
    let put_away = last && put_away(app, steps, index, error).await;
    if !put_away {
        failures.insert(webhook.body_hash.clone(), webhook::Model::clone(webhook));
    }
}

async fn put_away(app: &App, steps: &Steps, index: usize, error: Error) -> bool {
    let (inner, steps) = (app.clone(), steps.clone());
    let cause = match error {
        Error::Storage(cause) | Error::Internal(cause) => cause,
        other => other.code(),
    };
    let unit = app.store.write(move |tx| {
        Box::pin(async move {
            let step = &steps[index];
            let incoming = Incoming { app: &inner, webhook: &step.webhook, item: step.item() };
            quarantine::put(tx, &incoming, quarantine::FAILED, &cause).await
        })
    });
    match unit.await {
        Ok(outcome) => {
            outcome.tell(app);
            true
        }
        Err(error) => {
            error.log();
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claimed(hash: &str) -> Arc<webhook::Model> {
        Arc::new(webhook::Model {
            body_hash: hash.to_owned(),
            received_at: 0,
            body: Vec::new(),
            state: webhook::State::Pending,
            lease_until: 1,
            attempts: 1,
            done_at: None,
        })
    }

    #[test]
    fn what_a_stop_leaves_is_given_back_and_what_is_done_is_done() {
        let all = ["done", "failed", "half", "none"].map(claimed);
        let step = |webhook: &Arc<webhook::Model>| Step { webhook: webhook.clone(), what: What::GivenUp };
        let ahead = [step(&all[2]), step(&all[3]), step(&all[1]), step(&all[3])];
        let failures = Failures::from([("failed".to_owned(), webhook::Model::clone(&all[1]))]);
        let settled = settled(&all, &ahead, failures);
        assert_eq!(settled.done, ["done"]);
        assert_eq!(settled.left, ["half", "none"]);
        assert_eq!(settled.failed.len(), 1);
    }
}
