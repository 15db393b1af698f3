use amortization::{Date, Money, MovedPayDate, Rate};
use protocol::account;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{
    Terms,
    statement::{Calendar, statement},
};
use crate::{
    config::FirstDue,
    error::Error,
    state::App,
    store::entities::member_loan::{self, Model},
};

/// A person's loans with their next payments: those still being paid first, the newest first among them.
///
/// # Errors
/// `Storage`; `Internal` for a row that cannot have come from an import.
pub async fn of_member(app: &App, member: &str) -> Result<Vec<account::Loan>, Error> {
    let rows = member_loan::Entity::find()
        .filter(member_loan::Column::MemberId.eq(member))
        .order_by_desc(member_loan::Column::DisbursedOn)
        .order_by_asc(member_loan::Column::Folio)
        .all(app.store.reader())
        .await?;
    let (today, moved) = (today(app)?, app.config.moved_pay_dates());
    let loans = rows.into_iter().map(|row| loan(app, row, &moved, today));
    let mut loans = loans.collect::<Result<Vec<_>, Error>>()?;
    loans.sort_by_key(account::Loan::is_settled);
    Ok(loans)
}

fn today(app: &App) -> Result<Date, Error> {
    app.clock.local(app.clock.now()).date().to_string().parse().map_err(|error| odd("today", error))
}

fn loan(app: &App, row: Model, moved: &[MovedPayDate], today: Date) -> Result<account::Loan, Error> {
    let granted = app.product_on(&row.product, &row.disbursed_on);
    let first = granted.map_or_else(FirstDue::default, |product| product.first_due);
    let figures = statement(&terms(&row)?, Calendar { first: first.rule(), moved }, today);
    Ok(account::Loan {
        topic: app.product(&row.product).and_then(|product| product.topic.clone()),
        folio: row.folio,
        name: row.name,
        as_of: row.updated_at,
        ..figures
    })
}

fn terms(row: &Model) -> Result<Terms, Error> {
    let (annual_rate, iva) = (u64::try_from(row.annual_rate), u64::try_from(row.iva));
    Ok(Terms {
        amount: Money::from_centavos(row.amount),
        annual_rate: Rate::from_millionths(annual_rate.unwrap_or_default()),
        iva: Rate::from_millionths(iva.unwrap_or_default()),
        term: u32::try_from(row.term).unwrap_or_default(),
        disbursed_on: row.disbursed_on.parse().map_err(|error| odd("disbursed_on", error))?,
        paid: u32::try_from(row.paid).unwrap_or_default(),
    })
}

fn odd(what: &str, error: amortization::Error) -> Error {
    Error::Internal(format!("loan: {what}: {}", error.code()))
}
