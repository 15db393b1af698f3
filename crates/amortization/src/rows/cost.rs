use crate::Money;

/// What a period costs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(super) interest: Money,
    pub(super) iva: Money,
}
