//! "Si se atrasa": what one late payment costs.

use amortization::late::{LateBase, LatePolicy, Overdue};
use amortization::{Error, Rounding, Row};
use leptos::prelude::*;
use protocol::loan::CalculatorForm;

use super::super::figures::Figures;
use super::super::fold::Fold;
use super::super::glossary::{Term, WhatIs};
use super::super::inputs::Entry;
use super::super::offer::Offer;
use super::super::outcome::Outcome;
use super::super::part::{Part, Said};
use super::super::plan::optional;
use super::super::reader::Reader;
use super::super::simulation::Simulation;
use super::{Recalculate, Sentence};
use crate::text::calculator as words;

/// A hundred years of days: the engine's own limit.
const MOST_DAYS: u32 = 36_600;

/// What a late payment costs more, with IVA, in centavos.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    pub days: u32,
    pub first: i64,
    /// The dearest one: principal grows from payment to payment.
    pub dearest: i64,
    pub grace_days: u32,
}

/// The cost of paying one instalment the form's number of days late; empty without a late rate.
pub fn cost(offer: &Offer, figures: &Figures, form: &CalculatorForm) -> Outcome<Late> {
    let mut reader = Reader::new(offer, form, false);
    let late = read(&mut reader, figures);
    reader.end(late)
}

fn read(reader: &mut Reader, figures: &Figures) -> Option<Late> {
    let policy = policy(reader.offer).ok().flatten()?;
    let days = reader.count("atraso", &reader.form.atraso, (1, MOST_DAYS), words::days_outside)?;
    let rows = &figures.schedule.rows;
    let dearest = rows.iter().max_by_key(|row| row.principal)?;
    let costs =
        cost_of(&policy, rows.first()?, days).and_then(|first| Ok((first, cost_of(&policy, dearest, days)?)));
    let (first, dearest) = costs.ok().or_else(|| reader.fault("atraso", words::ENGINE))?;
    Some(Late { days, first, dearest, grace_days: policy.grace_days })
}

fn policy(offer: &Offer) -> Result<Option<LatePolicy>, Error> {
    let conditions = &offer.product.conditions;
    let iva = optional(&offer.product.iva_pct)?.unwrap_or_default();
    let policy = |annual_rate| LatePolicy {
        base: LateBase::Principal,
        annual_rate,
        grace_days: conditions.late_grace_days,
        iva,
        rounding: Rounding::HalfUp,
    };
    Ok(optional(&conditions.late_rate_pct)?.map(policy))
}

fn cost_of(policy: &LatePolicy, row: &Row, days_late: u32) -> Result<i64, Error> {
    let overdue = Overdue { principal: row.principal, interest: row.interest, iva: row.iva, days_late };
    let charge = policy.charge(&overdue)?;
    Ok(charge.interest.centavos() + charge.iva.centavos())
}

fn say(offer: &Offer, figures: &Figures, form: &CalculatorForm) -> Outcome<Said> {
    cost(offer, figures, form).map(|late| Said::sentence(words::late_said(&late)))
}

#[component]
pub fn LatePart(sim: Simulation) -> impl IntoView {
    // Open from the start: it is short, and everybody should have seen it.
    let open = RwSignal::new(true);
    let part = Part::new(sim, open, say);
    let rate = sim.text(|sim| {
        sim.product(|product| words::late_rate(&product.conditions.late_rate_pct, &product.iva_pct))
    });
    let no_rate = sim.flag(|sim| sim.product(|product| product.conditions.late_rate_pct.is_empty()));
    view! {
        <div hidden=no_rate>
            <Fold id="si-se-atrasa" title=words::LATE_TITLE question=words::LATE_QUESTION open=open>
                <Entry sim=sim id="atraso" label=words::LATE_DAYS suffix="días" pick=|form| &mut form.atraso
                    inputmode="numeric" error=part.fault("atraso") sentence=part.sentence />
                <Recalculate part="si-se-atrasa" />
                <Sentence part=part />
                <WhatIs term=Term::Atraso />
                <p class="p-part__note">{rate}</p>
            </Fold>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::figures::tests::{figures, form, offer};
    use super::*;

    const BASE: &str = "monto=60,000&plazo=59";

    fn outcome(offer: &Offer, atraso: &str) -> Outcome<Late> {
        cost(offer, &figures(BASE), &form(&format!("{BASE}&atraso={atraso}")))
    }

    #[test]
    fn a_late_payment_costs_interest_on_its_principal_and_iva() {
        // 834.89 * 20.505 % * 15 / 360 = 7.13, and 16 % of that 1.14.
        let late = *outcome(&offer(), "15").ready().expect("a cost");
        assert_eq!((late.days, late.first), (15, 827));
        assert!(late.dearest > late.first, "{late:?}");
        assert!(
            words::late_said(&late)
                .starts_with("Si paga 15 días tarde su primer pago, ese pago le costaría $8.27 más.")
        );
        assert_eq!(outcome(&offer(), "30 días").ready().map(|late| late.first), Some(1_655));
    }

    #[test]
    fn grace_days_cost_nothing() {
        let mut offer = offer();
        offer.product.conditions.late_grace_days = 5;
        let late = *outcome(&offer, "5").ready().expect("a cost");
        assert_eq!((late.first, late.dearest), (0, 0));
        assert_eq!(words::late_said(&late), "Si paga 5 días tarde, ese pago no le costaría más.");
    }

    #[test]
    fn the_rate_names_iva_where_there_is_one() {
        assert!(words::late_rate("20.505", "16").contains("de 20.505 % anual sobre la parte de ese pago"));
        assert!(words::late_rate("20.505", "16").contains(", más IVA."));
        assert!(!words::late_rate("13.5", "").contains("IVA"));
    }

    #[test]
    fn says_what_to_write_and_nothing_without_a_rate() {
        for wrong in ["0", "quince", "", "-3", "99999"] {
            assert!(outcome(&offer(), wrong).fault("atraso").contains("por ejemplo 15"), "{wrong}");
        }
        let mut offer = offer();
        offer.product.conditions.late_rate_pct.clear();
        assert_eq!(outcome(&offer, "15"), Outcome::Empty);
    }
}
