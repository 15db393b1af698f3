//! "Si lo liquida antes": what settles the loan on a pay day.

use amortization::{Date, Money};
use leptos::prelude::*;
use protocol::loan::CalculatorForm;

use super::super::figures::{self, Figures};
use super::super::fold::Fold;
use super::super::glossary::{Term, WhatIs};
use super::super::inputs::Entry;
use super::super::offer::Offer;
use super::super::outcome::Outcome;
use super::super::part::{Part, Said};
use super::super::reader::Reader;
use super::super::simulation::Simulation;
use super::extra::table_of;
use super::{Recalculate, Sentence};
use crate::text::calculator as words;

/// What is owed right after a payment, in centavos.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    pub after: u32,
    /// Extra payments made by then.
    pub extras: usize,
    pub on: Option<Date>,
    pub payoff: i64,
    /// Interest of the payments that are not made, without IVA.
    pub saved: i64,
}

/// What settles the loan after the form's number of payments; half of them when none is written. Nothing for a
/// loan that ends with its first payment.
pub fn quote(offer: &Offer, figures: &Figures, form: &CalculatorForm) -> Outcome<Quote> {
    let mut reader = Reader::new(offer, form, false);
    let quote = read(&mut reader, figures);
    reader.end(quote)
}

fn read(reader: &mut Reader, figures: &Figures) -> Option<Quote> {
    // The table beside it: with the extra payments, when there are any.
    let schedule = table_of(reader.offer, figures, reader.form);
    let count = figures::rows(&schedule);
    if count < 2 {
        return None;
    }
    let written = reader.form.liquida.trim();
    let after = if written.is_empty() {
        count / 2
    } else {
        reader.count("liquida", written, (1, count - 1), words::after_outside)?
    };
    let (made, left) = schedule.rows.split_at_checked(usize::try_from(after).ok()?)?;
    Some(Quote {
        after,
        extras: made.iter().filter(|row| row.extra != Money::ZERO).count(),
        on: figures::due(&schedule, after),
        // On a due date no interest has accrued: the balance settles it.
        payoff: made.last()?.closing_balance.centavos(),
        saved: left.iter().map(|row| row.interest.centavos()).sum(),
    })
}

fn say(offer: &Offer, figures: &Figures, form: &CalculatorForm) -> Outcome<Said> {
    match quote(offer, figures, form) {
        Outcome::Empty => Outcome::Ready(Said::sentence(words::PAYOFF_ONE_PAYMENT.to_owned())),
        quote => quote.map(|quote| Said::sentence(words::payoff_said(&quote))),
    }
}

#[component]
pub fn PayoffPart(sim: Simulation) -> impl IntoView {
    let open = RwSignal::new(sim.form.with_untracked(|form| !form.liquida.trim().is_empty()));
    let part = Part::new(sim, open, say);
    view! {
        <Fold id="si-lo-liquida-antes" title=words::PAYOFF_TITLE question=words::PAYOFF_QUESTION open=open>
            <Entry sim=sim id="liquida" label=words::PAYOFF_AFTER hint=words::PAYOFF_HINT suffix="pagos"
                pick=|form| &mut form.liquida inputmode="numeric" error=part.fault("liquida")
                sentence=part.sentence />
            <Recalculate part="si-lo-liquida-antes" />
            <Sentence part=part />
            <WhatIs term=Term::Liquidar />
        </Fold>
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::figures::tests::{figures, form, offer};
    use super::*;

    const BASE: &str = "monto=60,000&plazo=59";

    fn outcome(liquida: &str) -> Outcome<Quote> {
        quote(&offer(), &figures(BASE), &form(&format!("{BASE}&liquida={liquida}")))
    }

    #[test]
    fn settles_with_the_balance_of_that_day() {
        for (liquida, after) in [("1", 1), ("29", 29), ("", 29), (" 58 pagos", 58)] {
            let found = *outcome(liquida).ready().expect("a quote");
            let rows = &figures(BASE).schedule.rows;
            let rest: i64 = rows[after..].iter().map(|row| row.interest.centavos()).sum();
            assert_eq!(found.payoff, rows[after - 1].closing_balance.centavos(), "{liquida}");
            assert_eq!(
                (found.saved, found.on),
                (rest, rows[after - 1].due.map(|due| due.shown)),
                "{liquida}"
            );
        }
    }

    /// 59 payments become 49 with the extra after the twelfth.
    const EXTRA: &str = "monto=60,000&plazo=59&extra=10,000&extra_desde=12";

    #[test]
    fn counts_the_extra_payments_that_the_table_lists() {
        let outcome = |more: &str| {
            quote(&offer(), &figures(BASE), &form(&format!("{EXTRA}&{more}")))
                .map(|found| (found.after, found.extras, found.payoff, words::payoff_said(&found)))
        };
        let (_, extras, payoff, said) = outcome("liquida=29").ready().expect("a quote").clone();
        assert_eq!((extras, payoff), (1, 2_222_493));
        assert!(said.starts_with("Después de 29 pagos y de su pago extra, el "), "{said}");
        let (_, extras, payoff, said) = outcome("liquida=11").ready().expect("a quote").clone();
        let without = figures(BASE).schedule.rows[10].closing_balance.centavos();
        assert_eq!((extras, payoff), (0, without), "not yet made");
        assert!(said.starts_with("Después de 11 pagos, el "), "{said}");
        assert_eq!(outcome("liquida=").ready().map(|found| found.0), Some(24));
        assert_eq!(outcome("liquida=49").fault("liquida"), "Escriba un número de pago de 1 a 48");
        let (_, extras, _, said) = outcome("extra_cada=cada&liquida=13").ready().expect("a quote").clone();
        assert!(extras == 2 && said.contains(" y de sus pagos extra, el "), "{said}");
    }

    #[test]
    fn one_payment_is_no_fault() {
        let ends_at_once = ["monto=60,000&plazo=1", &format!("{BASE}&extra=59,165.11&extra_desde=1")];
        for (base, liquida) in ends_at_once.into_iter().zip(["", "3"]) {
            let form = form(&format!("{base}&liquida={liquida}"));
            let said = say(&offer(), &figures(base), &form);
            assert_eq!(said, Outcome::Ready(Said::sentence(words::PAYOFF_ONE_PAYMENT.to_owned())), "{base}");
        }
    }

    #[test]
    fn says_which_payments_there_are() {
        for wrong in ["0", "59", "dos", "-1", "1.5"] {
            assert_eq!(outcome(wrong).fault("liquida"), "Escriba un número de pago de 1 a 58", "{wrong}");
        }
    }
}
