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

    /// Twice the two ends between which everything rounds to `whole`; the lower one stops at zero.
    pub(crate) fn ends_in_halves(self, whole: u64) -> Option<(u64, u64)> {
        let twice = whole.checked_mul(2)?;
        match self {
            Self::HalfUp | Self::HalfEven => Some((twice.saturating_sub(1), twice.checked_add(1)?)),
            Self::Up => Some((twice.saturating_sub(2), twice)),
        }
    }

    /// Whether a positive number that compares so with the two ends of a whole rounds to it.
    pub(crate) fn reaches(self, whole_is_odd: bool, to_low: Ordering, to_high: Ordering) -> bool {
        match self {
            Self::HalfUp => to_low.is_ge() && to_high.is_lt(),
            Self::HalfEven if whole_is_odd => to_low.is_gt() && to_high.is_lt(),
            Self::HalfEven => to_low.is_ge() && to_high.is_le(),
            Self::Up => to_low.is_gt() && to_high.is_le(),
        }
    }
}
