//! The 24 hours that WhatsApp gives us to answer a person, per line. A newer conversation of theirs counts
//! for what an older one still has to send.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, Query},
};

use crate::{
    clock::Millis,
    error::Error,
    store::entities::{
        conversation::{self, Column},
        outbox,
    },
};

/// Until when a person may be answered by a line; 0 when they have not written.
pub(super) async fn until(db: &impl ConnectionTrait, contact: &str, line: &str) -> Result<Millis, Error> {
    let latest = conversation::Entity::find()
        .filter(Column::ContactId.eq(contact))
        .filter(Column::Line.eq(line))
        .filter(Column::WindowUntil.is_not_null())
        .order_by_desc(Column::WindowUntil)
        .one(db)
        .await?;
    Ok(latest.and_then(|row| row.window_until).unwrap_or(0))
}

/// The same as a condition on rows of the outbox.
pub(super) fn is_open(now: Millis) -> Expr {
    let column = |column: Column| Expr::col((conversation::Entity, column));
    let open = Query::select()
        .expr(Expr::value(1))
        .from(conversation::Entity)
        .and_where(column(Column::ContactId).eq(Expr::col((outbox::Entity, outbox::Column::ContactId))))
        .and_where(column(Column::Line).eq(Expr::col((outbox::Entity, outbox::Column::Line))))
        .and_where(column(Column::WindowUntil).gt(now))
        .to_owned();
    Expr::exists(open)
}
