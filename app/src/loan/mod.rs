//! The loan calculator: what the form says, what the engine answers, how it is shown.

mod answer;
mod browser;
mod figures;
mod form;
mod inputs;
mod payments;
mod simulation;
mod view;

pub use figures::{Figures, Outcome, calculate};
pub use form::Form;
pub use simulation::is_wrong;
pub use view::Calculator;
