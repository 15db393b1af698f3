use amortization::{CatTime, Rate};
use protocol::loan::{self as wire, CatAnswer, CatRequest};

use super::{Refusal, terms::OwnedTerms};

/// What Banxico asks to be shown beside a CAT; a public institute shows it as good practice.
const LEGEND: &str = "sin IVA, para fines informativos y de comparación";
const RATE_LEGEND: &str = "tasa fija anual";

/// The CAT of a loan; `today` is the ISO date it is computed on.
///
/// # Errors
/// The field at fault.
pub fn cat(request: &CatRequest, today: String) -> Result<CatAnswer, Refusal> {
    let terms = OwnedTerms::read(&request.terms)?;
    let cat = terms.loan()?.cat(match request.time {
        wire::CatTime::Periods => CatTime::Periods,
        wire::CatTime::Dates => CatTime::Dates,
    })?;
    Ok(CatAnswer {
        cat_pct_exact: six_decimals(cat.exact),
        cat_pct: one_decimal(cat.shown),
        legend: LEGEND.to_owned(),
        rate_legend: RATE_LEGEND.to_owned(),
        calculated_on: today,
    })
}

const PERCENT: u64 = 1_000_000;

/// "14.628730"
pub(super) fn six_decimals(rate: Rate) -> String {
    format!("{}.{:06}", rate.millionths() / PERCENT, rate.millionths() % PERCENT)
}

/// "14.6"; the rate has no more.
fn one_decimal(rate: Rate) -> String {
    format!("{}.{}", rate.millionths() / PERCENT, rate.millionths() % PERCENT / (PERCENT / 10))
}
