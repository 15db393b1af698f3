//! From [`LoanTerms`] to the engine's [`Terms`].

use amortization::{
    Base, Charges, Commission, CommissionPaid, DayBasis, Error, Extra, ExtraEffect, Extras, Field,
    FirstPeriod, FixedFee, Fund, FundCharged, Insurance, InterestBy, Loan, Method, Money, MovedPayDate,
    PerMille, Terms, Timing, limits::MAX_AMOUNT_CENTAVOS,
};
use protocol::loan::{self as wire, LoanTerms};

use super::{Refusal, read};

/// Terms that own what [`Terms`] borrows: moved pay dates and extra payments.
pub(super) struct OwnedTerms {
    /// Without its two lists.
    rest: Terms<'static>,
    moved: Vec<MovedPayDate>,
    extras: Vec<Extra>,
}

impl OwnedTerms {
    pub(super) fn read(terms: &LoanTerms) -> Result<Self, Refusal> {
        let amount = read::money(&terms.amount, Field::Amount)?;
        Self::of(terms, amount)
    }

    /// For finding the amount, which the engine then does not look at.
    pub(super) fn without_amount(terms: &LoanTerms) -> Result<Self, Refusal> {
        if !terms.amount.is_empty() {
            return Err(Refusal::not_expected("amount"));
        }
        Self::of(terms, Money::ZERO)
    }

    fn of(terms: &LoanTerms, amount: Money) -> Result<Self, Refusal> {
        let rate = read::rate(&terms.annual_rate_pct, Field::AnnualRate)?;
        let multiple = terms.payment_multiple.as_deref();
        let rest = Terms {
            periods_per_year: terms.periods_per_year,
            method: method(terms)?,
            rounding: read::rounding(terms.rounding),
            payment_multiple: multiple.map(|text| read::money(text, Field::PaymentMultiple)).transpose()?,
            iva: read::iva(terms.iva_pct.as_deref(), terms.iva_mode)?,
            timing: timing(terms)?,
            charges: charges(terms)?,
            extras: Extras { effect: effect(terms)?, ..Extras::NONE },
            ..Terms::new(amount, rate, terms.payments)
        };
        Ok(Self { rest, moved: read::pay_dates(&terms.pay_dates)?, extras: extras(&terms.extras)? })
    }

    pub(super) fn terms(&self) -> Terms<'_> {
        Terms {
            timing: self.rest.timing.map(|timing| Timing { moved: &self.moved, ..timing }),
            extras: Extras { list: &self.extras, ..self.rest.extras },
            ..self.rest
        }
    }

    pub(super) fn loan(&self) -> Result<Loan<'_>, Refusal> {
        Loan::new(self.terms()).map_err(|error| match error {
            Error::NotPositive { field: Field::Extras }
            | Error::AboveLimit { field: Field::Extras }
            | Error::Unsupported { field: Field::Extras } => self.of_wrong_extra(error),
            other => other.into(),
        })
    }

    /// The engine says what is wrong with an extra payment, not with which.
    fn of_wrong_extra(&self, error: Error) -> Refusal {
        let mut before = 0;
        let wrong = self.extras.iter().find(|extra| {
            let is_next = before < extra.after && extra.after < self.rest.payments;
            before = extra.after;
            !is_next || !(1..=MAX_AMOUNT_CENTAVOS).contains(&extra.amount.centavos())
        });
        match wrong {
            Some(extra) => Refusal::from(error).at(extra.after),
            None => error.into(),
        }
    }
}

fn method(terms: &LoanTerms) -> Result<Method, Refusal> {
    if terms.method != wire::Method::InterestOnlyGrace && terms.grace_payments.is_some() {
        return Err(Refusal::needs("grace_payments", "method"));
    }
    Ok(match terms.method {
        wire::Method::Level => Method::Level,
        wire::Method::German => Method::German,
        wire::Method::Bullet => Method::Bullet,
        wire::Method::Flat => Method::Flat,
        wire::Method::InterestOnlyGrace => Method::InterestOnlyGrace {
            rows: terms.grace_payments.ok_or(Error::Empty { field: Field::GracePayments })?,
        },
    })
}

fn timing(terms: &LoanTerms) -> Result<Option<Timing<'static>>, Refusal> {
    let interest = interest_by(terms)?;
    let Some(disbursed) = &terms.disbursed_on else {
        let needs_dates =
            terms.first_due.is_some() || !terms.pay_dates.is_empty() || interest != InterestBy::Periods;
        return if needs_dates { Err(Error::NeedsDates.into()) } else { Ok(None) };
    };
    Ok(Some(Timing {
        disbursed_on: read::date(disbursed, Field::DisbursedOn.as_str())?,
        first_due: read::first_due(terms.first_due),
        moved: &[],
        interest,
    }))
}

fn interest_by(terms: &LoanTerms) -> Result<InterestBy, Refusal> {
    let by = terms.interest_by;
    if terms.first_period.is_some() && by != wire::InterestBy::OddFirstPeriod {
        return Err(Refusal::needs("first_period", "interest_by"));
    }
    if terms.day_basis.is_some() && by == wire::InterestBy::Periods {
        return Err(Refusal::needs("day_basis", "interest_by"));
    }
    let basis = match terms.day_basis {
        None | Some(360) => DayBasis::D360,
        Some(365) => DayBasis::D365,
        Some(_) => return Err(Refusal::unsupported_value("day_basis")),
    };
    let mode = match terms.first_period.unwrap_or_default() {
        wire::FirstPeriod::Absorb => FirstPeriod::Absorb,
        wire::FirstPeriod::AddToFirst => FirstPeriod::AddToFirst,
        wire::FirstPeriod::Solve => FirstPeriod::Solve,
    };
    Ok(match by {
        wire::InterestBy::Periods => InterestBy::Periods,
        wire::InterestBy::OddFirstPeriod => InterestBy::OddFirstPeriod { basis, mode },
        wire::InterestBy::RealDates => InterestBy::RealDates { basis },
    })
}

fn charges(terms: &LoanTerms) -> Result<Charges, Refusal> {
    Ok(Charges {
        commission: terms.commission.as_ref().map(commission).transpose()?,
        insurance: terms.insurance.as_ref().map(insurance).transpose()?,
        fund: terms.fund.as_ref().map(fund).transpose()?,
        fixed_fee: terms.fixed_fee.as_ref().map(fixed_fee).transpose()?,
    })
}

fn commission(commission: &wire::Commission) -> Result<Commission, Refusal> {
    Ok(Commission {
        rate: read::rate(&commission.pct, Field::CommissionRate)?,
        iva: read::rate_or_zero(commission.iva_pct.as_deref(), Field::CommissionIva)?,
        paid: match commission.paid {
            wire::CommissionPaid::Deducted => CommissionPaid::Deducted,
            wire::CommissionPaid::Financed => CommissionPaid::Financed,
            wire::CommissionPaid::Upfront => CommissionPaid::Upfront,
        },
    })
}

fn insurance(insurance: &wire::Insurance) -> Result<Insurance, Refusal> {
    Ok(Insurance {
        rate: insurance.per_mille.parse::<PerMille>()?,
        iva: read::rate_or_zero(insurance.iva_pct.as_deref(), Field::InsuranceIva)?,
        base: base(insurance.base),
    })
}

fn fund(fund: &wire::Fund) -> Result<Fund, Refusal> {
    let charged = match fund.charged {
        wire::FundCharged::Yearly => FundCharged::Yearly,
        wire::FundCharged::Upfront if fund.base.is_some() => {
            return Err(Refusal::needs("fund.base", "fund.charged"));
        }
        wire::FundCharged::Upfront => FundCharged::Upfront,
    };
    Ok(Fund {
        rate: read::rate(&fund.pct, Field::FundRate)?,
        iva: read::rate_or_zero(fund.iva_pct.as_deref(), Field::FundIva)?,
        base: base(fund.base.unwrap_or_default()),
        charged,
    })
}

const fn base(base: wire::ChargeBase) -> Base {
    match base {
        wire::ChargeBase::Balance => Base::Balance,
        wire::ChargeBase::Original => Base::Original,
    }
}

fn fixed_fee(fee: &wire::FixedFee) -> Result<FixedFee, Refusal> {
    Ok(FixedFee {
        amount: read::money(&fee.amount, Field::FixedFee)?,
        iva: read::rate_or_zero(fee.iva_pct.as_deref(), Field::FixedFeeIva)?,
    })
}

fn extras(extras: &[wire::Extra]) -> Result<Vec<Extra>, Refusal> {
    let read = |extra: &wire::Extra| {
        let amount = read::money(&extra.amount, Field::Extras).map_err(|refusal| refusal.at(extra.after))?;
        Ok(Extra { after: extra.after, amount })
    };
    extras.iter().map(read).collect()
}

fn effect(terms: &LoanTerms) -> Result<ExtraEffect, Refusal> {
    if terms.extras_effect.is_some() && terms.extras.is_empty() {
        return Err(Refusal::needs("extras_effect", "extras"));
    }
    Ok(match terms.extras_effect.unwrap_or_default() {
        wire::ExtrasEffect::ReduceTerm => ExtraEffect::ReduceTerm,
        wire::ExtrasEffect::ReducePayment => ExtraEffect::ReducePayment,
    })
}
