use super::CatTime;
use crate::{CommissionPaid, Error, InterestBy, Loan, Money, Row, Terms, loan::TOO_LARGE};

/// What is received once and what is paid for it, all without IVA.
#[derive(Debug)]
pub(super) struct Flows {
    /// Centavos received at the start; more than zero, at most the sum of what is paid.
    pub(super) received: u64,
    /// In the order of time; together below `i64::MAX` centavos.
    pub(super) paid: Vec<Flow>,
    /// Steps of time in a year: the payments of a year, or 365 days.
    pub(super) per_year: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Flow {
    /// Steps of time since the previous flow; at least one.
    pub(super) steps: u32,
    pub(super) centavos: u64,
}

impl Flows {
    /// Of the loan without its extra payments, which are voluntary.
    pub(super) fn of(loan: &Loan, time: CatTime) -> Result<Self, Error> {
        let (loan, terms) = (loan.without_extras(), loan.terms());
        let per_year = match time {
            CatTime::Periods => terms.periods_per_year,
            CatTime::Dates => 365,
        };
        let paid = loan.rows().map(|row| flow(&row?, time, terms)).collect::<Result<_, _>>()?;
        Self { received: received(&loan)?, paid, per_year }.checked().ok_or(TOO_LARGE)
    }

    pub(super) fn total(&self) -> u64 {
        self.paid.iter().map(|flow| flow.centavos).sum()
    }

    fn checked(self) -> Option<Self> {
        let total = self.paid.iter().try_fold(0_u64, |sum, flow| sum.checked_add(flow.centavos))?;
        i64::try_from(total).ok().map(|_| self)
    }
}

fn received(loan: &Loan) -> Result<u64, Error> {
    let commission = match loan.terms().charges.commission.map(|commission| commission.paid) {
        Some(CommissionPaid::Deducted | CommissionPaid::Upfront) => loan.commission().amount,
        Some(CommissionPaid::Financed) | None => Money::ZERO,
    };
    let after_commission = loan.terms().amount.checked_sub(commission).ok_or(TOO_LARGE)?;
    let received = after_commission.checked_sub(loan.upfront_fund().amount).ok_or(TOO_LARGE)?;
    // A commission paid apart can take everything and still leave the whole amount paid out.
    u64::try_from(received.centavos()).ok().filter(|&centavos| centavos > 0).ok_or(Error::NetNotPositive)
}

fn flow(row: &Row, time: CatTime, terms: &Terms) -> Result<Flow, Error> {
    let steps = match time {
        CatTime::Periods => 1,
        CatTime::Dates => days(row, terms).ok_or(Error::NeedsDates)?,
    };
    let untaxed = row.payment.checked_sub(row.iva).and_then(|rest| rest.checked_sub(row.charges_iva));
    let centavos = untaxed.and_then(|rest| u64::try_from(rest.centavos()).ok()).ok_or(TOO_LARGE)?;
    Ok(Flow { steps, centavos })
}

/// Between the dates that drive interest.
fn days(row: &Row, terms: &Terms) -> Option<u32> {
    match terms.timing?.interest {
        InterestBy::RealDates { .. } => row.due.map(|due| due.shown_days),
        InterestBy::Periods | InterestBy::OddFirstPeriod { .. } => row.due.map(|due| due.days),
    }
}
