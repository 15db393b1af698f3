use crate::{Charge, CommissionPaid, Error, FundCharged, Money, Terms, loan::TOO_LARGE};

/// What happens once, when the money is paid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Opening {
    pub(crate) commission: Charge,
    pub(crate) upfront_fund: Charge,
    /// What the schedule is over.
    pub(crate) financed: Money,
    /// What the person receives.
    pub(crate) net: Money,
}

impl Opening {
    /// # Errors
    /// `net_not_positive` when the charges take the whole amount.
    pub(crate) fn of(terms: &Terms) -> Result<Self, Error> {
        let opening = Self::computed(terms).ok_or(TOO_LARGE)?;
        if opening.net > Money::ZERO { Ok(opening) } else { Err(Error::NetNotPositive) }
    }

    fn computed(terms: &Terms) -> Option<Self> {
        let commission = commission(terms)?;
        let (mut financed, mut net) = (terms.amount, terms.amount);
        match terms.charges.commission.map(|commission| commission.paid) {
            Some(CommissionPaid::Financed) => financed = financed.checked_add(commission.total()?)?,
            Some(CommissionPaid::Deducted) => net = net.checked_sub(commission.total()?)?,
            Some(CommissionPaid::Upfront) | None => {}
        }
        let upfront_fund = upfront_fund(terms, financed)?;
        net = net.checked_sub(upfront_fund.total()?)?;
        Some(Self { commission, upfront_fund, financed, net })
    }
}

fn commission(terms: &Terms) -> Option<Charge> {
    terms.charges.commission.map_or(Some(Charge::default()), |commission| {
        Charge::of(terms.amount, commission.rate.share(), commission.iva.share(), terms.rounding)
    })
}

fn upfront_fund(terms: &Terms, financed: Money) -> Option<Charge> {
    let fund = terms.charges.fund.filter(|fund| fund.charged == FundCharged::Upfront);
    fund.map_or(Some(Charge::default()), |fund| {
        Charge::of(financed, fund.rate.share(), fund.iva.share(), terms.rounding)
    })
}
