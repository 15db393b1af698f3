//! A new loan that pays off the old one, on a due date.

use crate::{Commission, Error, Field, Money, Rate};

/// A new loan's net once the old balance and the commission are taken out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renewal {
    pub commission: Money,
    pub commission_iva: Money,
    /// `new amount - old balance - commission - its IVA`.
    pub net: Money,
}

/// All half-up. `min_net` is the smallest share of the new amount that has to be left.
///
/// # Errors
/// `renewal_net_not_positive`, `renewal_net_below_minimum`, or a field outside [`crate::limits`].
pub fn renew(
    _amount: Money,
    _old_balance: Money,
    _commission: Option<Commission>,
    _min_net: Option<Rate>,
) -> Result<Renewal, Error> {
    Err(Error::Unsupported { field: Field::Amount })
}
