//! What a derechohabiente does as themselves: come in, see their loans, close their sessions. Plain forms that the
//! server renders; none of these pages carries a program.

mod continue_here;
mod first_password;
mod loan;
mod outcome;
mod overview;
mod sessions;
mod sign_in;

pub use continue_here::Continue;
pub use first_password::FirstPassword;
pub use overview::Account;
pub use sign_in::SignIn;
