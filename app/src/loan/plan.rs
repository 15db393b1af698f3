//! A loan as the engine takes it, owned: [`Terms`] borrows its lists.

use std::sync::Arc;

use amortization::{
    Base, Charges, Commission, CommissionPaid, Date, Error, Extra, ExtraEffect, Extras, FirstDue, Fund,
    FundCharged, InterestBy, Iva, Money, MovedPayDate, Rate, Terms, Timing,
};
use protocol::loan::{Conditions, FirstDueRule, Product};

use super::offer::Offer;

/// A product's terms with an amount and a number of payments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub amount: Money,
    pub payments: u32,
    pub rate: Rate,
    pub iva: Option<Iva>,
    pub charges: Charges,
    /// A payment agreed beforehand: the level one is rounded to it.
    pub payment: Option<Money>,
    /// The day the money would be paid out.
    pub disbursed: Date,
    pub first_due: FirstDue,
    pub moved: Arc<[MovedPayDate]>,
}

impl Plan {
    /// The product's terms; amount and payments are still to be set.
    ///
    /// # Errors
    /// A rate or rule of the product that the engine refuses.
    pub fn of(offer: &Offer, disbursed: Date) -> Result<Self, Error> {
        let product = &offer.product;
        let iva = optional(&product.iva_pct)?;
        Ok(Self {
            amount: Money::ZERO,
            payments: product.max_term,
            rate: product.annual_rate_pct.parse()?,
            iva: iva.map(Iva::level_total),
            charges: charges(&product.conditions, iva.unwrap_or_default())?,
            payment: None,
            disbursed,
            first_due: first_due(product),
            moved: Arc::clone(&offer.moved),
        })
    }

    pub fn terms(&self) -> Terms<'_> {
        let timing = Timing {
            disbursed_on: self.disbursed,
            first_due: self.first_due,
            moved: &self.moved,
            interest: InterestBy::Periods,
        };
        let bare = self.bare();
        Terms { payment_multiple: self.payment, timing: Some(timing), charges: self.charges, ..bare }
    }

    /// Without dates, charges and agreed payment: what the engine solves for a term.
    pub fn bare(&self) -> Terms<'static> {
        Terms { iva: self.iva, ..Terms::new(self.amount, self.rate, self.payments) }
    }

    pub fn with_extras<'a>(&'a self, list: &'a [Extra], effect: ExtraEffect) -> Terms<'a> {
        Terms { extras: Extras { list, effect }, ..self.terms() }
    }
}

/// A percentage of the configuration, where an empty one means none.
pub fn optional(percent: &str) -> Result<Option<Rate>, Error> {
    if percent.is_empty() { Ok(None) } else { percent.parse().map(Some) }
}

fn charges(conditions: &Conditions, iva: Rate) -> Result<Charges, Error> {
    let paid = CommissionPaid::Deducted;
    let commission = optional(&conditions.commission_pct)?.map(|rate| Commission { rate, iva, paid });
    // A contribution to the institute's own fund is no service: it carries no IVA.
    let fund = optional(&conditions.fund_pct)?.map(|rate| Fund {
        rate,
        iva: Rate::ZERO,
        base: Base::Balance,
        charged: FundCharged::Yearly,
    });
    Ok(Charges { commission, fund, ..Charges::NONE })
}

fn first_due(product: &Product) -> FirstDue {
    match product.first_due {
        FirstDueRule::Nth(n) => FirstDue::Nth { n },
        FirstDueRule::LagDays(days) => FirstDue::Lag { days },
    }
}
