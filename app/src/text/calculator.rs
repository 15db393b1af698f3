//! The loan calculator.

use protocol::loan::Product;

use super::money;

pub const TITLE: &str = "Calcule su préstamo";
pub const LEAD: &str = "Escriba cuánto necesita y en cuántas quincenas lo pagaría.";
pub const PRODUCT: &str = "¿Qué préstamo le interesa?";
pub const AMOUNT: &str = "¿Cuánto necesita?";
pub const TERM: &str = "¿En cuántas quincenas lo paga?";
pub const TERM_BOX: &str = "Otro plazo";
pub const LESS: &str = "Pedir menos";
pub const MORE: &str = "Pedir más";
pub const CALCULATE: &str = "Calcular";
pub const REVIEW: &str = "Revise estos datos";
pub const PAYMENT: &str = "Su pago por quincena";
pub const WAITING: &str = "Escriba cuánto necesita y aquí verá su pago.";
pub const CORRECT: &str = "Corrija lo marcado y aquí verá su pago.";
pub const BORROWED: &str = "Usted recibe";
pub const INTEREST: &str = "Intereses";
pub const IVA: &str = "IVA de los intereses";
pub const TOTAL: &str = "Total que pagaría";
pub const LAST: &str = "Último pago";
pub const NO_OFFER: &str = "Simulación, no es una oferta.";
pub const FUND: &str = "No incluye la aportación anual al Fondo Especial y Solidario.";
pub const ALL_PAYMENTS: &str = "Ver todos los pagos";
pub const LINK: &str = "Enlace a esta simulación";
pub const ASK: &str = "Preguntar a una persona";
pub const NO_PRODUCTS: &str =
    "Por ahora no hay préstamos que calcular. Escríbanos por el chat y le ayudamos.";
pub const ENGINE: &str = "Con estos datos no podemos calcular. Cambie el monto o el plazo.";
pub const AMOUNT_EMPTY: &str = "Escriba cuánto necesita, por ejemplo 50,000";
pub const AMOUNT_UNCLEAR: &str = "Escriba el monto con números, por ejemplo 50,000";
pub const SUPERSEDED: &str = "Este enlace usa condiciones anteriores. Ya no son las vigentes.";
pub const TABLE_NAME: &str = "Tabla de pagos";
/// Column heads, in the order of the rows.
pub const COLUMNS: [&str; 6] = ["Núm.", "Pago", "A capital", "Intereses", "IVA", "Saldo"];

/// "De $1,000 a $250,000".
pub fn amount_range(min: i64, max: i64) -> String {
    format!("De {} a {}.", money::pesos_short(min), money::pesos_short(max))
}

pub fn understood(centavos: i64) -> String {
    format!("Entendimos {}.", money::pesos(centavos))
}

pub fn amount_outside(min: i64, max: i64) -> String {
    format!(
        "Este préstamo va de {} a {}. Escriba un monto entre los dos.",
        money::pesos_short(min),
        money::pesos_short(max)
    )
}

pub fn term_outside(max: u32) -> String {
    format!("Escriba de 1 a {max} quincenas, solo el número")
}

pub fn yearly_rate(rate: &str) -> String {
    format!("{} de interés anual", money::percent(rate))
}

/// A term as people count it: "6 meses", "1 año", "2 años y medio"; empty when it is neither.
pub fn spell(quincenas: u32) -> String {
    match (quincenas / 24, quincenas % 24) {
        (0, rest) if rest % 2 == 0 && rest > 0 => format!("{} meses", rest / 2).replace("1 meses", "1 mes"),
        (1, 0) => "1 año".to_owned(),
        (1, 12) => "1 año y medio".to_owned(),
        (years, 0) if years > 1 => format!("{years} años"),
        (years, 12) if years > 1 => format!("{years} años y medio"),
        _ => String::new(),
    }
}

/// "59 pagos quincenales".
pub fn payments(count: u32) -> String {
    if count == 1 { "1 pago".to_owned() } else { format!("{count} pagos, uno cada quincena") }
}

pub fn summary(payment: i64, count: u32) -> String {
    let count = if count == 1 { "una quincena".to_owned() } else { format!("{count} quincenas") };
    format!("Su pago sería de {} cada quincena, durante {count}.", money::pesos(payment))
}

/// What the figures stand on. `since` and `today` are written out.
pub fn basis(product: &Product, since: &str, today: &str) -> String {
    let rate = money::percent(&product.annual_rate_pct);
    let iva = if product.iva_pct.is_empty() {
        String::new()
    } else {
        format!(", más IVA de {} sobre los intereses", money::percent(&product.iva_pct))
    };
    format!(
        "{}, versión {}, vigente desde el {since}. Tasa fija anual de {rate}{iva}. Calculado el {today}.",
        product.name, product.version
    )
}

/// Where a product's terms come from, as a sentence.
pub fn source(source: &str) -> String {
    format!("Condiciones: {}.", source.trim_end_matches('.'))
}

pub fn year(number: usize) -> String {
    format!("Año {number}")
}

pub fn rate_differs(link: &str, ours: &str) -> String {
    format!(
        "El enlace traía una tasa de {}. Calculamos con la de este préstamo: {}.",
        money::percent(link),
        money::percent(ours)
    )
}

pub fn version_unknown(asked: &str, used: &str) -> String {
    format!("No encontramos la versión {asked} del enlace. Calculamos con la vigente, {used}.")
}

pub fn previous(name: &str, version: &str) -> String {
    format!("{name}, condiciones anteriores ({version})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_spelled_when_round() {
        let said: Vec<String> = [2, 12, 24, 36, 48, 59, 60, 240, 13].map(spell).into();
        assert_eq!(
            said,
            ["1 mes", "6 meses", "1 año", "1 año y medio", "2 años", "", "2 años y medio", "10 años", ""]
        );
    }
}
