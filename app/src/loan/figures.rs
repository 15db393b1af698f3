//! From what a person wrote to figures, through the engine that the server's API uses too.

use std::sync::Arc;

use amortization::{Iva, Loan, Money, Schedule, Terms};
use protocol::loan::Product;

use super::form::limits;
use crate::text::{calculator as words, money};

/// A simulation's answer, in centavos.
#[derive(Debug, Clone)]
pub struct Figures {
    pub amount: i64,
    pub count: u32,
    pub payment: i64,
    pub last: i64,
    pub interest: i64,
    pub iva: i64,
    pub total: i64,
    pub schedule: Arc<Schedule>,
}

/// What the form's present text leads to.
#[derive(Debug, Clone, Default)]
pub enum Outcome {
    /// No amount yet: nothing is wrong.
    #[default]
    Empty,
    /// What to write instead, per field; an empty sentence means that field is fine.
    Wrong {
        amount: String,
        term: String,
    },
    Ready(Figures),
}

impl Outcome {
    pub fn ready(&self) -> Option<&Figures> {
        if let Self::Ready(figures) = self { Some(figures) } else { None }
    }

    pub fn amount_fault(&self) -> &str {
        if let Self::Wrong { amount, .. } = self { amount } else { "" }
    }

    pub fn term_fault(&self) -> &str {
        if let Self::Wrong { term, .. } = self { term } else { "" }
    }
}

/// Calculates, or says what to write instead. `asked` is true once the form was sent: only then is an empty
/// amount a fault.
pub fn calculate(product: &Product, amount: &str, term: &str, asked: bool) -> Outcome {
    let amount = read_amount(amount, product, asked);
    let term = read_term(term, product);
    match (amount, term) {
        (Ok(Some(amount)), Ok(count)) => solve(product, amount, count),
        (Ok(None), Ok(_)) => Outcome::Empty,
        (amount, term) => {
            Outcome::Wrong { amount: amount.err().unwrap_or_default(), term: term.err().unwrap_or_default() }
        }
    }
}

fn read_amount(written: &str, product: &Product, asked: bool) -> Result<Option<i64>, String> {
    let (min, max) = limits(product);
    match money::read(written) {
        Ok(centavos) if (min..=max).contains(&centavos) => Ok(Some(centavos)),
        Ok(_) => Err(words::amount_outside(min, max)),
        Err(money::Unread::Empty) if asked => Err(words::AMOUNT_EMPTY.to_owned()),
        Err(money::Unread::Empty) => Ok(None),
        Err(money::Unread::Unclear) => Err(words::AMOUNT_UNCLEAR.to_owned()),
    }
}

fn read_term(written: &str, product: &Product) -> Result<u32, String> {
    let digits = written.trim().trim_end_matches("quincenas").trim_end();
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .parse()
        .ok()
        .filter(|count| plain && (1..=product.max_term).contains(count))
        .ok_or_else(|| words::term_outside(product.max_term))
}

fn solve(product: &Product, amount: i64, count: u32) -> Outcome {
    schedule(product, amount, count).map_or_else(
        |_| Outcome::Wrong { amount: words::ENGINE.to_owned(), term: String::new() },
        |schedule| Outcome::Ready(figures(amount, schedule)),
    )
}

fn schedule(product: &Product, amount: i64, count: u32) -> Result<Schedule, amortization::Error> {
    let iva = if product.iva_pct.is_empty() { None } else { Some(Iva::level_total(product.iva_pct.parse()?)) };
    let rate = product.annual_rate_pct.parse()?;
    let terms = Terms { iva, ..Terms::new(Money::from_centavos(amount), rate, count) };
    Loan::new(terms)?.schedule()
}

fn figures(amount: i64, schedule: Schedule) -> Figures {
    Figures {
        amount,
        count: u32::try_from(schedule.rows.len()).unwrap_or(u32::MAX),
        payment: schedule.level_payment.unwrap_or_default().centavos(),
        last: schedule.totals.last_payment.centavos(),
        interest: schedule.totals.interest.centavos(),
        iva: schedule.totals.iva.centavos(),
        total: schedule.totals.paid.centavos(),
        schedule: Arc::new(schedule),
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::tests::product;
    use super::*;

    fn personal() -> Product {
        product("personal", "2026-01", false)
    }

    #[test]
    fn gives_the_institutes_own_figures() {
        let outcome = calculate(&personal(), "60,000", "59", true);
        let figures = outcome.ready().expect("figures");
        assert_eq!(money::pesos(figures.payment), "$1,231.32");
        assert_eq!(money::pesos(figures.last), "$1,231.60");
        assert_eq!(money::pesos(figures.interest), "$10,903.56");
        assert_eq!(money::pesos(figures.iva), "$1,744.60");
    }

    #[test]
    fn says_what_to_write() {
        let fault = |amount: &str| calculate(&personal(), amount, "24", true).amount_fault().to_owned();
        assert_eq!(fault("cincuenta"), "Escriba el monto con números, por ejemplo 50,000");
        assert_eq!(fault(""), "Escriba cuánto necesita, por ejemplo 50,000");
        assert!(fault("0").contains("va de $1,000 a $250,000"));
        assert!(fault("250000.01").contains("va de $1,000 a $250,000"));
        assert_eq!(fault("250000"), "");
    }

    #[test]
    fn says_which_terms_there_are() {
        let fault = |term: &str| calculate(&personal(), "50000", term, true).term_fault().to_owned();
        for wrong in ["0", "73", "", "dos", "+24", "-1", "2.5", "99999999999"] {
            assert_eq!(fault(wrong), "Escriba de 1 a 72 quincenas, solo el número", "{wrong}");
        }
        for fine in ["1", " 72 ", "59 quincenas"] {
            assert_eq!(fault(fine), "", "{fine}");
        }
    }

    #[test]
    fn an_empty_first_visit_is_no_fault() {
        assert!(matches!(calculate(&personal(), "", "36", false), Outcome::Empty));
    }
}
