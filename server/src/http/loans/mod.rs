//! `POST /api/v1/loans/*`: what the calculator computes, for any client. Stateless: no cookie is read. The
//! examples in each description are posted and compared by the tests.

pub mod affordability;
pub mod cat;
pub mod due_dates;
pub mod late_interest;
pub mod payoff;
pub mod renewal;
pub mod schedule;
pub mod solve;

use axum::Json;

use crate::{error::Error, quotes::Refusal, state::App};

/// Counts the request, then computes on a thread of its own: a long table of many extra payments takes
/// milliseconds that the chat's threads do not have.
async fn answer<A: Send + 'static>(
    app: &App,
    caller: &str,
    compute: impl FnOnce() -> Result<A, Refusal> + Send + 'static,
) -> Result<Json<A>, Error> {
    app.rates.loans.check(caller, app.clock.now())?;
    let computed = tokio::task::spawn_blocking(compute).await;
    let computed = computed.map_err(|error| Error::Internal(format!("loan: {error}")))?;
    computed.map(Json).map_err(Error::from)
}
