//! From what a person wrote to figures, through the engine that the server's API uses too.

use std::sync::Arc;

use amortization::capacity::{Salary, affordable};
use amortization::{CatTime, Date, Error, Loan, Money, Rate, Schedule, solve};
use protocol::loan::CalculatorForm;

use super::form::{Start, limits};
use super::offer::Offer;
use super::outcome::Outcome;
use super::plan::{Plan, optional};
use super::reader::Reader;
use crate::text::calculator as words;

/// A simulation's answer. Amounts are centavos.
#[derive(Debug, Clone)]
pub struct Figures {
    /// The loan as the engine takes it.
    pub plan: Plan,
    pub goal: Goal,
    /// What is lent.
    pub amount: i64,
    /// What is paid out: the amount less commission.
    pub net: i64,
    /// The opening commission with its IVA; 0 for none.
    pub commission: i64,
    pub count: u32,
    /// Of every quincena but the last one, the fund apart.
    pub payment: i64,
    pub last: i64,
    pub interest: i64,
    /// On interest.
    pub iva: i64,
    /// The yearly contributions to the fund, all of them.
    pub fund: i64,
    /// All payments. The commission is not in it: it was taken from what is paid out.
    pub total: i64,
    /// One decimal; none above what the engine's CAT reaches.
    pub cat: Option<Rate>,
    /// Without extra payments.
    pub schedule: Arc<Schedule>,
}

/// What was asked for, and so the figure that answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// The payment of an amount.
    Payment,
    /// The amount that a payment of up to `can_pay` carries; `capped` by what the product lends at most.
    Amount { can_pay: i64, capped: bool },
    /// The number of quincenas.
    Term,
}

/// Two simulations with the same plan have the same figures.
impl PartialEq for Figures {
    fn eq(&self, other: &Self) -> bool {
        self.plan == other.plan && self.goal == other.goal
    }
}

impl Figures {
    /// The day on which row `number` (1, 2, 3 ...) is paid.
    pub fn due(&self, number: u32) -> Option<Date> {
        due(&self.schedule, number)
    }

    pub fn first_due(&self) -> Option<Date> {
        self.due(1)
    }

    pub fn last_due(&self) -> Option<Date> {
        self.due(self.count)
    }

    fn of(plan: Plan, goal: Goal) -> Result<Self, Error> {
        let loan = Loan::new(plan.terms())?;
        let schedule = loan.schedule()?;
        let commission = loan.commission();
        let totals = schedule.totals;
        Ok(Self {
            goal,
            amount: plan.amount.centavos(),
            net: loan.net_disbursed().centavos(),
            commission: commission.amount.centavos() + commission.iva.centavos(),
            count: rows(&schedule),
            payment: schedule.level_payment.unwrap_or_default().centavos(),
            last: totals.last_payment.centavos(),
            interest: totals.interest.centavos(),
            iva: totals.iva.centavos(),
            fund: totals.fund.centavos(),
            total: totals.paid.centavos(),
            cat: loan.cat(CatTime::Periods).ok().map(|cat| cat.shown),
            schedule: Arc::new(schedule),
            plan,
        })
    }
}

pub fn due(schedule: &Schedule, number: u32) -> Option<Date> {
    let row = schedule.rows.get(usize::try_from(number).ok()?.checked_sub(1)?)?;
    row.due.map(|due| due.shown)
}

pub fn rows(schedule: &Schedule) -> u32 {
    u32::try_from(schedule.rows.len()).unwrap_or(u32::MAX)
}

/// Calculates, or says what to write instead. `asked` is true once the form was sent: only then is an empty
/// field a fault.
pub fn calculate(offer: &Offer, form: &CalculatorForm, asked: bool) -> Outcome<Figures> {
    let mut reader = Reader::new(offer, form, asked);
    let figures = match Start::of(form) {
        Start::Amount => payment_of(&mut reader),
        Start::Payment => amount_for(&mut reader),
        Start::Time => term_for(&mut reader),
    };
    reader.end(figures)
}

/// "Sé cuánto necesito".
fn payment_of(reader: &mut Reader) -> Option<Figures> {
    let (amount, payments, plan) = (reader.amount(), reader.term(), reader.plan());
    let plan = Plan { amount: Money::from_centavos(amount?), payments: payments?, ..plan? };
    Figures::of(plan, Goal::Payment).map_or_else(|error| reader.refused("monto", error), Some)
}

/// "Quiero saber cuánto me alcanza".
fn amount_for(reader: &mut Reader) -> Option<Figures> {
    let (can_pay, payments, plan) = (can_pay(reader), reader.term(), reader.plan());
    let ((can_pay, field), plan) = (can_pay?, Plan { payments: payments?, ..plan? });
    let (min, max) = limits(reader.product());
    let by_salary = field == "sueldo";
    let found = affordable(can_pay, &plan.terms(), Some(Money::from_centavos(max)));
    let amount = match found {
        Ok(found) if found.max_amount.centavos() >= min => found.max_amount,
        Ok(found) => {
            let said = words::amount_too_small(found.max_amount.centavos(), min, by_salary);
            return reader.fault(field, said);
        }
        Err(Error::NoCapacity) if by_salary => return reader.fault(field, words::NO_CAPACITY),
        Err(Error::NoCapacity) => return reader.fault(field, words::PAYMENT_CARRIES_NOTHING),
        Err(error) => return reader.refused(field, error),
    };
    let goal = Goal::Amount { can_pay: can_pay.centavos(), capped: amount.centavos() == max };
    Figures::of(Plan { amount, ..plan }, goal).map_or_else(|error| reader.refused(field, error), Some)
}

/// The payment one can make and the field that sets it: what the salary leaves, what was written, or the smaller
/// of both.
fn can_pay(reader: &mut Reader) -> Option<(Money, &'static str)> {
    let salary = reader.money("sueldo", &reader.form.sueldo, "9,000");
    let deductions = reader.money("descuentos", &reader.form.descuentos, "1,200");
    let written = reader.money("pago", &reader.form.pago, "1,500");
    let (salary, deductions, written) = (salary.ok()?, deductions.ok()?, written.ok()?);
    if written == Some(0) {
        return reader.fault("pago", words::PAYMENT_ZERO);
    }
    let written = written.map(|centavos| (Money::from_centavos(centavos), "pago"));
    let Some(salary) = salary else {
        return written.or_else(|| reader.missing("sueldo", words::SALARY_EMPTY));
    };
    let carried = capacity(reader, salary, deductions.unwrap_or(0))?;
    written.filter(|(written, _)| *written < carried).or(Some((carried, "sueldo")))
}

fn capacity(reader: &mut Reader, salary: i64, deductions: i64) -> Option<Money> {
    let conditions = &reader.product().conditions;
    let rules = || {
        Ok(Salary {
            salary: Money::from_centavos(salary),
            existing_deductions: Money::from_centavos(deductions),
            all: optional(&conditions.all_deductions_pct)?,
            new: optional(&conditions.new_deduction_pct)?,
            min_liquid: money(&conditions.min_liquid_salary)?,
        })
    };
    match rules().and_then(|salary: Salary| salary.max_payment()) {
        Ok(payment) => Some(payment),
        Err(Error::NoCapacity) => reader.fault("sueldo", words::NO_CAPACITY),
        Err(_) => reader.fault("sueldo", words::SALARY_UNCLEAR),
    }
}

fn money(pesos: &str) -> Result<Option<Money>, Error> {
    if pesos.is_empty() { Ok(None) } else { pesos.parse().map(Some) }
}

/// "Sé cuánto puedo pagar; ¿en cuánto tiempo termino?".
fn term_for(reader: &mut Reader) -> Option<Figures> {
    let (amount, payment, plan) = (reader.amount(), payment(reader), reader.plan());
    let amount = Money::from_centavos(amount?);
    let (payment, plan) = (payment?, Plan { amount, ..plan? });
    let solved = match solve::term(payment, &plan.bare()) {
        Ok(solved) if solved.payments <= plan.payments => solved,
        Ok(_) | Err(Error::PaymentTooLow | Error::TermTooLong) => {
            let least = Loan::new(plan.bare()).ok().and_then(|loan| loan.level_payment()).unwrap_or_default();
            return reader.fault("pago", words::payment_too_low(least.centavos(), plan.payments));
        }
        Err(error) => return reader.refused("pago", error),
    };
    // Over the found number of payments the level payment is more than half of the agreed one and not above
    // it, so that its nearest multiple of the agreed one is the agreed one. A single payment is what is owed.
    let agreed = (solved.payments > 1).then_some(payment);
    let plan = Plan { payments: solved.payments, payment: agreed, ..plan };
    Figures::of(plan, Goal::Term).map_or_else(|error| reader.refused("pago", error), Some)
}

fn payment(reader: &mut Reader) -> Option<Money> {
    match reader.money("pago", &reader.form.pago, "1,500").ok()? {
        Some(0) => reader.fault("pago", words::PAYMENT_ZERO),
        Some(centavos) => Some(Money::from_centavos(centavos)),
        None => reader.missing("pago", words::PAYMENT_EMPTY),
    }
}

#[cfg(test)]
pub mod tests {
    use std::sync::Arc;

    use super::super::form::tests::{pick, product};
    use super::*;

    pub fn offer() -> Offer {
        let mut product = product("personal", "2026-01", false);
        product.conditions.late_rate_pct = "20.505".into();
        product.conditions.all_deductions_pct = "50".into();
        product.conditions.new_deduction_pct = "40".into();
        Offer { product, moved: Arc::new([]), today: "2026-03-25".into() }
    }

    /// A form as a query has it: `monto=60,000&plazo=59`.
    pub fn form(query: &str) -> CalculatorForm {
        let mut form = CalculatorForm::default();
        for (name, text) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let pick = pick(name).unwrap_or_else(|| panic!("no field {name}"));
            text.clone_into(pick(&mut form));
        }
        form
    }

    pub fn figures(query: &str) -> Figures {
        calculate(&offer(), &form(query), true).ready().expect("figures").clone()
    }

    fn faults(query: &str) -> Vec<(&'static str, String)> {
        let outcome = calculate(&offer(), &form(query), true);
        outcome.faults().iter().map(|fault| (fault.field, fault.text.clone())).collect()
    }

    #[test]
    fn an_amount_gives_the_institutes_own_payment() {
        let figures = figures("monto=60,000&plazo=59");
        assert_eq!((figures.payment, figures.last, figures.count), (123_132, 123_160, 59));
        assert_eq!((figures.interest, figures.iva, figures.total), (1_090_356, 174_460, 7_264_816));
        assert_eq!((figures.net, figures.commission, figures.fund), (6_000_000, 0, 0));
        assert_eq!(figures.cat.map(words::cat).as_deref(), Some("14.6 %"));
        let dates = [figures.first_due(), figures.last_due()].map(|date| date.map(|date| date.to_string()));
        assert_eq!(dates.map(Option::unwrap_or_default), ["2026-04-15", "2028-09-15"]);
    }

    #[test]
    fn money_paid_out_another_day_is_due_another_day() {
        for fecha in ["2026-04-20", "20/04/2026"] {
            let figures = figures(&format!("monto=60,000&plazo=59&fecha={fecha}"));
            assert_eq!(figures.first_due().map(|date| date.to_string()).as_deref(), Some("2026-05-15"));
        }
    }

    #[test]
    fn charges_are_taken_in() {
        let mut offer = offer();
        offer.product.conditions.commission_pct = "1".into();
        offer.product.conditions.fund_pct = "0.5".into();
        let outcome = calculate(&offer, &form("monto=60,000&plazo=59"), true);
        let figures = outcome.ready().expect("figures");
        assert_eq!((figures.commission, figures.net), (69_600, 5_930_400));
        assert!(figures.fund >= 30_000 && figures.total > 7_264_816 + 30_000, "{figures:?}");
        assert!(figures.cat > "14.6".parse().ok(), "charges make it dearer");
    }

    #[test]
    fn a_payment_gives_the_largest_amount_it_carries() {
        let figures = figures("inicio=pago&pago=1,231.32&plazo=59");
        assert_eq!(figures.goal, Goal::Amount { can_pay: 123_132, capped: false });
        assert_eq!(figures.payment, 123_132);
        assert!((6_000_000..6_000_050).contains(&figures.amount), "{}", figures.amount);
        let dearer = self::figures(&format!(
            "monto={}.{:02}&plazo=59",
            (figures.amount + 1) / 100,
            (figures.amount + 1) % 100
        ));
        assert_eq!(dearer.payment, 123_133);
    }

    #[test]
    fn a_salary_leaves_room_for_a_payment() {
        let can_pay = |query: &str| match figures(query).goal {
            Goal::Amount { can_pay, capped } => (can_pay, capped),
            goal => panic!("{goal:?}"),
        };
        // Half of it less what is deducted already, and at most 40 % for one loan.
        assert_eq!(can_pay("inicio=pago&sueldo=9,000&descuentos=1,200&plazo=59"), (330_000, false));
        assert_eq!(can_pay("inicio=pago&sueldo=9,000&plazo=24"), (360_000, false));
        assert_eq!(can_pay("inicio=pago&sueldo=9 mil&pago=1500&plazo=24"), (150_000, false));
        let rich = figures("inicio=pago&sueldo=90,000&plazo=59");
        assert_eq!(rich.amount, 25_000_000);
        assert!(matches!(rich.goal, Goal::Amount { capped: true, .. }));
    }

    #[test]
    fn a_payment_gives_the_term() {
        for (payment, count) in [("1,231.33", 59), ("1500", 47), ("60,000", 2), ("70000", 1)] {
            let figures = figures(&format!("inicio=tiempo&monto=60,000&pago={payment}"));
            assert_eq!((figures.goal, figures.count), (Goal::Term, count), "{payment}");
            let agreed = crate::text::money::read(payment).expect("an amount");
            let (last, rows) = figures.schedule.rows.split_last().expect("rows");
            assert!(rows.iter().all(|row| row.payment.centavos() == agreed), "{payment}");
            assert!(last.payment.centavos() <= agreed, "{payment}");
        }
    }

    #[test]
    fn a_single_payment_is_not_every_quincena() {
        for (query, beside, summary) in [
            ("monto=60,000&plazo=1", "1 pago", ", una sola vez."),
            (
                "inicio=pago&pago=60,000&plazo=1",
                "con un solo pago de $60,000.00",
                "pagaría $60,000.00, una sola vez.",
            ),
            (
                "inicio=tiempo&monto=60,000&pago=70000",
                "con un solo pago de $60,",
                "terminaría en 1 quincena.",
            ),
        ] {
            let figures = figures(query);
            let said = (words::beside(&figures), words::summary(&figures));
            assert!(said.0.starts_with(beside) && said.1.ends_with(summary), "{query}: {said:?}");
            assert!(!said.0.contains("cada quincena") && !said.1.contains("cada quincena"), "{said:?}");
        }
    }

    #[test]
    fn a_payment_that_never_ends_is_told_what_is_enough() {
        for payment in ["100", "400", "1000"] {
            let said = &faults(&format!("inicio=tiempo&monto=60,000&pago={payment}"))[0];
            let (_, enough) = said.1.rsplit_once("al menos ").expect("a payment");
            assert_eq!(said.0, "pago");
            assert!(faults(&format!("inicio=tiempo&monto=60,000&pago={enough}")).is_empty(), "{enough}");
        }
    }

    #[test]
    fn says_what_to_write() {
        for (query, field, said) in [
            ("monto=cincuenta&plazo=24", "monto", "Escriba el monto sin letras, por ejemplo 50,000"),
            ("monto=&plazo=24", "monto", words::AMOUNT_EMPTY),
            ("monto=50.000&plazo=24", "monto", "50 o 50,000 pesos"),
            ("monto=-5&plazo=24", "monto", "mayor que cero"),
            ("monto=0&plazo=24", "monto", "Entendimos $0. Este préstamo va de $1,000 a $250,000"),
            ("monto=250000.01&plazo=24", "monto", "Entendimos $250,000.01."),
            ("monto=50000&plazo=0", "plazo", "Escriba de 1 a 72 quincenas, solo el número"),
            ("monto=50000&plazo=73", "plazo", "Escriba de 1 a 72 quincenas"),
            ("monto=50000&plazo=+24", "plazo", "Escriba de 1 a 72 quincenas"),
            ("monto=50000&plazo=dos", "plazo", "Escriba de 1 a 72 quincenas"),
            ("monto=50000&plazo=24&fecha=mañana", "fecha", words::DATE_UNCLEAR),
            ("monto=50000&plazo=24&fecha=2026-02-30", "fecha", words::DATE_UNCLEAR),
            ("inicio=pago&plazo=24", "sueldo", words::SALARY_EMPTY),
            ("inicio=pago&sueldo=mucho&plazo=24", "sueldo", "sin letras, por ejemplo 9,000"),
            ("inicio=pago&sueldo=9000&descuentos=?&plazo=24", "descuentos", "No entendimos «?»"),
            ("monto=60000&plazo=59&fecha=31/12/2199", "fecha", words::DATE_FAR),
            ("monto=60000&plazo=59&fecha=31/12/2500", "fecha", words::DATE_FAR),
            ("inicio=pago&pago=1500&plazo=59&fecha=31/12/2199", "fecha", words::DATE_FAR),
            ("inicio=tiempo&monto=60000&pago=1500&fecha=31/12/2199", "fecha", words::DATE_FAR),
            ("inicio=pago&sueldo=9000&descuentos=4500&plazo=24", "sueldo", words::NO_CAPACITY),
            (
                "inicio=pago&sueldo=9,000&pago=20&plazo=24",
                "pago",
                "Pruebe con más quincenas o con un pago mayor.",
            ),
            ("inicio=pago&sueldo=50&pago=1500&plazo=24", "sueldo", "Pruebe con más quincenas."),
            ("inicio=pago&sueldo=0&plazo=24", "sueldo", words::SALARY_UNCLEAR),
            ("inicio=pago&pago=0&plazo=24", "pago", words::PAYMENT_ZERO),
            ("inicio=pago&pago=20&plazo=24", "pago", "y este préstamo empieza en $1,000"),
            ("inicio=tiempo&monto=50000", "pago", words::PAYMENT_EMPTY),
            ("inicio=tiempo&monto=50000&pago=x", "pago", "sin letras, por ejemplo 1,500"),
        ] {
            let found = faults(query);
            assert!(
                found.len() == 1 && found[0].0 == field && found[0].1.contains(said),
                "{query}: {found:?}"
            );
        }
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let fields: Vec<_> = faults("monto=x&plazo=99&fecha=x").into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["monto", "plazo", "fecha"]);
    }

    #[test]
    fn an_empty_first_visit_is_no_fault() {
        for start in ["monto", "pago", "tiempo"] {
            let form = form(&format!("inicio={start}&plazo=36"));
            assert_eq!(calculate(&offer(), &form, false), Outcome::Empty, "{start}");
        }
    }
}
