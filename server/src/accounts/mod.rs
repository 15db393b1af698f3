//! Staff and derechohabientes: who they are, their passwords and their sessions.

mod device;
mod kind;
mod member_codes;
mod member_sessions;
mod members;
mod passwords;
mod policy;
mod sessions;
mod sign_in;
mod staff;
mod throttle;

pub use device::device;
pub use kind::Kind;
pub use member_codes::{invite, set_member_password};
pub use member_sessions::{Which, end_sessions, member_sessions, shown_session};
pub use members::{Member, find_member, sign_in_member};
pub use passwords::Hasher;
pub use policy::check as check_password;
pub use sessions::{DEVICE_KEY, SEEN_KEY, Sessions, hash as session_hash};
pub use sign_in::sign_in;
pub use staff::{
    NewStaff, Operator, add, change_password, find_operator, issue_code, remove, set_first_password,
};
