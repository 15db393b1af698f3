//! The loan calculator, by parts of its page.

mod answer;
mod form;
mod sections;

pub use answer::*;
pub use form::*;
pub use sections::*;

/// "1 quincena", "59 quincenas".
pub fn quincenas(count: u32) -> String {
    if count == 1 { "1 quincena".to_owned() } else { format!("{count} quincenas") }
}
