use amortization::{Error, Field, Loan, Row, Schedule};
use protocol::loan::{LoanTerms, ScheduleAnswer, ScheduleRow};

use super::{Refusal, terms::OwnedTerms};

/// The whole table of a loan, and what its extra payments save.
///
/// # Errors
/// The field at fault.
pub fn schedule(terms: &LoanTerms) -> Result<ScheduleAnswer, Refusal> {
    let terms = OwnedTerms::read(terms)?;
    let loan = terms.loan()?;
    let schedule = loan.schedule()?;
    let saved = saved(&loan, &schedule)?;
    let (commission, fund, totals) = (loan.commission(), loan.upfront_fund(), schedule.totals);
    Ok(ScheduleAnswer {
        level_payment: schedule.level_payment.map(|payment| payment.to_string()),
        last_payment: totals.last_payment.to_string(),
        financed_amount: loan.financed_amount().to_string(),
        net_disbursed: loan.net_disbursed().to_string(),
        commission: commission.amount.to_string(),
        commission_iva: commission.iva.to_string(),
        upfront_fund: fund.amount.to_string(),
        upfront_fund_iva: fund.iva.to_string(),
        total_interest: totals.interest.to_string(),
        total_iva: totals.iva.to_string(),
        total_fund: totals.fund.to_string(),
        total_insurance: totals.insurance.to_string(),
        total_fees: totals.fees.to_string(),
        total_charges_iva: totals.charges_iva.to_string(),
        total_extras: totals.extras.to_string(),
        total_paid: totals.paid.to_string(),
        interest_saved: saved.as_ref().map(|saved| saved.interest.clone()),
        payments_saved: saved.map(|saved| saved.payments),
        rows: schedule.rows.iter().map(row).collect(),
    })
}

struct Saved {
    interest: String,
    payments: i64,
}

/// Beside the same loan without its extra payments; none where the debt of that one would grow and it is no loan.
fn saved(loan: &Loan, with: &Schedule) -> Result<Option<Saved>, Refusal> {
    if loan.terms().extras.list.is_empty() {
        return Ok(None);
    }
    let without = match loan.without_extras().schedule() {
        Err(Error::NegativeAmortization { .. }) => return Ok(None),
        without => without?,
    };
    let too_large = Error::AboveLimit { field: Field::Amount };
    let interest = without.totals.interest.checked_sub(with.totals.interest).ok_or(too_large)?;
    let rows = |schedule: &Schedule| i64::try_from(schedule.rows.len()).map_err(|_| too_large);
    Ok(Some(Saved { interest: interest.to_string(), payments: rows(&without)? - rows(with)? }))
}

fn row(row: &Row) -> ScheduleRow {
    ScheduleRow {
        number: row.number,
        due_date: row.due.map(|due| due.shown.to_string()),
        nominal_date: row.due.map(|due| due.nominal.to_string()),
        days: row.due.map(|due| due.days),
        shown_days: row.due.map(|due| due.shown_days),
        opening_balance: row.opening_balance.to_string(),
        principal: row.principal.to_string(),
        interest: row.interest.to_string(),
        iva: row.iva.to_string(),
        fund: row.fund.to_string(),
        insurance: row.insurance.to_string(),
        fee: row.fee.to_string(),
        charges_iva: row.charges_iva.to_string(),
        payment: row.payment.to_string(),
        extra: row.extra.to_string(),
        closing_balance: row.closing_balance.to_string(),
    }
}
