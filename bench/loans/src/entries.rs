//! What the engine weighs in WebAssembly: a program that uses all of it, less the same program without.
//!
//! Both read words from a text and write numbers into one, as every page does anyway: taking text apart,
//! putting it together and allocating is on both sides.

use std::fmt::{Display, Write};

use amortization::{
    Accrued, CatTime, Date, DayBasis, Error, Extra, ExtraEffect, Extras, FirstDue, FirstPeriod, InterestBy,
    Iva, IvaMode, Loan, Method, Money, MovedPayDate, PayCalendar, PerMille, Rate, Rounding, Row, Terms,
    Timing,
    capacity::{Salary, affordable},
    late::{Applied, LateBase, LatePolicy, Overdue},
    renew, solve,
};

use crate::cases;

/// The words read as numbers and written back.
pub fn none(words: &str) -> String {
    let mut text = String::new();
    let numbers: Vec<u32> = words.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    for number in &numbers {
        put(&mut text, number);
    }
    text
}

/// The same, and every public entry of the engine. Which option is taken depends on the words, so that the
/// compiler can leave none of them out.
pub fn every(words: &str) -> String {
    let mut text = none(words);
    let said = Said { words: words.split_whitespace().collect() };
    if let Err(error) = said.answers(&mut text) {
        put(&mut text, error);
        put(&mut text, error.code());
        put(&mut text, error.field().as_str());
        put(&mut text, error.row().unwrap_or_default());
    }
    text
}

struct Said<'a> {
    words: Vec<&'a str>,
}

impl Said<'_> {
    fn word(&self, at: usize) -> &str {
        self.words.get(at).copied().unwrap_or_default()
    }

    fn number(&self, at: usize) -> u32 {
        self.word(at).parse().unwrap_or_default()
    }

    fn one<T: Copy, const N: usize>(&self, at: usize, of: [T; N]) -> T {
        of[self.number(at) as usize % N]
    }

    fn answers(&self, text: &mut String) -> Result<(), Error> {
        let moved = [MovedPayDate { nominal: self.word(0).parse()?, shown: self.word(1).parse()? }];
        let extras = [Extra { after: self.number(2), amount: self.word(3).parse()? }];
        let terms = self.terms(&moved, &extras)?;
        self.loan(text, &Loan::new(terms)?)?;
        self.unknowns(text, &terms)?;
        self.servicing(text, &terms)?;
        let calendar = PayCalendar::new(self.number(4))?.with_moved(&moved)?;
        for due in
            calendar.due_dates(self.word(5).parse()?, FirstDue::Nth { n: self.number(6) }, self.number(7))?
        {
            put(text, due.shown);
            put(text, due.days);
        }
        Ok(())
    }

    fn terms<'a>(&self, moved: &'a [MovedPayDate], list: &'a [Extra]) -> Result<Terms<'a>, Error> {
        let rows = self.number(8);
        let methods =
            [Method::Level, Method::German, Method::Bullet, Method::Flat, Method::InterestOnlyGrace { rows }];
        let mut charges = cases::charges();
        if let Some(insurance) = &mut charges.insurance {
            insurance.rate = self.word(9).parse::<PerMille>()?;
        }
        let iva =
            Iva { rate: self.word(10).parse()?, mode: self.one(10, [IvaMode::LevelTotal, IvaMode::OnTop]) };
        Ok(Terms {
            periods_per_year: self.number(4),
            method: self.one(11, methods),
            rounding: self.one(12, [Rounding::HalfUp, Rounding::HalfEven, Rounding::Up]),
            payment_multiple: self.one(13, [None, Some(self.word(14).parse()?)]),
            iva: self.one(15, [None, Some(iva)]),
            timing: self.one(16, [None, Some(self.timing(moved)?)]),
            charges: self.one(17, [charges, amortization::Charges::NONE]),
            extras: Extras {
                list,
                effect: self.one(18, [ExtraEffect::ReduceTerm, ExtraEffect::ReducePayment]),
            },
            ..Terms::new(self.word(19).parse()?, self.word(20).parse()?, self.number(7))
        })
    }

    fn timing<'a>(&self, moved: &'a [MovedPayDate]) -> Result<Timing<'a>, Error> {
        let basis = self.one(21, [DayBasis::D360, DayBasis::D365]);
        let mode = self.one(22, [FirstPeriod::Absorb, FirstPeriod::AddToFirst, FirstPeriod::Solve]);
        let ways = [
            InterestBy::Periods,
            InterestBy::OddFirstPeriod { basis, mode },
            InterestBy::RealDates { basis },
        ];
        let disbursed_on: Date = self.word(5).parse()?;
        let first_due = FirstDue::Lag { days: self.number(6) };
        Ok(Timing { disbursed_on, first_due, moved, interest: self.one(23, ways) })
    }

    fn loan(&self, text: &mut String, loan: &Loan) -> Result<(), Error> {
        for money in [loan.net_disbursed(), loan.commission().amount, loan.upfront_fund().iva] {
            put(text, money);
        }
        for row in loan.rows() {
            put_row(text, &row?);
        }
        let schedule = loan.schedule()?;
        for row in &schedule.rows {
            put_row(text, row);
        }
        put(text, loan.without_extras().totals()?.interest);
        put(text, loan.cat(self.one(24, [CatTime::Periods, CatTime::Dates]))?.shown);
        let (days, period_days) = (self.number(25), self.number(26));
        let accrued = self.one(27, [Accrued::ProRata { days, period_days }, Accrued::Act360 { days }]);
        put(text, loan.payoff(self.number(28), accrued)?.payoff);
        Ok(())
    }

    fn unknowns(&self, text: &mut String, terms: &Terms) -> Result<(), Error> {
        let payment: Money = self.word(29).parse()?;
        put(text, solve::amount(payment, terms)?);
        put(text, solve::term(payment, terms)?.last_payment);
        put(text, solve::rate(payment, terms)?);
        let salary = Salary {
            salary: self.word(30).parse()?,
            existing_deductions: payment,
            all: self.one(31, [None, Some(Rate::from_millionths(50_000_000))]),
            new: self.one(32, [None, Some(Rate::from_millionths(30_000_000))]),
            min_liquid: self.one(33, [None, Some(payment)]),
        };
        let affordable = affordable(salary.max_payment()?, terms, self.one(34, [None, Some(payment)]))?;
        put(text, affordable.max_amount);
        Ok(())
    }

    fn servicing(&self, text: &mut String, terms: &Terms) -> Result<(), Error> {
        let principal = terms.amount;
        let policy = LatePolicy {
            base: self.one(35, [LateBase::Principal, LateBase::Payment]),
            annual_rate: terms.annual_rate,
            grace_days: self.number(36),
            iva: self.word(10).parse()?,
            rounding: terms.rounding,
        };
        let overdue = Overdue { principal, interest: principal, iva: principal, days_late: self.number(37) };
        put(text, policy.charge(&overdue)?.interest);
        let mut applied = [Applied::default()];
        put(text, policy.allocate(principal, &[overdue], &mut applied)?);
        put(text, applied[0].late_interest);
        put(
            text,
            renew(principal, self.word(38).parse()?, terms.charges.commission, Some(terms.annual_rate))?.net,
        );
        Ok(())
    }
}

fn put_row(text: &mut String, row: &Row) {
    let amounts = [
        row.opening_balance,
        row.principal,
        row.interest,
        row.iva,
        row.fund,
        row.insurance,
        row.fee,
        row.charges_iva,
        row.payment,
        row.extra,
        row.closing_balance,
    ];
    for amount in amounts {
        put(text, amount);
    }
    put(text, row.due.map(|due| due.shown.days_since(due.nominal)).unwrap_or_default());
}

fn put(text: &mut String, value: impl Display) {
    // Writing to a text cannot fail.
    let _ = write!(text, "{value} ");
}
