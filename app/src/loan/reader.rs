//! Reads a form's text kindly, and says of each field what to write instead.

use amortization::{Date, Error};
use protocol::loan::{CalculatorForm, Product};

use super::form::limits;
use super::offer::Offer;
use super::outcome::Outcome;
use super::plan::Plan;
use crate::text::money::Unread;
use crate::text::{calculator as words, dates, money};
use crate::ui::Fault;

/// Goes through fields one after the other and collects what is wrong with them.
pub struct Reader<'a> {
    pub offer: &'a Offer,
    pub form: &'a CalculatorForm,
    /// The form was sent: only then is an empty field a fault.
    asked: bool,
    faults: Vec<Fault>,
}

/// What is wrong with the field stands among the reader's faults.
#[derive(Debug, Clone, Copy)]
pub struct Noted;

impl<'a> Reader<'a> {
    pub fn new(offer: &'a Offer, form: &'a CalculatorForm, asked: bool) -> Self {
        Self { offer, form, asked, faults: Vec::new() }
    }

    pub fn product(&self) -> &'a Product {
        &self.offer.product
    }

    pub fn fault<T>(&mut self, field: &'static str, text: impl Into<String>) -> Option<T> {
        self.faults.push(Fault { field, text: text.into() });
        None
    }

    /// An empty field: a fault once the form was sent, with what to write.
    pub fn missing<T>(&mut self, field: &'static str, text: &str) -> Option<T> {
        if self.asked { self.fault(field, text) } else { None }
    }

    /// What the engine refuses: where its calendar ends, that is the date's fault and not the field's.
    pub fn refused<T>(&mut self, field: &'static str, error: Error) -> Option<T> {
        match error {
            Error::OutsideCalendar { .. } => self.fault("fecha", words::DATE_FAR),
            _ => self.fault(field, words::ENGINE),
        }
    }

    /// The answer, the faults, or nothing yet.
    pub fn end<T>(self, answer: Option<T>) -> Outcome<T> {
        match answer {
            _ if !self.faults.is_empty() => Outcome::Wrong(self.faults),
            Some(answer) => Outcome::Ready(answer),
            None => Outcome::Empty,
        }
    }

    /// Centavos; `None` when nothing is written.
    ///
    /// # Errors
    /// [`Noted`] when it cannot be read.
    pub fn money(&mut self, field: &'static str, written: &str, example: &str) -> Result<Option<i64>, Noted> {
        match money::read(written) {
            Ok(centavos) => Ok(Some(centavos)),
            Err(Unread::Empty) => Ok(None),
            Err(Unread::Unclear) => {
                let noted = self.fault(field, words::amount_unclear(written, example));
                noted.ok_or(Noted)
            }
        }
    }

    /// The amount to borrow, within the product's limits.
    pub fn amount(&mut self) -> Option<i64> {
        let (min, max) = limits(self.product());
        match self.money("monto", &self.form.monto, "50,000").ok()? {
            None => self.missing("monto", words::AMOUNT_EMPTY),
            Some(centavos) if (min..=max).contains(&centavos) => Some(centavos),
            Some(centavos) => self.fault("monto", words::amount_outside(centavos, min, max)),
        }
    }

    /// A whole number in a range, with its unit after it or without.
    pub fn count(
        &mut self,
        field: &'static str,
        written: &str,
        range: (u32, u32),
        say: fn(u32, u32) -> String,
    ) -> Option<u32> {
        let found = whole(written).filter(|count| (range.0..=range.1).contains(count));
        found.or_else(|| self.fault(field, say(range.0, range.1)))
    }

    pub fn term(&mut self) -> Option<u32> {
        let max = self.product().max_term;
        self.count("plazo", &self.form.plazo, (1, max), words::term_outside)
    }

    /// The product's terms from the day the money would be paid out.
    pub fn plan(&mut self) -> Option<Plan> {
        let day = self.disbursed()?;
        let plan = Plan::of(self.offer, day).ok();
        plan.or_else(|| self.fault("monto", words::ENGINE))
    }

    fn disbursed(&mut self) -> Option<Date> {
        let written = self.form.fecha.trim();
        let day = if written.is_empty() { self.offer.today.clone() } else { dates::iso_from(written) };
        match day.parse() {
            Ok(day) => Some(day),
            Err(Error::OutsideCalendar { .. }) => self.fault("fecha", words::DATE_FAR),
            Err(_) => self.fault("fecha", words::DATE_UNCLEAR),
        }
    }
}

/// "59", " 59 quincenas", "15 días".
pub fn whole(written: &str) -> Option<u32> {
    let digits = written.trim();
    let digits = digits.trim_end_matches(|c: char| c.is_ascii_alphabetic() || !c.is_ascii()).trim_end();
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_take_their_unit() {
        for (written, number) in
            [("59", 59), (" 72 ", 72), ("59 quincenas", 59), ("15 días", 15), ("1 pago", 1)]
        {
            assert_eq!(whole(written), Some(number), "{written}");
        }
        for wrong in ["", "dos", "+24", "-1", "2.5", "1,000", "99999999999", "٥", "quincenas"] {
            assert_eq!(whole(wrong), None, "{wrong}");
        }
    }
}
