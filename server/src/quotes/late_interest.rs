use amortization::{
    Date, Error, Field, Money,
    late::{self, LatePolicy},
};
use protocol::loan::{self as wire, LateInterestAnswer, LateInterestRequest, LateInterestRow};

use super::{Refusal, read};

/// What overdue instalments cost, and what a payment towards them covers.
///
/// # Errors
/// The field at fault; of an instalment, its place in the list too.
pub fn late_interest(request: &LateInterestRequest) -> Result<LateInterestAnswer, Refusal> {
    let policy = policy(request)?;
    let overdue = overdue(request)?;
    let charged = charged(&policy, &overdue)?;
    let payment = request.payment.as_deref().map(|text| read::money(text, Field::Payment)).transpose()?;
    let allocated = payment.map(|payment| allocate(&policy, payment, &overdue)).transpose()?;
    let (applied, leftover) = allocated.unzip();
    let rows: Vec<LateInterestRow> = charged
        .iter()
        .enumerate()
        .map(|(at, row)| LateInterestRow {
            applied: applied.as_ref().and_then(|all| all.get(at)).map(wire_applied),
            ..row.wire()
        })
        .collect();
    let sum = |of: fn(&Charged) -> Money| {
        charged.iter().try_fold(Money::ZERO, |sum, row| sum.checked_add(of(row))).ok_or(TOO_MUCH)
    };
    Ok(LateInterestAnswer {
        total_late_interest: sum(|row| row.late.interest)?.to_string(),
        total_late_iva: sum(|row| row.late.iva)?.to_string(),
        total_owed: sum(|row| row.owed)?.to_string(),
        leftover: leftover.map(|left| left.to_string()),
        rows,
    })
}

const TOO_MUCH: Error = Error::AboveLimit { field: Field::Overdue };

fn policy(request: &LateInterestRequest) -> Result<LatePolicy, Refusal> {
    Ok(LatePolicy {
        base: match request.base {
            wire::LateBase::Principal => late::LateBase::Principal,
            wire::LateBase::Payment => late::LateBase::Payment,
        },
        annual_rate: read::rate(&request.moratory_rate_pct, Field::LateRate)?,
        grace_days: request.grace_days,
        iva: read::rate_or_zero(request.moratory_iva_pct.as_deref(), Field::LateIva)?,
        rounding: read::rounding(request.rounding),
    })
}

fn overdue(request: &LateInterestRequest) -> Result<Vec<late::Overdue>, Refusal> {
    let list = &request.overdue;
    if list.is_empty() {
        return Err(Error::Empty { field: Field::Overdue }.into());
    }
    if list.len() > amortization::limits::MAX_PAYMENTS as usize {
        return Err(TOO_MUCH.into());
    }
    if request.on.is_some() && list.iter().all(|one| one.due_date.is_none()) {
        return Err(Refusal::needs("on", "overdue.due_date"));
    }
    let on = request.on.as_deref().map(|text| read::date(text, "on")).transpose()?;
    let numbered = (1..).zip(list);
    numbered.map(|(row, one)| instalment(one, on).map_err(|refusal| refusal.at(row))).collect()
}

fn instalment(one: &wire::Overdue, on: Option<Date>) -> Result<late::Overdue, Refusal> {
    Ok(late::Overdue {
        principal: read::money(&one.principal, Field::Overdue)?,
        interest: read::money_or_zero(one.interest.as_deref(), Field::Overdue)?,
        iva: read::money_or_zero(one.iva.as_deref(), Field::Overdue)?,
        days_late: days_late(one, on)?,
    })
}

fn days_late(one: &wire::Overdue, on: Option<Date>) -> Result<u32, Refusal> {
    let field = Field::Overdue.as_str();
    match (one.days_late, &one.due_date, on) {
        (Some(days), None, _) => Ok(days),
        (None, Some(due), Some(on)) => {
            let due = read::date(due, field)?;
            u32::try_from(on.days_since(due)).map_err(|_| Refusal::of_date(field, "not_due_yet", due))
        }
        (None, Some(_), None) => Err(Refusal::missing("on")),
        (Some(_), Some(_), _) => Err(Refusal::together("overdue.days_late", "overdue.due_date").named(field)),
        (None, None, _) => Err(Refusal::missing(field)),
    }
}

struct Charged {
    days_late: u32,
    late: late::LateInterest,
    owed: Money,
}

impl Charged {
    fn wire(&self) -> LateInterestRow {
        LateInterestRow {
            days_late: self.days_late,
            late_interest: self.late.interest.to_string(),
            late_iva: self.late.iva.to_string(),
            owed: self.owed.to_string(),
            applied: None,
        }
    }
}

fn charged(policy: &LatePolicy, overdue: &[late::Overdue]) -> Result<Vec<Charged>, Refusal> {
    let numbered = (1..).zip(overdue);
    numbered.map(|(row, one)| charge(policy, one).map_err(|error| of_item(error, row))).collect()
}

/// A wrong policy is nobody's instalment.
fn of_item(error: Error, row: u32) -> Refusal {
    let refusal = Refusal::from(error);
    if error.field() == Field::Overdue { refusal.at(row) } else { refusal }
}

fn charge(policy: &LatePolicy, one: &late::Overdue) -> Result<Charged, Error> {
    let late = policy.charge(one)?;
    let parts = [one.principal, one.interest, one.iva, late.interest, late.iva];
    let owed = parts.into_iter().try_fold(Money::ZERO, Money::checked_add).ok_or(TOO_MUCH)?;
    Ok(Charged { days_late: one.days_late, late, owed })
}

/// What the payment covered of each instalment, and what it left over.
fn allocate(
    policy: &LatePolicy,
    payment: Money,
    overdue: &[late::Overdue],
) -> Result<(Vec<late::Applied>, Money), Refusal> {
    let mut applied = vec![late::Applied::default(); overdue.len()];
    let left = policy.allocate(payment, overdue, &mut applied)?;
    Ok((applied, left))
}

fn wire_applied(applied: &late::Applied) -> wire::Applied {
    wire::Applied {
        late_iva: applied.late_iva.to_string(),
        late_interest: applied.late_interest.to_string(),
        iva: applied.iva.to_string(),
        interest: applied.interest.to_string(),
        principal: applied.principal.to_string(),
    }
}
