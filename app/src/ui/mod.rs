//! The design system: one component a file, its accessibility criteria in its doc.
//!
//! What a component holds is typed (`TypedChildren`), never `Children`: those erase the type, and each erased type
//! brings its asynchronous hydration along, which no page uses; a fifth of the calculator's program was that.
//!
//! Classes are flat and prefixed (`p-button`, `p-field__label`); `style/components/` holds one file for each.

mod button;
mod card;
#[cfg(test)]
mod contrast;
mod error_summary;
mod escaped;
mod field;
mod icon;
mod label;
mod layout;
mod scroll_table;

pub use button::{Button, ButtonLink, Look};
pub use card::Card;
pub use error_summary::{ErrorSummary, Fault};
pub use escaped::escaped;
pub use field::{Field, described_by};
pub use icon::{Glyph, Icon};
pub use label::Label;
pub use layout::{Brand, Layout, Section};
pub use scroll_table::ScrollTable;
