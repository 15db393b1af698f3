//! What some rows of a schedule add up to, for everything that shows them together.

use amortization::{Date, Money, Row};

/// Rows of a year: periods are quincenas.
pub const ROWS_A_YEAR: usize = 24;

/// Consecutive rows as one; in centavos.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    /// The last row's date, as people are shown it.
    pub date: Option<Date>,
    pub opening: i64,
    pub payment: i64,
    pub capital: i64,
    pub interest: i64,
    pub iva: i64,
    pub fund: i64,
    /// Insurance and fees, and the IVA of all charges.
    pub other: i64,
    pub extra: i64,
    pub closing: i64,
}

impl Sums {
    /// One row as it stands.
    pub fn of_row(row: &Row) -> Self {
        let other = [row.insurance, row.fee, row.charges_iva];
        Self {
            date: row.due.map(|due| due.shown),
            opening: row.opening_balance.centavos(),
            payment: row.payment.centavos(),
            capital: row.principal.centavos(),
            interest: row.interest.centavos(),
            iva: row.iva.centavos(),
            fund: row.fund.centavos(),
            other: other.into_iter().map(Money::centavos).sum(),
            extra: row.extra.centavos(),
            closing: row.closing_balance.centavos(),
        }
    }

    /// `None` without rows. The engine has checked the sums of the whole table, so none of these passes `i64`.
    pub fn of(rows: &[Row]) -> Option<Self> {
        rows.iter().map(Self::of_row).reduce(Self::then)
    }

    fn then(self, next: Self) -> Self {
        Self {
            date: next.date,
            opening: self.opening,
            payment: self.payment + next.payment,
            capital: self.capital + next.capital,
            interest: self.interest + next.interest,
            iva: self.iva + next.iva,
            fund: self.fund + next.fund,
            other: self.other + next.other,
            extra: self.extra + next.extra,
            closing: next.closing,
        }
    }
}

/// The columns that only some loans have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Columns {
    pub fund: bool,
    pub other: bool,
    pub extra: bool,
}

impl Columns {
    pub fn of(rows: &[Row]) -> Self {
        let any = |has: fn(&Row) -> bool| rows.iter().any(has);
        Self {
            fund: any(|row| row.fund != Money::ZERO),
            other: any(|row| [row.insurance, row.fee, row.charges_iva] != [Money::ZERO; 3]),
            extra: any(|row| row.extra != Money::ZERO),
        }
    }
}

#[cfg(test)]
pub mod tests {
    use amortization::{
        Base, Charges, Extra, ExtraEffect, Extras, FirstDue, FixedFee, Fund, FundCharged, InterestBy, Iva,
        Loan, Rate, Terms, Timing,
    };

    use super::*;

    /// 60,000 at 13.67 % with IVA inside and the dates of a loan paid out on 25 March 2026.
    pub fn plain(payments: u32) -> Vec<Row> {
        rows(Terms { payments, ..base() })
    }

    /// The same in 30 quincenas with a fund, a fee with IVA, and an extra payment after the third.
    pub fn charged() -> Vec<Row> {
        let sixteen = rate("16");
        let fund =
            Fund { rate: rate("1"), iva: Rate::ZERO, base: Base::Balance, charged: FundCharged::Yearly };
        let fee = FixedFee { amount: Money::from_centavos(1_000), iva: sixteen };
        let charges = Charges { fund: Some(fund), fixed_fee: Some(fee), ..Charges::NONE };
        let list = [Extra { after: 3, amount: Money::from_centavos(500_000) }];
        let extras = Extras { list: &list, effect: ExtraEffect::ReduceTerm };
        rows(Terms { payments: 30, charges, extras, ..base() })
    }

    pub fn rate(percent: &str) -> Rate {
        percent.parse().expect("a rate")
    }

    pub fn rows(terms: Terms) -> Vec<Row> {
        Loan::new(terms).and_then(|loan| loan.schedule()).expect("a schedule").rows
    }

    pub fn base() -> Terms<'static> {
        let timing = Timing {
            disbursed_on: "2026-03-25".parse().expect("a date"),
            first_due: FirstDue::Nth { n: 2 },
            moved: &[],
            interest: InterestBy::Periods,
        };
        let amount = Money::from_centavos(6_000_000);
        Terms {
            iva: Some(Iva::level_total(rate("16"))),
            timing: Some(timing),
            ..Terms::new(amount, rate("13.67"), 59)
        }
    }

    #[test]
    fn sums_are_those_of_the_rows() {
        let rows = plain(59);
        let all = Sums::of(&rows).expect("rows");
        assert_eq!((all.opening, all.closing, all.capital), (6_000_000, 0, 6_000_000));
        assert_eq!((all.payment, all.interest, all.iva), (7_264_816, 1_090_356, 174_460));
        assert_eq!(Sums::of(&[]), None);
    }

    #[test]
    fn only_what_is_charged_has_a_column() {
        assert_eq!(Columns::of(&plain(59)), Columns::default());
        assert_eq!(Columns::of(&charged()), Columns { fund: true, other: true, extra: true });
    }
}
