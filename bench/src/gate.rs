//! Limits that must hold; every other figure is only printed.

use crate::Outcome;

#[derive(Default)]
pub struct Gates(Vec<String>);

impl Gates {
    /// Notes a limit that was missed.
    pub fn hold(&mut self, name: &str, holds: bool) {
        if !holds {
            self.0.push(name.to_owned());
        }
    }

    pub fn finish(self) -> Outcome<()> {
        if self.0.is_empty() { Ok(()) } else { Err(format!("missed: {}", self.0.join("; ")).into()) }
    }
}
