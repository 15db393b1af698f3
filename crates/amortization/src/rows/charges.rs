use crate::{Base, Charge, FundCharged, Money, Rounding, Terms, exact::Fraction};

/// What comes with the rows besides principal, interest and its IVA.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RowCharges {
    insurance: Option<Recurring>,
    fund: Option<Recurring>,
    /// The same every row, computed once.
    fee: Charge,
    periods_per_year: u32,
    financed: Money,
    rounding: Rounding,
}

/// A share of a balance or of the financed amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Recurring {
    share: Fraction,
    iva: Fraction,
    base: Base,
}

/// One row's charges.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Charged {
    pub(super) fund: Money,
    pub(super) insurance: Money,
    pub(super) fee: Money,
    pub(super) iva: Money,
}

impl RowCharges {
    /// `Some(None)` for terms without charges of their own in the rows; `None` beyond `i64`.
    #[expect(clippy::option_option, reason = "the outer one is `?` on arithmetic, like everywhere")]
    pub(super) fn of(terms: &Terms, financed: Money) -> Option<Option<Self>> {
        let charges = terms.charges;
        let insurance = charges.insurance.map(|insurance| Recurring {
            share: insurance.rate.share(),
            iva: insurance.iva.share(),
            base: insurance.base,
        });
        let yearly = charges.fund.filter(|fund| fund.charged == FundCharged::Yearly);
        let fund =
            yearly.map(|fund| Recurring { share: fund.rate.share(), iva: fund.iva.share(), base: fund.base });
        let fee = match charges.fixed_fee {
            Some(fee) => Charge::fixed(fee.amount, fee.iva.share(), terms.rounding)?,
            None => Charge::default(),
        };
        let (periods_per_year, rounding) = (terms.periods_per_year, terms.rounding);
        let any = insurance.is_some() || fund.is_some() || fee != Charge::default();
        Some(any.then_some(Self { insurance, fund, fee, periods_per_year, financed, rounding }))
    }

    /// Of row `number`, with `balance` owed before it.
    pub(super) fn row(&self, number: u32, balance: Money) -> Option<Charged> {
        let is_anniversary = (number - 1).is_multiple_of(self.periods_per_year);
        let fund = self.charge(self.fund.filter(|_| is_anniversary), balance)?;
        let insurance = self.charge(self.insurance, balance)?;
        Some(Charged {
            fund: fund.amount,
            insurance: insurance.amount,
            fee: self.fee.amount,
            iva: fund.iva.checked_add(insurance.iva)?.checked_add(self.fee.iva)?,
        })
    }

    fn charge(&self, share: Option<Recurring>, balance: Money) -> Option<Charge> {
        let Some(Recurring { share, iva, base }) = share else { return Some(Charge::default()) };
        let base = match base {
            Base::Balance => balance,
            Base::Original => self.financed,
        };
        Charge::of(base, share, iva, self.rounding)
    }
}

impl Charged {
    pub(super) fn total(&self) -> Option<Money> {
        self.fund.checked_add(self.insurance)?.checked_add(self.fee)?.checked_add(self.iva)
    }
}
