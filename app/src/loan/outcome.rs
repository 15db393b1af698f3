//! What a form's text leads to.

use crate::ui::Fault;

/// Nothing yet, what to write instead, or the answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Outcome<T> {
    /// Something is still to be written: nothing is wrong.
    #[default]
    Empty,
    /// What to write instead, by field, in the form's order.
    Wrong(Vec<Fault>),
    Ready(T),
}

impl<T> Outcome<T> {
    pub fn ready(&self) -> Option<&T> {
        if let Self::Ready(answer) = self { Some(answer) } else { None }
    }

    pub fn faults(&self) -> &[Fault] {
        if let Self::Wrong(faults) = self { faults } else { &[] }
    }

    /// The same with another answer.
    pub fn map<U>(self, say: impl FnOnce(T) -> U) -> Outcome<U> {
        match self {
            Self::Empty => Outcome::Empty,
            Self::Wrong(faults) => Outcome::Wrong(faults),
            Self::Ready(answer) => Outcome::Ready(say(answer)),
        }
    }

    pub fn is_wrong(&self) -> bool {
        matches!(self, Self::Wrong(_))
    }

    /// All that is to be written instead, one after the other; empty when nothing is wrong.
    pub fn summary(&self) -> String {
        self.faults().iter().map(|fault| fault.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// What to write in a field instead; empty when it is fine.
    pub fn fault(&self, field: &str) -> &str {
        self.faults().iter().find(|fault| fault.field == field).map_or("", |fault| &fault.text)
    }
}
