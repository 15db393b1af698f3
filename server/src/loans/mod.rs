//! The derechohabiente's loans: what the padrón says of each, and the payments that follow from it.

mod account;
mod statement;

pub use account::of_member;
pub use statement::{Terms, check};
