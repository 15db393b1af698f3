//! Staff: who they are, their passwords and their sessions.

mod passwords;
mod policy;
mod sessions;
mod sign_in;
mod staff;
mod throttle;

pub use passwords::Hasher;
pub use policy::check as check_password;
pub use sessions::{STAFF_KEY, Sessions};
pub use sign_in::sign_in;
pub use staff::{
    NewStaff, Operator, add, change_password, find_operator, issue_code, remove, set_first_password,
};
