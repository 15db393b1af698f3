//! Writing. On SQLite one task owns the only writing connection and commits in groups: the units that
//! wait together share one `BEGIN IMMEDIATE ... COMMIT`, so one fsync serves them all. Each unit is a
//! savepoint, so one that fails takes nothing of its neighbours with it, and each is answered only after
//! the COMMIT. On PostgreSQL a unit is a transaction.

use std::{panic::AssertUnwindSafe, pin::Pin};

use futures_util::FutureExt;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use tokio::sync::{mpsc, oneshot};

use crate::{error::Error, limits};

pub type UnitFuture<'t, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 't>>;

/// Tells the unit's caller how it went; called after the commit.
type Answer = Box<dyn FnOnce(Result<(), Error>) + Send>;
type Job = Box<dyn for<'t> FnOnce(&'t DatabaseTransaction) -> JobFuture<'t> + Send>;
type JobFuture<'t> = Pin<Box<dyn Future<Output = (bool, Answer)> + Send + 't>>;

#[derive(Clone)]
pub(super) enum Writer {
    Grouped(mpsc::Sender<Job>),
    Direct(DatabaseConnection),
}

impl Writer {
    pub(super) fn start(connection: DatabaseConnection) -> Self {
        if connection.get_database_backend() != DbBackend::Sqlite {
            return Self::Direct(connection);
        }
        let (sender, receiver) = mpsc::channel(limits::WRITE_QUEUE);
        tokio::spawn(write_in_groups(connection, receiver));
        Self::Grouped(sender)
    }

    pub(super) async fn run<T, F>(&self, unit: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t DatabaseTransaction) -> UnitFuture<'t, T> + Send + 'static,
    {
        match self {
            Self::Grouped(queue) => enqueue(queue, unit).await,
            Self::Direct(connection) => run_alone(connection, unit).await,
        }
    }
}

async fn run_alone<T, F>(connection: &DatabaseConnection, unit: F) -> Result<T, Error>
where
    T: Send + 'static,
    F: for<'t> FnOnce(&'t DatabaseTransaction) -> UnitFuture<'t, T> + Send + 'static,
{
    let transaction = connection.begin().await?;
    // A defect must not take the caller, which may be a job, with it. What is not committed is rolled back.
    let outcome = AssertUnwindSafe(unit(&transaction)).catch_unwind().await;
    let value = outcome.unwrap_or_else(|_| Err(panicked()))?;
    transaction.commit().await?;
    Ok(value)
}

fn panicked() -> Error {
    Error::Storage("a unit of work panicked; it was rolled back".into())
}

async fn enqueue<T, F>(queue: &mpsc::Sender<Job>, unit: F) -> Result<T, Error>
where
    T: Send + 'static,
    F: for<'t> FnOnce(&'t DatabaseTransaction) -> UnitFuture<'t, T> + Send + 'static,
{
    let (sender, receiver) = oneshot::channel();
    let job: Job = Box::new(move |transaction| {
        Box::pin(async move {
            let outcome = unit(transaction).await;
            let keep = outcome.is_ok();
            let answer: Answer = Box::new(move |committed| {
                // The caller may have gone away; the unit is done all the same.
                let _ = sender.send(committed.and(outcome));
            });
            (keep, answer)
        })
    });
    queue.try_send(job).map_err(|_| Error::Busy)?;
    receiver.await.map_err(|_| Error::Storage("the writer dropped a unit".into()))?
}

async fn write_in_groups(connection: DatabaseConnection, mut queue: mpsc::Receiver<Job>) {
    while let Some(first) = queue.recv().await {
        let mut answers = Vec::new();
        let outcome = commit_group(&connection, first, &mut queue, &mut answers).await;
        metrics::histogram!("puente_commit_units").record(u32::try_from(answers.len()).unwrap_or(u32::MAX));
        let failure = outcome.err().map(|error| error.to_string());
        for answer in answers {
            answer(failure.clone().map_or(Ok(()), |text| Err(Error::Storage(text))));
        }
    }
}

async fn commit_group(
    connection: &DatabaseConnection,
    first: Job,
    queue: &mut mpsc::Receiver<Job>,
    answers: &mut Vec<Answer>,
) -> Result<(), DbErr> {
    let immediate = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = connection.begin_with_options(immediate).await?;
    let mut next = Some(first);
    while let Some(job) = next {
        if let Some(answer) = run_in_savepoint(&transaction, job).await? {
            answers.push(answer);
        }
        let full = answers.len() >= limits::WRITES_PER_COMMIT;
        next = if full { None } else { queue.try_recv().ok() };
    }
    transaction.commit().await
}

async fn run_in_savepoint(transaction: &DatabaseTransaction, job: Job) -> Result<Option<Answer>, DbErr> {
    let savepoint = transaction.begin().await?;
    // A defect in one unit must not stop everybody's writing.
    match AssertUnwindSafe(job(&savepoint)).catch_unwind().await {
        Ok((true, answer)) => savepoint.commit().await.map(|()| Some(answer)),
        Ok((false, answer)) => savepoint.rollback().await.map(|()| Some(answer)),
        Err(_) => {
            tracing::error!("a unit of work panicked; it was rolled back");
            savepoint.rollback().await.map(|()| None)
        }
    }
}
