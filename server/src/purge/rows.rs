//! Deleting the rows of one table in batches, so that people who write meanwhile wait for few of them.

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, Iterable, PaginatorTrait, PrimaryKeyToColumn,
    QueryFilter, QuerySelect, QueryTrait, sea_query::Expr,
};

use super::Mode;
use crate::{error::Error, limits, state::App};

/// Deletes, or counts, the rows of `E` that answer to `which`.
pub(super) async fn purge<E>(app: &App, mode: Mode, which: Condition) -> Result<u64, Error>
where
    E: EntityTrait,
    E::Model: Sync,
{
    if mode == Mode::Count {
        return Ok(E::find().filter(which).count(app.store.reader()).await?);
    }
    let mut deleted = 0;
    while !app.stop.is_cancelled() {
        let batch = delete_batch::<E>(app, which.clone()).await?;
        deleted += batch;
        if batch < limits::PURGE_ROWS {
            break;
        }
    }
    Ok(deleted)
}

async fn delete_batch<E: EntityTrait>(app: &App, which: Condition) -> Result<u64, Error> {
    // A reader looks first: an idle night writes nothing.
    if E::find().filter(which.clone()).one(app.store.reader()).await?.is_none() {
        return Ok(0);
    }
    app.store
        .write(move |tx| {
            Box::pin(async move {
                let key = || E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
                let batch = E::find().select_only().columns(key()).filter(which.clone());
                let batch = batch.limit(limits::PURGE_ROWS).into_query();
                let in_batch = Expr::tuple(key().map(ColumnTrait::into_expr)).in_subquery(batch);
                // Judged again outside: on PostgreSQL a row may have been prolonged since it was chosen.
                let deleted = E::delete_many().filter(in_batch).filter(which).exec(tx).await?;
                Ok(deleted.rows_affected)
            })
        })
        .await
}
