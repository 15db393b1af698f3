//! The exact arithmetic underneath: fractions for rows, an enclosure and big integers for powers.

mod enclosure;
mod fraction;
mod natural;

pub(crate) use enclosure::Enclosure;
pub(crate) use fraction::Fraction;
pub(crate) use natural::Natural;
