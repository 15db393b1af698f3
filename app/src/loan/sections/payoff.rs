//! "Si lo liquida antes": what settles the loan on a pay day.

use amortization::{Accrued, Date, Loan};
use leptos::prelude::*;
use protocol::loan::CalculatorForm;

use super::super::figures::Figures;
use super::super::fold::Fold;
use super::super::glossary::{Term, WhatIs};
use super::super::inputs::Entry;
use super::super::offer::Offer;
use super::super::outcome::Outcome;
use super::super::part::{Part, Said};
use super::super::reader::Reader;
use super::super::simulation::Simulation;
use super::{Recalculate, Sentence};
use crate::text::calculator as words;

/// What is owed right after a payment, in centavos. On a due date no interest has accrued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    pub after: u32,
    pub on: Option<Date>,
    pub payoff: i64,
    /// Interest of the payments that are not made, without IVA.
    pub saved: i64,
}

/// What settles the loan after the form's number of payments; half of them when none is written.
pub fn quote(offer: &Offer, figures: &Figures, form: &CalculatorForm) -> Outcome<Quote> {
    let mut reader = Reader::new(offer, form, false);
    let quote = read(&mut reader, figures);
    reader.end(quote)
}

fn read(reader: &mut Reader, figures: &Figures) -> Option<Quote> {
    if figures.count < 2 {
        return reader.fault("liquida", words::EXTRA_ONE_PAYMENT);
    }
    let written = reader.form.liquida.trim();
    let after = if written.is_empty() {
        figures.count / 2
    } else {
        reader.count("liquida", written, (1, figures.count - 1), words::after_outside)?
    };
    // On the due date itself: none of the quincena's days has passed.
    let accrued = Accrued::ProRata { days: 0, period_days: 15 };
    let found = Loan::new(figures.plan.terms()).and_then(|loan| loan.payoff(after, accrued));
    let found = found.ok().or_else(|| reader.fault("liquida", words::ENGINE))?;
    Some(Quote {
        after,
        on: figures.due(after),
        payoff: found.payoff.centavos(),
        saved: found.interest_saved.centavos(),
    })
}

fn say(offer: &Offer, figures: &Figures, form: &CalculatorForm) -> Outcome<Said> {
    quote(offer, figures, form).map(|quote| Said::sentence(words::payoff_said(&quote, &offer.today)))
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

    #[test]
    fn says_which_payments_there_are() {
        for wrong in ["0", "59", "dos", "-1", "1.5"] {
            assert_eq!(outcome(wrong).fault("liquida"), "Escriba un número de pago de 1 a 58", "{wrong}");
        }
    }
}
