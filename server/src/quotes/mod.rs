//! What a loan costs, for whoever asks: the API and the command line give the same answers. From wire types to
//! the engine and back; pure, so every date is an argument.

mod affordability;
mod cat;
mod due_dates;
mod late_interest;
mod payoff;
mod read;
mod refusal;
mod renewal;
mod schedule;
mod solve;
mod terms;

pub use affordability::affordability;
pub use cat::cat;
pub use due_dates::due_dates;
pub use late_interest::late_interest;
pub use payoff::payoff;
pub use refusal::Refusal;
pub use renewal::renewal;
pub use schedule::schedule;
pub use solve::solve;
