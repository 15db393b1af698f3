//! Strict text to numbers and dates, each refusal naming its field.

use std::str::FromStr;

use amortization::{Date, Field, FirstDue, Iva, Money, MovedPayDate, Rate, Rounding};
use protocol::loan::{self as wire, FirstDueRule, IvaMode, PayDate};

use super::Refusal;

/// Moved pay dates of one request: half a century of quincenas.
const MOST_PAY_DATES: usize = 1200;

pub(super) fn money(text: &str, field: Field) -> Result<Money, Refusal> {
    Money::from_str(text).map_err(|error| error.in_field(field).into())
}

pub(super) fn rate(text: &str, field: Field) -> Result<Rate, Refusal> {
    Rate::from_str(text).map_err(|error| error.in_field(field).into())
}

/// Absent is zero.
pub(super) fn rate_or_zero(text: Option<&str>, field: Field) -> Result<Rate, Refusal> {
    text.map_or(Ok(Rate::ZERO), |text| rate(text, field))
}

/// Absent is zero.
pub(super) fn money_or_zero(text: Option<&str>, field: Field) -> Result<Money, Refusal> {
    text.map_or(Ok(Money::ZERO), |text| money(text, field))
}

pub(super) fn date(text: &str, field: &'static str) -> Result<Date, Refusal> {
    Date::from_str(text).map_err(|error| Refusal::from(error).named(field))
}

pub(super) const fn rounding(rounding: wire::Rounding) -> Rounding {
    match rounding {
        wire::Rounding::HalfUp => Rounding::HalfUp,
        wire::Rounding::HalfEven => Rounding::HalfEven,
        wire::Rounding::Up => Rounding::Up,
    }
}

pub(super) fn iva(pct: Option<&str>, mode: Option<IvaMode>) -> Result<Option<Iva>, Refusal> {
    let Some(pct) = pct else {
        return if mode.is_some() { Err(Refusal::needs("iva_mode", "iva_pct")) } else { Ok(None) };
    };
    let rate = rate(pct, Field::Iva)?;
    Ok(Some(match mode.unwrap_or_default() {
        IvaMode::LevelTotal => Iva::level_total(rate),
        IvaMode::OnTop => Iva::on_top(rate),
    }))
}

/// The next pay date, unless said otherwise.
pub(super) fn first_due(rule: Option<FirstDueRule>) -> FirstDue {
    match rule.unwrap_or(FirstDueRule::Nth(1)) {
        FirstDueRule::Nth(n) => FirstDue::Nth { n },
        FirstDueRule::LagDays(days) => FirstDue::Lag { days },
    }
}

pub(super) fn pay_dates(dates: &[PayDate]) -> Result<Vec<MovedPayDate>, Refusal> {
    if dates.len() > MOST_PAY_DATES {
        return Err(amortization::Error::AboveLimit { field: Field::PayDates }.into());
    }
    let field = Field::PayDates.as_str();
    let moved = |one: &PayDate| -> Result<MovedPayDate, Refusal> {
        Ok(MovedPayDate { nominal: date(&one.nominal, field)?, shown: date(&one.shown, field)? })
    };
    let numbered = (1..).zip(dates);
    numbered.map(|(row, one)| moved(one).map_err(|refusal| refusal.at(row))).collect()
}
