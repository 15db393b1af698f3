//! A new loan that pays off the old one, on a due date.

use crate::{
    Charge, Commission, CommissionPaid, Error, Field, Money, Rate, Rounding, checks, limits, loan::TOO_LARGE,
    rate::WHOLE,
};

/// A new loan's net once the old balance and the commission are taken out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renewal {
    /// Of the new amount, deducted, in pesos.
    pub commission: Money,
    /// On the rounded commission, in pesos.
    pub commission_iva: Money,
    /// What is paid out, in pesos: `new amount - old balance - commission - its IVA`.
    pub net: Money,
}

/// What is paid out of a new loan of `amount` that pays off `old_balance` on a due date, when no interest has
/// accrued. The commission is deducted; it and its IVA are rounded half-up. `min_net` is the smallest share of
/// the new amount that has to be left: policy, an example until the institute confirms it.
///
/// ```
/// use amortization::{Commission, CommissionPaid, renew};
///
/// let commission = Commission {
///     rate: "1.5".parse()?,
///     iva: "16".parse()?,
///     paid: CommissionPaid::Deducted,
/// };
/// let renewal = renew("60000".parse()?, "21345.67".parse()?, Some(commission), Some("30".parse()?))?;
/// assert_eq!(renewal.commission.to_string(), "900.00");
/// assert_eq!(renewal.commission_iva.to_string(), "144.00");
/// assert_eq!(renewal.net.to_string(), "37610.33");
/// # Ok::<(), amortization::Error>(())
/// ```
///
/// # Errors
/// `renewal_net_not_positive`; `renewal_net_below_minimum`; `unsupported_value` for a commission that is not
/// [`CommissionPaid::Deducted`]; a field outside [`limits`].
pub fn renew(
    amount: Money,
    old_balance: Money,
    commission: Option<Commission>,
    min_net: Option<Rate>,
) -> Result<Renewal, Error> {
    checks::positive(amount, Field::Amount)?;
    checks::not_negative(old_balance, Field::OldBalance)?;
    if let Some(min_net) = min_net {
        checks::rate(min_net, limits::MAX_SHARE_MILLIONTHS, Field::MinNetShare)?;
    }
    let Charge { amount: commission, iva: commission_iva } = charged(amount, commission)?;
    let deducted = old_balance.checked_add(commission).and_then(|sum| sum.checked_add(commission_iva));
    let net = deducted.and_then(|deducted| amount.checked_sub(deducted)).ok_or(TOO_LARGE)?;
    check_net(net, amount, min_net)?;
    Ok(Renewal { commission, commission_iva, net })
}

fn charged(amount: Money, commission: Option<Commission>) -> Result<Charge, Error> {
    let Some(Commission { rate, iva, paid }) = commission else { return Ok(Charge::default()) };
    checks::rate(rate, limits::MAX_SHARE_MILLIONTHS, Field::CommissionRate)?;
    checks::rate(iva, limits::MAX_IVA_MILLIONTHS, Field::CommissionIva)?;
    if paid != CommissionPaid::Deducted {
        return Err(Error::Unsupported { field: Field::Charges });
    }
    Charge::of(amount, rate.share(), iva.share(), Rounding::HalfUp).ok_or(TOO_LARGE)
}

/// `net / amount < min_net`, without dividing.
fn check_net(net: Money, amount: Money, min_net: Option<Rate>) -> Result<(), Error> {
    if net <= Money::ZERO {
        return Err(Error::RenewalNetNotPositive);
    }
    let share = i128::from(min_net.unwrap_or_default().millionths());
    let whole = i128::from(WHOLE);
    let is_below = i128::from(net.centavos()) * whole < i128::from(amount.centavos()) * share;
    if is_below { Err(Error::RenewalNetBelowMinimum) } else { Ok(()) }
}
