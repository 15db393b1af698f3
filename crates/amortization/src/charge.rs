use crate::{Money, Rounding, exact::Fraction};

/// A charge and its IVA.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Charge {
    pub amount: Money,
    pub iva: Money,
}

impl Charge {
    /// `share` of `base`, and `iva` of what came out: each rounded once. `None` beyond `i64`.
    pub(crate) fn of(base: Money, share: Fraction, iva: Fraction, rounding: Rounding) -> Option<Self> {
        Self::fixed(share.of(base, rounding)?, iva, rounding)
    }

    pub(crate) fn fixed(amount: Money, iva: Fraction, rounding: Rounding) -> Option<Self> {
        Some(Self { amount, iva: iva.of(amount, rounding)? })
    }

    pub(crate) fn total(self) -> Option<Money> {
        self.amount.checked_add(self.iva)
    }
}
