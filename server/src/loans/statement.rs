//! From a loan's terms to what its owner reads. Pure: calendar and day are passed in.

use amortization::{Date, DueDates, FirstDue, Iva, Loan, Money, MovedPayDate, PayCalendar, Rate, Row};
use protocol::account::{self, Payment};

use crate::limits::NEXT_PAYMENTS;

/// Quincenas: the 15th and the last day of each month.
const PERIODS_PER_YEAR: u32 = 24;

const EXAMPLE_DATES: &str = "Las fechas son un valor de ejemplo: el instituto todavía no confirma en qué quincena empieza cada préstamo.";
const OVERDUE: &str = "Hay pagos cuya fecha ya pasó según este calendario. Si ya se los descontaron, aparecerán cuando la nómina lo informe.";
const NOT_COMPUTED: &str =
    "No pudimos calcular los pagos con los datos que tenemos. Escríbanos y los revisamos con usted.";

/// A loan as the padrón has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub amount: Money,
    pub annual_rate: Rate,
    /// On interest, inside each payment; zero for none.
    pub iva: Rate,
    /// Quincenas.
    pub term: u32,
    pub disbursed_on: Date,
    /// Quincenas paid so far.
    pub paid: u32,
}

/// When a loan's payments fall due.
#[derive(Debug, Clone, Copy)]
pub(super) struct Calendar<'a> {
    pub(super) first: FirstDue,
    /// The institution's pay dates that are not on their nominal day.
    pub(super) moved: &'a [MovedPayDate],
}

/// Whether payments and dates can be computed: `paid` apart, which only says where in the table one is.
///
/// # Errors
/// The field at fault, as the engine names it.
pub fn check(terms: &Terms, first: FirstDue) -> Result<(), amortization::Error> {
    terms.loan()?.schedule()?;
    Calendar { first, moved: &[] }.dues(terms)?;
    Ok(())
}

impl<'a> Calendar<'a> {
    /// A pay date brought forward to the day of this loan's payout, or before it, was never meant for it: the loan
    /// then keeps the nominal dates.
    fn dues(self, terms: &Terms) -> Result<DueDates<'a>, amortization::Error> {
        let nominal = PayCalendar::new(PERIODS_PER_YEAR)?;
        let moved = nominal.with_moved(self.moved)?;
        let of = |calendar: PayCalendar<'a>| calendar.due_dates(terms.disbursed_on, self.first, terms.term);
        match of(moved) {
            Err(amortization::Error::NotAfterDisbursement { .. }) => of(nominal),
            dues => dues,
        }
    }
}

impl Terms {
    fn loan(&self) -> Result<Loan<'static>, amortization::Error> {
        let iva = (self.iva != Rate::ZERO).then_some(Iva::level_total(self.iva));
        let terms = amortization::Terms::new(self.amount, self.annual_rate, self.term);
        Loan::new(amortization::Terms { iva, ..terms })
    }
}

/// The figures of a loan on `today`; names, folio and times are the caller's. A loan whose terms cannot be
/// computed keeps what the padrón says of it and tells its owner to ask.
pub(super) fn statement(terms: &Terms, calendar: Calendar, today: Date) -> account::Loan {
    let known = account::Loan {
        amount: terms.amount.to_string(),
        balance: terms.amount.to_string(),
        annual_rate_pct: terms.annual_rate.to_string(),
        iva_pct: terms.iva.to_string(),
        term: terms.term,
        paid: terms.paid,
        ..account::Loan::default()
    };
    computed(terms, calendar, today, known.clone())
        .unwrap_or_else(|_| account::Loan { notes: vec![NOT_COMPUTED.to_owned()], ..known })
}

fn computed(
    terms: &Terms,
    calendar: Calendar,
    today: Date,
    known: account::Loan,
) -> Result<account::Loan, amortization::Error> {
    let schedule = terms.loan()?.schedule()?;
    let dues = calendar.dues(terms)?;
    // Rounding can end the table before the agreed term.
    let rows: Vec<(&Row, Date)> = schedule.rows.iter().zip(dues.map(|due| due.shown)).collect();
    let paid = usize::try_from(terms.paid).unwrap_or(usize::MAX).min(rows.len());
    let (done, left) = rows.split_at(paid);
    let balance = done.last().map_or(terms.amount, |(row, _)| row.closing_balance);
    let next: Vec<Payment> =
        left.iter().take(NEXT_PAYMENTS).map(|(row, on)| payment(row, *on, today)).collect();
    Ok(account::Loan {
        balance: balance.to_string(),
        level_payment: schedule.level_payment.unwrap_or_default().to_string(),
        last_payment_on: rows.last().map(|(_, on)| on.to_string()),
        notes: notes(&next),
        next,
        ..known
    })
}

fn payment(row: &Row, on: Date, today: Date) -> Payment {
    Payment {
        number: row.number,
        date: on.to_string(),
        total: row.payment.to_string(),
        principal: row.principal.to_string(),
        interest: row.interest.to_string(),
        iva: row.iva.to_string(),
        overdue: on < today,
    }
}

fn notes(next: &[Payment]) -> Vec<String> {
    let overdue = next.iter().any(|payment| payment.overdue).then_some(OVERDUE);
    let example = (!next.is_empty()).then_some(EXAMPLE_DATES);
    overdue.into_iter().chain(example).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(paid: u32) -> Terms {
        Terms {
            amount: "60000".parse().unwrap(),
            annual_rate: "13.67".parse().unwrap(),
            iva: "16".parse().unwrap(),
            term: 59,
            disbursed_on: "2026-08-31".parse().unwrap(),
            paid,
        }
    }

    const SECOND: Calendar<'static> = Calendar { first: FirstDue::Nth { n: 2 }, moved: &[] };

    fn on(day: &str, paid: u32) -> account::Loan {
        statement(&terms(paid), SECOND, day.parse().unwrap())
    }

    fn dates(loan: &account::Loan) -> Vec<&str> {
        loan.next.iter().map(|payment| payment.date.as_str()).collect()
    }

    #[test]
    fn a_new_loan_begins_on_the_second_quincena() {
        let loan = on("2026-09-01", 0);
        assert_eq!((loan.level_payment.as_str(), loan.balance.as_str()), ("1231.32", "60000.00"));
        assert_eq!(
            dates(&loan),
            ["2026-09-30", "2026-10-15", "2026-10-31", "2026-11-15", "2026-11-30", "2026-12-15"]
        );
        assert_eq!(loan.last_payment_on.as_deref(), Some("2029-02-28"));
        let first = &loan.next[0];
        assert_eq!((first.number, first.total.as_str()), (1, "1231.32"));
        assert_eq!(
            (first.interest.as_str(), first.iva.as_str(), first.principal.as_str()),
            ("341.75", "54.68", "834.89")
        );
        assert_eq!(loan.notes, [EXAMPLE_DATES]);
    }

    #[test]
    fn moved_pay_dates_are_the_ones_shown() {
        let moved = [moved("2026-10-31", "2026-10-30")];
        let loan = statement(&terms(0), Calendar { moved: &moved, ..SECOND }, "2026-10-31".parse().unwrap());
        assert_eq!(dates(&loan)[..4], ["2026-09-30", "2026-10-15", "2026-10-30", "2026-11-15"]);
        assert!(loan.next[2].overdue, "its nominal day is today");
    }

    #[test]
    fn a_pay_date_moved_before_the_payout_is_not_for_this_loan() {
        let moved = [moved("2026-09-15", "2026-09-09")];
        let calendar = Calendar { first: FirstDue::Nth { n: 1 }, moved: &moved };
        let on_the_tenth = Terms { disbursed_on: "2026-09-10".parse().unwrap(), ..terms(0) };
        let loan = statement(&on_the_tenth, calendar, "2026-09-10".parse().unwrap());
        assert_eq!(dates(&loan)[0], "2026-09-15");
    }

    fn moved(nominal: &str, shown: &str) -> MovedPayDate {
        MovedPayDate { nominal: nominal.parse().unwrap(), shown: shown.parse().unwrap() }
    }

    #[test]
    fn a_payment_is_overdue_the_day_after_its_date() {
        assert!(!on("2026-09-30", 0).next[0].overdue);
        let late = on("2026-10-01", 0);
        assert_eq!(late.next.iter().filter(|payment| payment.overdue).count(), 1);
        assert_eq!(late.notes, [OVERDUE, EXAMPLE_DATES]);
        assert!(!on("2026-10-01", 1).next[0].overdue, "the padrón shows it as paid");
    }

    #[test]
    fn the_end_of_a_loan_is_told() {
        let last = on("2029-02-01", 58);
        assert_eq!((dates(&last), last.next[0].total.as_str()), (vec!["2029-02-28"], "1231.60"));
        let settled = on("2029-03-01", 59);
        assert!(settled.is_settled() && settled.next.is_empty() && settled.notes.is_empty());
        assert_eq!(settled.balance, "0.00");
        assert!(on("2029-03-01", 70).is_settled(), "more than agreed is still settled");
    }

    #[test]
    fn terms_that_cannot_be_computed_are_shown_without_figures() {
        let odd = Terms { term: 0, ..terms(0) };
        let loan = statement(&odd, SECOND, "2026-09-01".parse().unwrap());
        assert_eq!((loan.next.len(), loan.notes), (0, vec![NOT_COMPUTED.to_owned()]));
        assert!(check(&odd, FirstDue::Nth { n: 2 }).is_err());
        assert_eq!(check(&terms(0), FirstDue::Lag { days: 5 }), Ok(()));
    }
}
