//! What is timed, on both sides alike.

use std::hint::black_box;

use amortization::{
    Base, CatTime, Charges, Commission, CommissionPaid, Date, DayBasis, Error, Extra, ExtraEffect, Extras,
    FirstDue, FixedFee, Fund, FundCharged, Insurance, InterestBy, Iva, Loan, Money, PerMille, Rate, Terms,
    Timing, solve,
};

pub struct Case {
    /// The limits in `end2end/bench/loans.mjs` go by it.
    pub name: &'static str,
    /// Rows that are made: the cost of one is what a limit is on.
    pub rows: u32,
    pub run: fn() -> Result<u64, Error>,
}

/// 13.67 %, the rate the institute published.
const RATE: u64 = 13_670_000;
const IVA: Iva = Iva::level_total(Rate::from_millionths(16_000_000));
const AMOUNT: Money = Money::from_centavos(6_000_000);

pub const CASES: [Case; 14] = [
    Case { name: "level_59", rows: 59, run: || schedule(level(RATE, 59)) },
    Case { name: "level_59_iva", rows: 59, run: || schedule(with_iva(level(RATE, 59))) },
    Case { name: "level_360", rows: 360, run: || schedule(level(RATE, 360)) },
    Case { name: "level_360_iva", rows: 360, run: || schedule(with_iva(level(RATE, 360))) },
    Case { name: "rows_360_iva", rows: 360, run: || rows(with_iva(level(RATE, 360))) },
    Case { name: "level_1200_at_0", rows: 1_200, run: || schedule(level(0, 1_200)) },
    Case { name: "level_1200", rows: 1_200, run: || schedule(level(RATE, 1_200)) },
    Case { name: "level_1200_at_1000", rows: 1_200, run: || schedule(level(1_000_000_000, 1_200)) },
    Case { name: "combined_59", rows: 59, run: combined },
    Case { name: "real_dates_360", rows: 360, run: || schedule(by_real_dates(with_iva(level(RATE, 360)))) },
    Case { name: "rate_59", rows: 0, run: || rate(59, 120_024) },
    Case { name: "rate_360", rows: 0, run: || rate(360, 39_250) },
    Case { name: "cat_59", rows: 0, run: || cat(59) },
    Case { name: "cat_360", rows: 0, run: || cat(360) },
];

const fn level(millionths: u64, payments: u32) -> Terms<'static> {
    Terms::new(AMOUNT, Rate::from_millionths(millionths), payments)
}

const fn with_iva(terms: Terms) -> Terms {
    Terms { iva: Some(IVA), ..terms }
}

fn schedule(terms: Terms) -> Result<u64, Error> {
    let schedule = Loan::new(black_box(terms))?.schedule()?;
    Ok(black_box(schedule).totals.paid.centavos().unsigned_abs())
}

/// The same rows without keeping them.
fn rows(terms: Terms) -> Result<u64, Error> {
    let mut paid = 0_u64;
    for row in Loan::new(black_box(terms))?.rows() {
        paid = paid.wrapping_add(black_box(row?).payment.centavos().unsigned_abs());
    }
    Ok(paid)
}

fn rate(payments: u32, payment: i64) -> Result<u64, Error> {
    let payment = Money::from_centavos(black_box(payment));
    Ok(solve::rate(payment, &black_box(level(0, payments)))?.millionths())
}

fn cat(payments: u32) -> Result<u64, Error> {
    Ok(Loan::new(black_box(with_iva(level(RATE, payments))))?.cat(CatTime::Periods)?.exact.millionths())
}

fn by_real_dates(terms: Terms) -> Terms {
    let Ok(disbursed_on) = Date::new(2026, 3, 31) else { return terms };
    let timing = Timing {
        disbursed_on,
        first_due: FirstDue::Lag { days: 1 },
        moved: &[],
        interest: InterestBy::RealDates { basis: DayBasis::D360 },
    };
    Terms { timing: Some(timing), ..terms }
}

/// Real dates, IVA inside, commission, fund, insurance, fee, and extra payments that lower the payment.
fn combined() -> Result<u64, Error> {
    let list = [12, 30].map(|after| Extra { after, amount: Money::from_centavos(200_000) });
    let extras = Extras { list: &list, effect: ExtraEffect::ReducePayment };
    schedule(Terms { charges: charges(), extras, ..by_real_dates(with_iva(level(RATE, 59))) })
}

pub(crate) fn charges() -> Charges {
    let iva = Rate::from_millionths(16_000_000);
    Charges {
        commission: Some(Commission {
            rate: Rate::from_millionths(1_000_000),
            iva,
            paid: CommissionPaid::Deducted,
        }),
        insurance: Some(Insurance { rate: PerMille::from_millionths(350_000), iva, base: Base::Balance }),
        fund: Some(Fund {
            rate: Rate::from_millionths(500_000),
            iva: Rate::ZERO,
            base: Base::Balance,
            charged: FundCharged::Yearly,
        }),
        fixed_fee: Some(FixedFee { amount: Money::from_centavos(1_500), iva }),
    }
}

#[cfg(test)]
mod tests {
    use super::CASES;

    #[test]
    fn every_case_has_an_answer() {
        for case in &CASES {
            assert!((case.run)().is_ok_and(|sum| sum > 0), "{}: {:?}", case.name, (case.run)());
        }
    }
}
