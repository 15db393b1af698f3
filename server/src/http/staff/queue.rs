use axum::{Json, extract::State};
use protocol::{problem::Problem, staff::Queue};
use tower_sessions::Session;

use super::{session::Signed, stay};
use crate::{conversations, error::Error, state::App};

/// The queue of the desks the person attends, oldest first.
#[utoipa::path(
    get, path = "/api/v1/staff/queue", tag = "staff",
    responses((status = 200, body = Queue), (status = 401, body = Problem, content_type = "application/problem+json"))
)]
pub async fn show(
    State(app): State<App>,
    Signed(operator): Signed,
    session: Session,
) -> Result<Json<Queue>, Error> {
    let mut queue = conversations::queue(&app, &operator).await?;
    queue.session_ends = stay::ends(&app, &session).await?;
    if !queue.mine.is_empty() {
        // Where sockets are cut the console asks for the queue instead: that is a sign of life too.
        conversations::renew_if_due(&app, &operator.id).await?;
    }
    Ok(Json(queue))
}
