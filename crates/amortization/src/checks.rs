//! Each field of the terms against its own limit, in the order a form asks for them.

use crate::{Charges, Error, Extra, Field, Method, Money, Rate, Terms, limits};

pub(crate) fn terms(terms: &Terms) -> Result<(), Error> {
    positive(terms.amount, Field::Amount)?;
    rate(terms.annual_rate, limits::MAX_ANNUAL_RATE_MILLIONTHS, Field::AnnualRate)?;
    payments(terms.payments)?;
    periods_per_year(terms.periods_per_year)?;
    if let Some(iva) = terms.iva {
        rate(iva.rate, limits::MAX_IVA_MILLIONTHS, Field::Iva)?;
    }
    if let Method::InterestOnlyGrace { rows } = terms.method {
        count(rows, terms.payments - 1, Field::GracePayments)?;
    }
    if let Some(multiple) = terms.payment_multiple {
        positive(multiple, Field::PaymentMultiple)?;
    }
    charges(&terms.charges)?;
    extras(terms.extras.list, terms.payments)
}

/// More than zero, at most [`limits::MAX_AMOUNT_CENTAVOS`].
pub(crate) fn positive(money: Money, field: Field) -> Result<(), Error> {
    if money == Money::ZERO { Err(Error::NotPositive { field }) } else { not_negative(money, field) }
}

/// From zero to [`limits::MAX_AMOUNT_CENTAVOS`].
pub(crate) fn not_negative(money: Money, field: Field) -> Result<(), Error> {
    match money.centavos() {
        ..0 => Err(Error::NotPositive { field }),
        0..=limits::MAX_AMOUNT_CENTAVOS => Ok(()),
        _ => Err(Error::AboveLimit { field }),
    }
}

pub(crate) fn rate(rate: Rate, limit: u64, field: Field) -> Result<(), Error> {
    if rate.millionths() > limit { Err(Error::AboveLimit { field }) } else { Ok(()) }
}

pub(crate) fn payments(payments: u32) -> Result<(), Error> {
    count(payments, limits::MAX_PAYMENTS, Field::Payments)
}

pub(crate) fn periods_per_year(periods_per_year: u32) -> Result<(), Error> {
    let known = limits::PERIODS_PER_YEAR.contains(&periods_per_year);
    if known { Ok(()) } else { Err(Error::Unsupported { field: Field::PeriodsPerYear }) }
}

/// From 1 to `limit`.
pub(crate) fn count(value: u32, limit: u32, field: Field) -> Result<(), Error> {
    match value {
        0 => Err(Error::NotPositive { field }),
        value if value > limit => Err(Error::AboveLimit { field }),
        _ => Ok(()),
    }
}

fn charges(charges: &Charges) -> Result<(), Error> {
    let share = |value, field| rate(value, limits::MAX_SHARE_MILLIONTHS, field);
    let iva = |value, field| rate(value, limits::MAX_IVA_MILLIONTHS, field);
    if let Some(commission) = charges.commission {
        share(commission.rate, Field::CommissionRate)?;
        iva(commission.iva, Field::CommissionIva)?;
    }
    if let Some(insurance) = charges.insurance {
        if insurance.rate.millionths() > limits::MAX_PER_MILLE_MILLIONTHS {
            return Err(Error::AboveLimit { field: Field::InsuranceRate });
        }
        iva(insurance.iva, Field::InsuranceIva)?;
    }
    if let Some(fund) = charges.fund {
        share(fund.rate, Field::FundRate)?;
        iva(fund.iva, Field::FundIva)?;
    }
    if let Some(fee) = charges.fixed_fee {
        not_negative(fee.amount, Field::FixedFee)?;
        iva(fee.iva, Field::FixedFeeIva)?;
    }
    Ok(())
}

/// After rows 1 to `payments - 1`, in rising order.
fn extras(list: &[Extra], payments: u32) -> Result<(), Error> {
    let field = Field::Extras;
    let mut before = 0;
    for extra in list {
        count(extra.after, payments - 1, field)?;
        positive(extra.amount, field)?;
        if extra.after <= before {
            return Err(Error::Unsupported { field });
        }
        before = extra.after;
    }
    Ok(())
}
