use crate::{DueDate, Money};

/// One payment. `payment` is the sum of `principal` to `charges_iva`; `closing_balance` is
/// `opening_balance - principal - extra`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// 1, 2, 3 ...
    pub number: u32,
    /// When it is due, under terms with [`crate::Timing`].
    pub due: Option<DueDate>,
    /// Owed before the payment.
    pub opening_balance: Money,
    /// The part that lowers the balance.
    pub principal: Money,
    /// The opening balance (of a flat loan, the financed amount) times the period's rate, rounded once.
    pub interest: Money,
    /// IVA on the rounded interest, rounded by itself.
    pub iva: Money,
    /// The yearly contribution to the Fondo Especial y Solidario.
    pub fund: Money,
    pub insurance: Money,
    pub fee: Money,
    /// IVA of fund, insurance and fee, each rounded by itself.
    pub charges_iva: Money,
    /// What is paid, the extra apart.
    pub payment: Money,
    /// An extra payment to principal, right after the payment.
    pub extra: Money,
    /// Owed after the payment and the extra.
    pub closing_balance: Money,
}
