//! The link that reproduces a simulation.

use amortization::Money;
use protocol::loan::{CalculatorForm, Product};

use super::figures::{Figures, Goal};
use super::form::{Pick, Start, USUAL};

/// What a link carries beside product and start, when it is written and not what stands there anyway.
const REST: [(&str, Pick); 10] = [
    ("fecha", |form| &mut form.fecha),
    ("extra", |form| &mut form.extra),
    ("extra_cada", |form| &mut form.extra_cada),
    ("extra_desde", |form| &mut form.extra_desde),
    ("extra_baja", |form| &mut form.extra_baja),
    ("liquida", |form| &mut form.liquida),
    ("atraso", |form| &mut form.atraso),
    ("otro1", |form| &mut form.otro1),
    ("otro2", |form| &mut form.otro2),
    ("tabla", |form| &mut form.tabla),
];

/// What each start is answered from.
fn asked_from(start: Start) -> &'static [(&'static str, Pick)] {
    match start {
        Start::Amount => &[("monto", |form| &mut form.monto), ("plazo", |form| &mut form.plazo)],
        Start::Payment => &[
            ("sueldo", |form| &mut form.sueldo),
            ("descuentos", |form| &mut form.descuentos),
            ("pago", |form| &mut form.pago),
            ("plazo", |form| &mut form.plazo),
        ],
        Start::Time => &[("monto", |form| &mut form.monto), ("pago", |form| &mut form.pago)],
    }
}

/// `producto=...&monto=...`, of `/calculadora` and of `/calculadora.csv` alike, for whoever gets it: instead of a
/// salary it carries the payment that the figures found in it, which leads to the same figures.
pub fn shared(product: &Product, form: &CalculatorForm, figures: Option<&Figures>) -> String {
    let mut form = form.clone();
    let by_salary = !form.sueldo.trim().is_empty();
    if let Some(Goal::Amount { can_pay, .. }) = figures.map(|figures| figures.goal).filter(|_| by_salary) {
        form.pago = Money::from_centavos(can_pay).to_string();
    }
    form.sueldo.clear();
    form.descuentos.clear();
    query(product, &form)
}

/// The same with all that was written, for links that stay in the page.
pub fn query(product: &Product, form: &CalculatorForm) -> String {
    let mut form = form.clone();
    let start = Start::of(&form);
    let mut query = String::new();
    if start != Start::Amount {
        put(&mut query, "inicio", start.name());
    }
    put(&mut query, "producto", &product.id);
    put(&mut query, "version", &product.version);
    for (name, pick) in asked_from(start) {
        put_written(&mut query, name, pick(&mut form));
    }
    put(&mut query, "tasa", &product.annual_rate_pct);
    for (_, pick, usual) in USUAL {
        let written = pick(&mut form);
        if written == usual {
            written.clear();
        }
    }
    for (name, pick) in REST {
        put_written(&mut query, name, pick(&mut form));
    }
    query
}

fn put_written(query: &mut String, name: &str, text: &str) {
    let written = text.trim();
    if !written.is_empty() {
        put(query, name, written);
    }
}

fn put(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(name);
    query.push('=');
    encode(value, query);
}

fn encode(value: &str, link: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b',') {
            link.push(char::from(byte));
        } else {
            link.push('%');
            link.push(char::from(HEX[usize::from(byte >> 4)]));
            link.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::figures::tests::{figures, form, offer};
    use super::super::form::tests::product;
    use super::*;

    fn link(form: CalculatorForm) -> String {
        query(&product("personal", "2026-01", false), &form)
    }

    #[test]
    fn links_keep_what_was_written() {
        let form = CalculatorForm {
            monto: "$50 000".into(),
            plazo: "59".into(),
            sueldo: "9000".into(),
            atraso: "15".into(),
            ..CalculatorForm::default()
        };
        assert_eq!(link(form), "producto=personal&version=2026-01&monto=%2450%20000&plazo=59&tasa=13.67");
    }

    #[test]
    fn each_start_carries_what_it_is_answered_from() {
        let form = |inicio: &str| CalculatorForm {
            inicio: inicio.into(),
            monto: "50000".into(),
            plazo: "59".into(),
            sueldo: "9000".into(),
            pago: "1500".into(),
            atraso: "30".into(),
            ..CalculatorForm::default()
        };
        let named = "producto=personal&version=2026-01";
        assert_eq!(
            link(form("pago")),
            format!("inicio=pago&{named}&sueldo=9000&pago=1500&plazo=59&tasa=13.67&atraso=30")
        );
        assert_eq!(
            link(form("tiempo")),
            format!("inicio=tiempo&{named}&monto=50000&pago=1500&tasa=13.67&atraso=30")
        );
    }

    #[test]
    fn a_shared_link_has_the_payment_and_not_the_salary() {
        for (written, pago) in [
            ("sueldo=9,000&descuentos=1,200", "3300.00"),
            ("sueldo=9,000&pago=1,500.50", "1500.50"),
            ("sueldo=90,000", "36000.00"),
            ("pago=$1 500", "%241%20500"),
            ("descuentos=1,200&pago=1500", "1500"),
        ] {
            let written = format!("inicio=pago&{written}&plazo=59&otro1=36");
            let found = figures(&written);
            let link = shared(&offer().product, &form(&written), Some(&found));
            let named = "inicio=pago&producto=personal&version=2026-01";
            assert_eq!(link, format!("{named}&pago={pago}&plazo=59&tasa=13.67&otro1=36"), "{written}");
            if !pago.contains('%') {
                assert_eq!(figures(&format!("inicio=pago&pago={pago}&plazo=59")), found, "{written}");
            }
        }
        let half = shared(&offer().product, &form("inicio=pago&sueldo=mucho&plazo=59"), None);
        assert!(!half.contains("sueldo") && !half.contains("mucho"), "{half}");
    }
}
