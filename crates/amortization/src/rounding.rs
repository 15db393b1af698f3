use std::cmp::Ordering;

/// How a fraction of a centavo is rounded. Interest, IVA and the level payment use the same mode.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// To the nearest, ties away from zero: Mexican practice.
    #[default]
    HalfUp,
    /// To the nearest, ties to the even centavo.
    HalfEven,
    /// Any fraction goes to the next centavo.
    Up,
}

impl Rounding {
    /// Whether a non-negative quotient takes one more unit than its floor. `to_half` compares the
    /// discarded part with one half; `exact` says that nothing is discarded.
    pub(crate) fn adds_one(self, floor_is_odd: bool, to_half: Ordering, exact: bool) -> bool {
        match self {
            Self::HalfUp => to_half.is_ge(),
            Self::HalfEven => to_half.is_gt() || (to_half.is_eq() && floor_is_odd),
            Self::Up => !exact,
        }
    }
}
