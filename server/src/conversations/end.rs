//! The end of a conversation, by either side. Ending an ended one changes nothing.

use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter};

use super::tokens::{self, Found};
use crate::{
    error::Error,
    state::App,
    store::entities::conversation::{self, State},
};

/// # Errors
/// `NoConversation`, `TokenExpired`, `Storage`.
pub async fn by_citizen(app: &App, token: &str) -> Result<String, Error> {
    let id = match tokens::find(app.store.reader(), token, app.clock.now()).await? {
        Found::Conversation(id) => id,
        Found::Expired(_) => return Err(Error::TokenExpired),
        Found::Unbound => return Err(Error::NoConversation),
    };
    close(app, id.clone(), None).await?;
    Ok(id)
}

/// Only who holds it may close it.
///
/// # Errors
/// `NotHolding`, `Storage`.
pub async fn by_staff(app: &App, id: &str, staff: &str) -> Result<(), Error> {
    if close(app, id.to_owned(), Some(staff.to_owned())).await? { Ok(()) } else { Err(Error::NotHolding) }
}

async fn close(app: &App, id: String, holder: Option<String>) -> Result<bool, Error> {
    let now = app.clock.now();
    let rows = app
        .store
        .write(move |tx| {
            Box::pin(async move {
                let mut update = conversation::Entity::update_many()
                    .set(conversation::ActiveModel {
                        state: ActiveValue::Set(State::Closed),
                        closed_at: ActiveValue::Set(Some(now)),
                        hold_until: ActiveValue::Set(None),
                        ..Default::default()
                    })
                    .filter(conversation::Column::Id.eq(id))
                    .filter(conversation::Column::State.ne(State::Closed));
                if let Some(holder) = holder {
                    update = update.filter(conversation::Column::Holder.eq(holder));
                }
                Ok(update.exec_with_returning(tx).await?)
            })
        })
        .await?;
    for row in &rows {
        app.live.queue_changed(&row.id, &row.desk, row.last_seq);
    }
    Ok(!rows.is_empty())
}
