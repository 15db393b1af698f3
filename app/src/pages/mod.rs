//! Pages that only the server renders: they carry no program.

mod accessibility;
mod error;
mod home;
mod integrate;
mod privacy;

pub use accessibility::Accessibility;
pub use error::{ErrorPage, ErrorView};
pub use home::{Home, HomePage};
pub use integrate::{Integrate, IntegratePage, PinnedScript, Site};
pub use privacy::{Privacy, PrivacyPage};

/// What pages without anything of their own need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainPage {
    pub institution: String,
    /// "Reloj de demostración: ..." when the demo clock is shifted.
    pub demo_clock: Option<String>,
}
