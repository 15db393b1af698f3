//! The parts after the answer.

use amortization::{Date, ExtraEffect};

use super::quincenas;
use crate::loan::{ExtraPlan, Late, Quote, Scenario};
use crate::text::{dates, money};

pub const RECALCULATE: &str = "Volver a calcular";

pub const EXTRA_TITLE: &str = "Si paga de más";
pub const EXTRA_QUESTION: &str = "¿Cuánto ahorra con un pago extra?";
pub const EXTRA: &str = "¿Cuánto pagaría de más?";
pub const EXTRA_WHEN: &str = "¿Cuántas veces?";
pub const EXTRA_ONCE: &str = "Una sola vez";
pub const EXTRA_EVERY: &str = "Cada quincena";
pub const EXTRA_AFTER: &str = "¿Después de cuál pago empieza?";
pub const EXTRA_EFFECT: &str = "¿Qué prefiere?";
pub const EXTRA_TERM: &str = "Terminar antes";
pub const EXTRA_PAYMENT: &str = "Pagar menos cada quincena";
pub const EXTRA_SAVED: &str = "Intereses que ahorra";
pub const EXTRA_SAVED_IVA: &str = "IVA que ahorra";
pub const EXTRA_FEWER: &str = "Termina antes por";
pub const EXTRA_ZERO: &str = "Escriba cuánto pagaría de más, por ejemplo 1,000";
pub const EXTRA_ONE_PAYMENT: &str = "Este préstamo se paga en un solo pago: no queda nada que adelantar.";

pub const PAYOFF_TITLE: &str = "Si lo liquida antes";
pub const PAYOFF_QUESTION: &str = "¿Con cuánto termina la deuda de una vez?";
pub const PAYOFF_AFTER: &str = "¿Después de cuántos pagos lo liquidaría?";
pub const PAYOFF_ONE_PAYMENT: &str = "Este préstamo termina con el primer pago: no queda nada que liquidar.";
pub const PAYOFF_HINT: &str = "Si lo deja vacío, calculamos a la mitad del plazo.";

pub const LATE_TITLE: &str = "Si se atrasa";
pub const LATE_QUESTION: &str = "¿Cuánto cuesta pagar tarde una quincena?";
pub const LATE_DAYS: &str = "¿Cuántos días tarde pagaría?";

pub const COMPARE_TITLE: &str = "Compare";
pub const COMPARE_QUESTION: &str = "¿Y si lo paga en más o en menos tiempo?";
pub const COMPARE_WITH: &str = "Compare con este plazo, en quincenas";
pub const COMPARE_TABLE: &str = "Comparación de plazos";
pub const LENT_SHORT: &str = "Préstamo";
pub const PAYMENT_SHORT: &str = "Pago";
pub const QUINCENAS: &str = "Quincenas";
pub const TOTAL_SHORT: &str = "Total";
pub const ENDS: &str = "Termina";

pub fn after_outside(min: u32, max: u32) -> String {
    format!("Escriba un número de pago de {min} a {max}")
}

pub fn days_outside(_: u32, _: u32) -> String {
    "Escriba cuántos días, solo el número, por ejemplo 15".to_owned()
}

pub fn extra_above(after: u32, balance: i64) -> String {
    format!(
        "Después del pago {after} ya solo debería {}. Escriba esa cantidad o menos.",
        money::pesos(balance)
    )
}

/// "miércoles 15 de abril de 2026": of a payment to come, on paper too, the year is part of the day.
pub fn long_date(date: Date) -> String {
    dates::iso_day_of_year(&date.to_string())
}

/// "15 abr 2028", for columns.
pub fn short_date(date: Date) -> String {
    let mut text = String::new();
    dates::write_short(date.year(), date.month(), date.day(), &mut text);
    text
}

pub fn extra_said(plan: &ExtraPlan) -> String {
    let extra = money::pesos_short(plan.amount);
    let when = if plan.every {
        format!("Con {extra} más cada quincena, desde el pago {},", plan.after)
    } else {
        format!("Con {extra} más después del pago {}", plan.after)
    };
    let saved = money::pesos(plan.saved + plan.saved_iva);
    let ends = plan.last_due.map(|date| format!(", el {}", long_date(date))).unwrap_or_default();
    match (plan.effect, plan.payment) {
        (ExtraEffect::ReducePayment, Some(payment)) if !plan.every => {
            format!(
                "{when} su pago bajaría a {} y ahorraría {saved} de intereses e IVA.",
                money::pesos(payment)
            )
        }
        (ExtraEffect::ReducePayment, Some(_)) if plan.fewer == 0 => {
            format!("{when} su pago bajaría un poco cada vez y ahorraría {saved} de intereses e IVA.")
        }
        _ => format!(
            "{when} terminaría en {}{ends}, y ahorraría {saved} de intereses e IVA.",
            quincenas(plan.count)
        ),
    }
}

pub fn payoff_said(quote: &Quote) -> String {
    let on = quote.on.map(|date| format!(", el {},", long_date(date))).unwrap_or_default();
    let after =
        if quote.after == 1 { "del primer pago".to_owned() } else { format!("de {} pagos", quote.after) };
    let extras = match quote.extras {
        0 => "",
        1 => " y de su pago extra",
        _ => " y de sus pagos extra",
    };
    format!(
        "Después {after}{extras}{on} podría liquidarlo con {} y ahorraría {} de intereses.",
        money::pesos(quote.payoff),
        money::pesos(quote.saved)
    )
}

pub fn late_said(late: &Late) -> String {
    let days = if late.days == 1 { "1 día".to_owned() } else { format!("{} días", late.days) };
    if late.dearest == 0 {
        return format!("Si paga {days} tarde, ese pago no le costaría más.");
    }
    let first = money::pesos(late.first);
    if late.dearest == late.first {
        return format!("Si paga {days} tarde, ese pago le costaría {first} más.");
    }
    format!(
        "Si paga {days} tarde su primer pago, ese pago le costaría {first} más. Uno del final del plazo, hasta {}, porque trae más de su deuda.",
        money::pesos(late.dearest)
    )
}

/// An empty `iva` means none.
pub fn late_rate(rate: &str, iva: &str) -> String {
    let iva = if iva.is_empty() { "" } else { ", más IVA" };
    format!(
        "Interés moratorio de {} anual sobre la parte de ese pago que baja su deuda{iva}. Valor de ejemplo, por confirmar por el instituto.",
        money::percent(rate)
    )
}

pub fn scenario(at: usize) -> String {
    if at == 0 { "Esta".to_owned() } else { format!("Opción {}", at + 1) }
}

/// What each of the others does to the first one's payment and total.
pub fn compared(scenarios: &[Scenario]) -> String {
    let Some((this, others)) = scenarios.split_first() else { return String::new() };
    let said: Vec<String> = others.iter().map(|other| difference(this, other)).collect();
    said.join(" ")
}

fn difference(this: &Scenario, other: &Scenario) -> String {
    let count = quincenas(other.count);
    if this.amount != other.amount {
        return format!(
            "En {count}, un préstamo de {} tendría pagos de {}.",
            money::pesos_short(other.amount),
            money::pesos(other.payment)
        );
    }
    format!(
        "En {count} pagaría {} cada quincena y {} en total.",
        more_or_less(other.payment - this.payment),
        more_or_less(other.total - this.total)
    )
}

fn more_or_less(difference: i64) -> String {
    match difference {
        0 => "lo mismo".to_owned(),
        1.. => format!("{} más", money::pesos(difference)),
        _ => format!("{} menos", money::pesos(-difference)),
    }
}
