//! Options that have no meaning together.

use crate::{Error, ExtraEffect, Field, FirstPeriod, InterestBy, Method, Terms};

/// The table is at the front page of the crate: "What does not go together".
pub(crate) fn check(terms: &Terms) -> Result<(), Error> {
    let refused = pairs(terms).into_iter().find(|(meets, ..)| *meets);
    refused.map_or(Ok(()), |(_, one, other)| Err(Error::UnsupportedCombination { one, other }))
}

fn pairs(terms: &Terms) -> [(bool, Field, Field); 5] {
    let method = terms.method;
    let flat = method == Method::Flat;
    let extras = !terms.extras.list.is_empty();
    let reduces_term = extras && terms.extras.effect == ExtraEffect::ReduceTerm;
    let interest = terms.timing.map(|timing| timing.interest).unwrap_or_default();
    let solves = matches!(interest, InterestBy::OddFirstPeriod { mode: FirstPeriod::Solve, .. });
    let multiple = terms.payment_multiple.is_some();
    [
        (flat && interest != InterestBy::Periods, Field::InterestBy, Field::Method),
        (flat && extras, Field::Extras, Field::Method),
        (method == Method::Bullet && reduces_term, Field::ExtrasEffect, Field::Method),
        (multiple && !method.has_level_payment(), Field::PaymentMultiple, Field::Method),
        (solves && method != Method::Level, Field::FirstPeriod, Field::Method),
    ]
}
