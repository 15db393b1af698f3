use std::collections::HashMap;

use protocol::curp::Curp;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, TransactionTrait, sea_query::OnConflict,
};

use super::{
    Counts, Fault, Report, Roster, columns,
    row::{LoanRow, Person},
};
use crate::{
    clock::Millis,
    error::Error,
    ids,
    state::App,
    store::entities::{
        member::{self, Column as M},
        member_loan::{self, Column as L},
    },
};

/// Rows of one statement: eleven values each stay far below what either engine takes.
const ROWS: usize = 500;

pub(super) async fn upsert(
    app: &App,
    roster: Roster,
    trial: bool,
) -> Result<Result<Report, Vec<Fault>>, Error> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            Box::pin(async move {
                let attempt = tx.begin().await?;
                let outcome = upsert_in(&attempt, &roster, now).await?;
                if trial || outcome.is_err() {
                    attempt.rollback().await?;
                } else {
                    attempt.commit().await?;
                }
                Ok(outcome)
            })
        })
        .await
}

async fn upsert_in(
    db: &impl ConnectionTrait,
    roster: &Roster,
    now: Millis,
) -> Result<Result<Report, Vec<Fault>>, Error> {
    let (mut report, mut faults, mut ids) = (Report::default(), Vec::new(), HashMap::new());
    let people: Vec<&Person> = roster.people.values().collect();
    for some in people.chunks(ROWS) {
        store_people(db, some, now, &mut report.people, &mut ids).await?;
    }
    let loans: Vec<&(Curp, LoanRow)> = roster.loans.values().collect();
    for some in loans.chunks(ROWS) {
        let known = known_loans(db, some).await?;
        let rows = some.iter().filter_map(|(curp, loan)| Some((ids.get(curp)?, loan)));
        let rows: Vec<_> = rows.map(|(member, loan)| loan_row(member, loan, now)).collect();
        faults.extend(some.iter().zip(&rows).filter_map(|((_, loan), row)| stolen(loan, row, &known)));
        for row in &rows {
            report.loans.count(compared_loan(row, known.get(&row.folio)));
        }
        if faults.is_empty() {
            store_loans(db, rows).await?;
        }
    }
    Ok(if faults.is_empty() { Ok(report) } else { Err(faults) })
}

/// How a row of the file stands to the stored one.
enum Compared {
    New,
    Changed,
    Same,
}

impl Counts {
    fn count(&mut self, compared: Compared) {
        *match compared {
            Compared::New => &mut self.new,
            Compared::Changed => &mut self.changed,
            Compared::Same => &mut self.same,
        } += 1;
    }
}

async fn store_people(
    db: &impl ConnectionTrait,
    people: &[&Person],
    now: Millis,
    counts: &mut Counts,
    ids: &mut HashMap<Curp, String>,
) -> Result<(), Error> {
    let curps = people.iter().map(|person| person.curp.as_str());
    let known = member::Entity::find().filter(M::Curp.is_in(curps)).all(db).await?;
    let known: HashMap<&str, &member::Model> = known.iter().map(|row| (row.curp.as_str(), row)).collect();
    let mut rows = Vec::new();
    for person in people {
        let stored = known.get(person.curp.as_str());
        let id = stored.map_or_else(ids::row_id, |row| row.id.clone());
        ids.insert(person.curp.clone(), id.clone());
        let compared = match stored {
            None => Compared::New,
            Some(row) if row.name == person.name && row.affiliation == person.affiliation => Compared::Same,
            Some(_) => Compared::Changed,
        };
        if !matches!(compared, Compared::Same) {
            rows.push(person_row(id, person, now));
        }
        counts.count(compared);
    }
    if rows.is_empty() {
        return Ok(());
    }
    let replace =
        OnConflict::column(M::Curp).update_columns([M::Name, M::Affiliation, M::UpdatedAt]).to_owned();
    member::Entity::insert_many(rows).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

fn person_row(id: String, person: &Person, now: Millis) -> member::ActiveModel {
    member::ActiveModel {
        id: Set(id),
        curp: Set(person.curp.as_str().to_owned()),
        name: Set(person.name.clone()),
        affiliation: Set(person.affiliation.clone()),
        password_hash: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    }
}

async fn known_loans(
    db: &impl ConnectionTrait,
    loans: &[&(Curp, LoanRow)],
) -> Result<HashMap<String, member_loan::Model>, Error> {
    let folios = loans.iter().map(|(_, loan)| loan.folio.as_str());
    let rows = member_loan::Entity::find().filter(L::Folio.is_in(folios)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.folio.clone(), row)).collect())
}

/// A folio is one loan of one person: another person's line must not take it.
fn stolen(
    loan: &LoanRow,
    row: &member_loan::Model,
    known: &HashMap<String, member_loan::Model>,
) -> Option<Fault> {
    let stored = known.get(&loan.folio)?;
    let other = stored.member_id != row.member_id;
    other.then(|| Fault::of_cell(loan.line, columns::FOLIO, "en el padrón este folio es de otra persona."))
}

fn compared_loan(row: &member_loan::Model, stored: Option<&member_loan::Model>) -> Compared {
    match stored {
        None => Compared::New,
        Some(stored) if member_loan::Model { updated_at: stored.updated_at, ..row.clone() } == *stored => {
            Compared::Same
        }
        Some(_) => Compared::Changed,
    }
}

fn loan_row(member: &str, loan: &LoanRow, now: Millis) -> member_loan::Model {
    let terms = &loan.terms;
    let millionths = |rate: amortization::Rate| i64::try_from(rate.millionths()).unwrap_or(i64::MAX);
    member_loan::Model {
        folio: loan.folio.clone(),
        member_id: member.to_owned(),
        product: loan.product.clone(),
        name: loan.name.clone(),
        amount: terms.amount.centavos(),
        annual_rate: millionths(terms.annual_rate),
        iva: millionths(terms.iva),
        term: i64::from(terms.term),
        disbursed_on: terms.disbursed_on.to_string(),
        paid: i64::from(terms.paid),
        updated_at: now,
    }
}

/// Also those that did not change: the account says of when its figures are.
async fn store_loans(db: &impl ConnectionTrait, rows: Vec<member_loan::Model>) -> Result<(), Error> {
    let columns = [
        L::Product,
        L::Name,
        L::Amount,
        L::AnnualRate,
        L::Iva,
        L::Term,
        L::DisbursedOn,
        L::Paid,
        L::UpdatedAt,
    ];
    let replace = OnConflict::column(L::Folio).update_columns(columns).to_owned();
    // Unlike a row that was read, one made for inserting sets every column.
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
    member_loan::Entity::insert_many(rows).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}
