use sea_orm::ActiveValue::{self, Set};

use crate::{clock::Millis, limits, store::entities::session};

/// Whose session it is. The two never meet: each has its own cookie, its own routes and its own life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Somebody at a desk.
    Staff,
    /// A derechohabiente.
    Member,
}

impl Kind {
    /// The session value that names the person; also copied into a column of its own, to end all of theirs.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Member => "member",
        }
    }

    pub const fn cookie(self) -> &'static str {
        match self {
            Self::Staff => "__Host-consola",
            Self::Member => "__Host-sesion",
        }
    }

    /// Life without use.
    pub const fn idle(self) -> Millis {
        60_000
            * match self {
                Self::Staff => limits::STAFF_IDLE_MINUTES,
                Self::Member => limits::MEMBER_IDLE_MINUTES,
            }
    }

    /// Life that no use prolongs.
    pub const fn life(self) -> Millis {
        3_600_000
            * match self {
                Self::Staff => limits::STAFF_LIFE_HOURS,
                Self::Member => limits::MEMBER_LIFE_HOURS,
            }
    }

    pub(super) const fn column(self) -> session::Column {
        match self {
            Self::Staff => session::Column::StaffId,
            Self::Member => session::Column::MemberId,
        }
    }

    /// Values of `staff_id` and `member_id` for a session of this person.
    pub(super) fn owner(self, person: Option<String>) -> [ActiveValue<Option<String>>; 2] {
        match self {
            Self::Staff => [Set(person), Set(None)],
            Self::Member => [Set(None), Set(person)],
        }
    }

    pub(super) const fn owner_of(self, row: &session::Model) -> Option<&String> {
        match self {
            Self::Staff => row.staff_id.as_ref(),
            Self::Member => row.member_id.as_ref(),
        }
    }
}
