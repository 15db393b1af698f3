//! "Si paga de más": what an extra payment to principal saves.

use std::sync::Arc;

use amortization::{Date, Error, Extra, ExtraEffect, Loan, Money, Schedule};
use leptos::prelude::*;
use protocol::loan::CalculatorForm;

use super::super::figures::{self, Figures, Goal};
use super::super::fold::Fold;
use super::super::inputs::Entry;
use super::super::offer::Offer;
use super::super::outcome::Outcome;
use super::super::part::{Part, Said, lines};
use super::super::reader::Reader;
use super::super::simulation::Simulation;
use super::{Choice, Recalculate, Sentence};
use crate::text::{calculator as words, money};

/// The loan with its extra payments. Amounts are centavos.
#[derive(Debug, Clone, PartialEq)]
pub struct ExtraPlan {
    pub schedule: Arc<Schedule>,
    pub amount: i64,
    pub every: bool,
    pub after: u32,
    pub effect: ExtraEffect,
    /// Interest less than without them, and its IVA.
    pub saved: i64,
    pub saved_iva: i64,
    pub count: u32,
    /// Quincenas less than without them.
    pub fewer: u32,
    /// The payment after the first extra; none when the table ends with it.
    pub payment: Option<i64>,
    pub last_due: Option<Date>,
}

/// What the form's extra payment does to the loan.
pub fn plan(offer: &Offer, figures: &Figures, form: &CalculatorForm) -> Outcome<ExtraPlan> {
    let mut reader = Reader::new(offer, form, false);
    let plan = read(&mut reader, figures);
    reader.end(plan)
}

/// The schedule that a table lists: with the extra payments, when there are any.
pub fn table_of(offer: &Offer, figures: &Figures, form: &CalculatorForm) -> Arc<Schedule> {
    made(offer, figures, form).map_or_else(|| Arc::clone(&figures.schedule), |plan| plan.schedule)
}

/// The extra payments that table, chart and file count; none while they cannot be read.
pub fn made(offer: &Offer, figures: &Figures, form: &CalculatorForm) -> Option<ExtraPlan> {
    if form.extra.trim().is_empty() {
        return None;
    }
    plan(offer, figures, form).ready().cloned()
}

fn read(reader: &mut Reader, figures: &Figures) -> Option<ExtraPlan> {
    let form = reader.form;
    let amount = reader.money("extra", &form.extra, "1,000").ok()??;
    if figures.count < 2 {
        return reader.fault("extra", words::EXTRA_ONE_PAYMENT);
    }
    if amount == 0 {
        return reader.fault("extra", words::EXTRA_ZERO);
    }
    let range = (1, figures.count - 1);
    let after = reader.count("extra_desde", &form.extra_desde, range, words::after_outside)?;
    let left = balance(&figures.schedule, after);
    if Money::from_centavos(amount) > left {
        return reader.fault("extra", words::extra_above(after, left.centavos()));
    }
    let every = form.extra_cada == "cada";
    let effect = effect(figures, form);
    let found = with_extras(figures, amount, after, every, effect).ok();
    let schedule = found.or_else(|| reader.fault("extra", words::ENGINE))?;
    Some(compared(figures, schedule, (amount, every, after), effect))
}

/// A payment agreed beforehand stays what it is: only the term can fall.
fn effect(figures: &Figures, form: &CalculatorForm) -> ExtraEffect {
    let payment = form.extra_baja == "pago" && figures.goal != Goal::Term;
    if payment { ExtraEffect::ReducePayment } else { ExtraEffect::ReduceTerm }
}

fn balance(schedule: &Schedule, after: u32) -> Money {
    let row = usize::try_from(after).ok().and_then(|after| schedule.rows.get(after.checked_sub(1)?));
    row.map(|row| row.closing_balance).unwrap_or_default()
}

fn with_extras(
    figures: &Figures,
    amount: i64,
    after: u32,
    every: bool,
    effect: ExtraEffect,
) -> Result<Schedule, Error> {
    let amount = Money::from_centavos(amount);
    let until = if every { figures.count - 1 } else { after };
    let mut list: Vec<Extra> = (after..=until).map(|after| Extra { after, amount }).collect();
    let schedule = |list: &[Extra]| Loan::new(figures.plan.with_extras(list, effect))?.schedule();
    match schedule(&list) {
        Err(Error::ExtraAboveBalance { row }) => {
            // Every quincena until the debt is gone: the last extra is what is owed by then.
            list.retain(|extra| extra.after < row);
            let shorter = schedule(&list)?;
            let rest = balance(&shorter, row);
            if rest == Money::ZERO {
                return Ok(shorter);
            }
            list.push(Extra { after: row, amount: rest });
            schedule(&list)
        }
        found => found,
    }
}

fn compared(
    figures: &Figures,
    schedule: Schedule,
    (amount, every, after): (i64, bool, u32),
    effect: ExtraEffect,
) -> ExtraPlan {
    let count = figures::rows(&schedule);
    let next = usize::try_from(after).ok().and_then(|after| schedule.rows.get(after));
    ExtraPlan {
        amount,
        every,
        after,
        effect,
        saved: figures.interest - schedule.totals.interest.centavos(),
        saved_iva: figures.iva - schedule.totals.iva.centavos(),
        count,
        fewer: figures.count.saturating_sub(count),
        payment: next.map(|row| row.payment.centavos()),
        last_due: figures::due(&schedule, count),
        schedule: Arc::new(schedule),
    }
}

fn say(offer: &Offer, figures: &Figures, form: &CalculatorForm) -> Outcome<Said> {
    plan(offer, figures, form).map(|plan| {
        let saved = [
            (words::EXTRA_SAVED, money::pesos(plan.saved)),
            (words::EXTRA_SAVED_IVA, money::pesos(plan.saved_iva)),
            (words::EXTRA_FEWER, words::quincenas(plan.fewer)),
        ];
        let shown = if plan.fewer == 0 { &saved[..2] } else { &saved[..] };
        Said { sentence: words::extra_said(&plan), html: lines(shown), ..Said::default() }
    })
}

#[component]
pub fn ExtraPart(sim: Simulation) -> impl IntoView {
    let open = RwSignal::new(sim.form.with_untracked(|form| !form.extra.trim().is_empty()));
    let part = Part::new(sim, open, say);
    view! {
        <Fold id="si-paga-de-mas" title=words::EXTRA_TITLE question=words::EXTRA_QUESTION open=open>
            <Entry sim=sim id="extra" label=words::EXTRA pick=|form| &mut form.extra prefix="$"
                error=part.fault("extra") sentence=part.sentence />
            <fieldset class="p-options">
                <legend class="p-field__label">{words::EXTRA_WHEN}</legend>
                <Choice part=part name="extra_cada" value="una" label=words::EXTRA_ONCE
                    pick=|form| &mut form.extra_cada />
                <Choice part=part name="extra_cada" value="cada" label=words::EXTRA_EVERY
                    pick=|form| &mut form.extra_cada />
            </fieldset>
            <Entry sim=sim id="extra_desde" label=words::EXTRA_AFTER pick=|form| &mut form.extra_desde
                inputmode="numeric" error=part.fault("extra_desde") sentence=part.sentence />
            <fieldset class="p-options" hidden=sim.flag(|sim| sim.goal() == Some(Goal::Term))>
                <legend class="p-field__label">{words::EXTRA_EFFECT}</legend>
                <Choice part=part name="extra_baja" value="plazo" label=words::EXTRA_TERM
                    pick=|form| &mut form.extra_baja />
                <Choice part=part name="extra_baja" value="pago" label=words::EXTRA_PAYMENT
                    pick=|form| &mut form.extra_baja />
            </fieldset>
            <Recalculate part="si-paga-de-mas" />
            <Sentence part=part />
            <div inner_html=part.html()></div>
        </Fold>
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::figures::tests::{figures, form, offer};
    use super::*;

    const BASE: &str = "monto=60,000&plazo=59";

    fn outcome(base: &str, extra: &str) -> Outcome<ExtraPlan> {
        plan(&offer(), &figures(base), &form(&format!("{base}&{extra}")))
    }

    fn ready(extra: &str) -> ExtraPlan {
        outcome(BASE, extra).ready().expect("a plan").clone()
    }

    fn repays(plan: &ExtraPlan) -> bool {
        let rows = &plan.schedule.rows;
        let principal: i64 = rows.iter().map(|row| row.principal.centavos() + row.extra.centavos()).sum();
        principal == 6_000_000 && rows.last().is_some_and(|row| row.closing_balance == Money::ZERO)
    }

    #[test]
    fn once_ends_earlier_or_lowers_the_payment() {
        let earlier = ready("extra=10,000&extra_cada=una&extra_desde=12&extra_baja=plazo");
        assert!(earlier.fewer > 5 && earlier.saved > 200_000 && repays(&earlier), "{earlier:?}");
        assert_eq!(earlier.payment, Some(123_132));
        assert_eq!(earlier.count + earlier.fewer, 59);
        let lower = ready("extra=10,000&extra_cada=una&extra_desde=12&extra_baja=pago");
        assert!(lower.payment < Some(105_000) && repays(&lower), "{lower:?}");
        assert_eq!(lower.fewer, 0);
        assert!(lower.saved < earlier.saved, "a shorter term saves more");
    }

    #[test]
    fn every_quincena_until_nothing_is_owed() {
        for extra in ["extra=1,000", "extra=20,000", "extra=500&extra_baja=pago"] {
            let plan = ready(&format!("{extra}&extra_cada=cada&extra_desde=1"));
            assert!(repays(&plan) && plan.saved > 0, "{extra}: {plan:?}");
        }
        assert!(ready("extra=1,000&extra_cada=cada&extra_desde=1").fewer > 20);
    }

    #[test]
    fn says_what_to_write() {
        for (extra, field, said) in [
            ("extra=mil pesos&extra_desde=1", "extra", "sin letras"),
            ("extra=0&extra_desde=1", "extra", words::EXTRA_ZERO),
            ("extra=500&extra_desde=59", "extra_desde", "de 1 a 58"),
            ("extra=60,000&extra_desde=1", "extra", "Después del pago 1 ya solo debería $59,165.11."),
        ] {
            let outcome = outcome(BASE, extra);
            assert!(outcome.fault(field).contains(said), "{extra}: {outcome:?}");
        }
        assert_eq!(outcome(BASE, "extra="), Outcome::Empty);
        assert_eq!(outcome("monto=60,000&plazo=1", "extra=5").fault("extra"), words::EXTRA_ONE_PAYMENT);
    }

    #[test]
    fn an_agreed_payment_only_shortens() {
        let base = "inicio=tiempo&monto=60,000&pago=1500";
        let plan =
            outcome(base, "extra=5,000&extra_desde=3&extra_baja=pago").ready().expect("a plan").clone();
        assert_eq!((plan.effect, plan.payment), (ExtraEffect::ReduceTerm, Some(150_000)));
        assert!(plan.fewer > 0 && repays(&plan));
    }

    #[test]
    fn the_table_lists_what_is_paid() {
        let figures = figures(BASE);
        let with = table_of(&offer(), &figures, &form(&format!("{BASE}&extra=10,000&extra_desde=12")));
        assert_eq!(with.totals.extras.centavos(), 1_000_000);
        let none = table_of(&offer(), &figures, &form(BASE));
        assert!(Arc::ptr_eq(&none, &figures.schedule));
    }
}
