//! Requests at a steady rate, each at its own time: a slow answer does not delay the next question, and its
//! time counts from when it should have been asked.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{task::JoinSet, time::Instant};

use crate::Outcome;

/// Times in milliseconds, and how many requests failed.
#[derive(Default)]
pub struct Taken {
    pub millis: Vec<f64>,
    pub failed: usize,
    pub first_failure: Option<String>,
}

/// Asks `rate` times a second for `span`; the number is passed to `ask`.
pub async fn steady<F, Fut>(rate: u32, span: Duration, ask: F) -> Taken
where
    F: Fn(u64) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Outcome<()>> + Send + 'static,
{
    let taken = Arc::new(Mutex::new(Taken::default()));
    let (start, mut running) = (Instant::now(), JoinSet::new());
    let count = u64::from(rate) * span.as_secs();
    for number in 0..count {
        let due = start + Duration::from_secs(1) * u32::try_from(number).unwrap_or(u32::MAX) / rate;
        tokio::time::sleep_until(due).await;
        let (asked, taken) = (ask(number), taken.clone());
        running.spawn(async move {
            let outcome = asked.await;
            let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
            match outcome {
                Ok(()) => taken.millis.push(due.elapsed().as_secs_f64() * 1000.0),
                Err(error) => {
                    taken.failed += 1;
                    taken.first_failure.get_or_insert_with(|| error.to_string());
                }
            }
        });
        while running.try_join_next().is_some() {}
    }
    while running.join_next().await.is_some() {}
    std::mem::take(&mut *taken.lock().unwrap_or_else(PoisonError::into_inner))
}
