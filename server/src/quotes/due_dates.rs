use amortization::{Field, PayCalendar};
use protocol::loan::{DueDate, DueDatesAnswer, DueDatesRequest};

use super::{Refusal, read};

/// When each payment falls due.
///
/// # Errors
/// The field at fault.
pub fn due_dates(request: &DueDatesRequest) -> Result<DueDatesAnswer, Refusal> {
    let disbursed = read::date(&request.disbursed_on, Field::DisbursedOn.as_str())?;
    let moved = read::pay_dates(&request.pay_dates)?;
    let calendar = PayCalendar::new(request.periods_per_year)?.with_moved(&moved)?;
    let dues = calendar.due_dates(disbursed, read::first_due(request.first_due), request.payments)?;
    Ok(DueDatesAnswer { dates: dues.map(due_date).collect() })
}

fn due_date(due: amortization::DueDate) -> DueDate {
    DueDate {
        number: due.number,
        due_date: due.shown.to_string(),
        nominal_date: due.nominal.to_string(),
        days: due.days,
        shown_days: due.shown_days,
    }
}
