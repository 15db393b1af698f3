//! The link that reproduces a simulation.

use protocol::loan::{CalculatorForm, Product};

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

/// What each start is answered from. A salary stays out of every other link: links are for sharing.
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

/// `producto=...&monto=...`: of `/calculadora` and of `/calculadora.csv` alike.
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
        put(&mut query, name, pick(&mut form).trim());
    }
    put(&mut query, "tasa", &product.annual_rate_pct);
    for (_, pick, usual) in USUAL {
        let written = pick(&mut form);
        if written == usual {
            written.clear();
        }
    }
    for (name, pick) in REST {
        let written = pick(&mut form).trim();
        if !written.is_empty() {
            put(&mut query, name, written);
        }
    }
    query
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
            format!("inicio=pago&{named}&sueldo=9000&descuentos=&pago=1500&plazo=59&tasa=13.67&atraso=30")
        );
        assert_eq!(
            link(form("tiempo")),
            format!("inicio=tiempo&{named}&monto=50000&pago=1500&tasa=13.67&atraso=30")
        );
    }
}
