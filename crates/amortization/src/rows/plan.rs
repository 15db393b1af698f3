use super::{charges::RowCharges, cost::Cost};
use crate::{
    ExtraEffect, Extras, Method, Money, Rate, Rounding, Terms, dates::DueRule, exact::Fraction,
    instalment::Instalment, periods::Periods,
};

/// What every row of a loan is computed with: decided once, so that a row only multiplies and divides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Plan<'a> {
    pub(super) method: Method,
    pub(super) payments: u32,
    pub(super) rounding: Rounding,
    pub(super) financed: Money,
    pub(super) periods: Periods,
    /// On interest; `None` saves a division a row.
    pub(super) iva: Option<Fraction>,
    /// Whether the level payment has the IVA in it.
    pub(super) iva_inside: bool,
    /// A flat loan's whole interest.
    pub(super) flat_interest: Option<Money>,
    pub(super) charges: Option<RowCharges>,
    pub(super) extras: Extras<'a>,
    pub(super) due: Option<DueRule<'a>>,
    instalment: Instalment<'a>,
}

impl<'a> Plan<'a> {
    /// `None` beyond the integers.
    pub(crate) fn new(terms: &Terms<'a>, due: Option<DueRule<'a>>, financed: Money) -> Option<Self> {
        let iva = terms.iva.filter(|iva| iva.rate != Rate::ZERO);
        let periods = Periods::new(terms, due, Rate::ZERO)?;
        let flat_interest = match terms.method {
            Method::Flat => Some(periods.regular.times(terms.payments)?.of(financed, terms.rounding)?),
            _ => None,
        };
        Some(Self {
            method: terms.method,
            payments: terms.payments,
            rounding: terms.rounding,
            financed,
            periods,
            iva: iva.map(|iva| iva.rate.share()),
            iva_inside: terms.iva_inside() != Rate::ZERO,
            flat_interest,
            charges: RowCharges::of(terms, financed)?,
            extras: terms.extras,
            due,
            instalment: Instalment::new(terms, due)?,
        })
    }

    pub(crate) const fn without_extras(self) -> Self {
        Self { extras: Extras::NONE, ..self }
    }

    /// What repays `balance` from row `from` on: the level payment, or the share of principal of methods
    /// that have one. `None` beyond the integers.
    pub(crate) fn instalment(&self, balance: Money, from: u32) -> Option<Money> {
        match self.method {
            Method::Level => self.instalment.level(balance, from),
            Method::InterestOnlyGrace { rows } => self.instalment.level(balance, from.max(rows + 1)),
            Method::German | Method::Flat => {
                let rows = (self.payments + 1).checked_sub(from)?;
                Fraction::new(1, rows.into()).of(balance, self.rounding)
            }
            Method::Bullet => Some(Money::ZERO),
        }
    }

    pub(super) fn extras_reduce_payment(&self) -> bool {
        self.extras.effect == ExtraEffect::ReducePayment
    }

    /// The first row that pays the level payment, and what it has to cover of the whole financed amount.
    pub(crate) fn first_level_row(&self) -> Option<(u32, Money)> {
        let number = match self.method {
            Method::InterestOnlyGrace { rows } => rows + 1,
            _ => 1,
        };
        let due = self.due.and_then(|due| due.due(number));
        let share = self.periods.regular_path(number).or_else(|| self.periods.share(number, due))?;
        Some((number, self.covered(self.cost(share, self.financed)?)?))
    }

    /// `share` of `base`, rounded once, and its IVA.
    #[inline]
    pub(super) fn cost(&self, share: Fraction, base: Money) -> Option<Cost> {
        self.taxed(share.of(base, self.rounding)?)
    }

    #[inline]
    pub(super) fn taxed(&self, interest: Money) -> Option<Cost> {
        let iva = match self.iva {
            Some(iva) => iva.of(interest, self.rounding)?,
            None => Money::ZERO,
        };
        Some(Cost { interest, iva })
    }

    /// What of a row's cost the level payment pays.
    #[inline]
    pub(super) fn covered(&self, cost: Cost) -> Option<Money> {
        if self.iva_inside { cost.interest.checked_add(cost.iva) } else { Some(cost.interest) }
    }
}
