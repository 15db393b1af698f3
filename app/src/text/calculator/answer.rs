//! The answer card.

use amortization::Rate;
use protocol::loan::Product;

use super::quincenas;
use crate::loan::{Figures, Goal, Start};
use crate::text::money;

pub const PAYMENT: &str = "Su pago por quincena";
pub const CORRECT: &str = "Corrija lo marcado y aquí verá la respuesta.";
pub const BORROWED: &str = "Usted recibe";
pub const LENT: &str = "Monto del préstamo";
pub const COMMISSION: &str = "Comisión de apertura, con IVA";
pub const INTEREST: &str = "Intereses";
pub const IVA: &str = "IVA de los intereses";
pub const FUND_TOTAL: &str = "Fondo Especial y Solidario";
pub const TOTAL: &str = "Total que pagaría";
pub const LAST: &str = "Último pago";
pub const CAT: &str = "CAT (Costo Anual Total)";
pub const CAT_SHORT: &str = "CAT";
/// The legend that Banco de México asks for, and what it is for.
pub const CAT_LEGEND: &str = "CAT sin IVA, para fines informativos y de comparación: mientras más bajo, más barato es el préstamo. Tasa fija anual.";
pub const FIRST_DATE: &str = "Primer descuento";
pub const LAST_DATE: &str = "Último descuento";
pub const DATES_EXAMPLE: &str =
    "Las fechas son un ejemplo: el calendario de nómina del instituto está por confirmar.";
pub const NO_OFFER: &str = "Simulación, no es una oferta.";
pub const NO_FUND: &str = "No incluye la aportación anual al Fondo Especial y Solidario.";
pub const LINK: &str = "Enlace a esta simulación";
pub const LINK_COPIED: &str = "Enlace copiado";
pub const ASK: &str = "Preguntar por chat a una persona";
pub const SUPERSEDED: &str = "Este enlace usa condiciones anteriores. Ya no son las vigentes.";

/// Over the large figure.
pub fn asked(start: Start) -> &'static str {
    match start {
        Start::Amount => PAYMENT,
        Start::Payment => "Le alcanza para",
        Start::Time => "Terminaría de pagar en",
    }
}

pub fn waiting(start: Start) -> &'static str {
    match start {
        Start::Amount => "Escriba cuánto necesita y aquí verá su pago.",
        Start::Payment => "Escriba su sueldo o su pago y aquí verá cuánto le alcanza.",
        Start::Time => "Escriba cuánto necesita y cuánto puede pagar, y aquí verá en cuánto tiempo termina.",
    }
}

/// The large figure: what was asked for.
pub fn large(figures: &Figures) -> String {
    match figures.goal {
        Goal::Payment => money::pesos(figures.payment),
        Goal::Amount { .. } => money::pesos(figures.amount),
        Goal::Term => quincenas(figures.count),
    }
}

/// Under it: the other two.
pub fn beside(figures: &Figures) -> String {
    let payment = money::pesos(figures.payment);
    match figures.goal {
        Goal::Payment if figures.count == 1 => "1 pago".to_owned(),
        Goal::Payment => format!("{} pagos, uno cada quincena", figures.count),
        Goal::Amount { capped, .. } => {
            let most = if capped { ". Es lo más que presta este préstamo" } else { "" };
            if figures.count == 1 {
                return format!("con un solo pago de {payment}{most}");
            }
            format!("con pagos de {payment} cada quincena, durante {}{most}", quincenas(figures.count))
        }
        Goal::Term if figures.count == 1 => format!("con un solo pago de {payment}"),
        Goal::Term => format!("con pagos de {payment} cada quincena"),
    }
}

/// What a reader hears once typing pauses.
pub fn summary(figures: &Figures) -> String {
    let (payment, count) = (money::pesos(figures.payment), quincenas(figures.count));
    match figures.goal {
        Goal::Payment if figures.count == 1 => format!("Su pago sería de {payment}, una sola vez."),
        Goal::Payment => format!("Su pago sería de {payment} cada quincena, durante {count}."),
        Goal::Amount { .. } => {
            let amount = money::pesos(figures.amount);
            if figures.count == 1 {
                return format!("Le alcanza para {amount}: pagaría {payment}, una sola vez.");
            }
            format!("Le alcanza para {amount}: pagaría {payment} cada quincena, durante {count}.")
        }
        Goal::Term if figures.count == 1 => format!("Con un solo pago de {payment} terminaría en {count}."),
        Goal::Term => format!("Con {payment} cada quincena terminaría en {count}."),
    }
}

/// "14.6 %".
pub fn cat(cat: Rate) -> String {
    let tenths = cat.millionths() / 100_000;
    format!("{}.{} %", money::grouped(tenths / 10), tenths % 10)
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

/// `link` is none when it was no rate: what a link says is not repeated as if we said it.
pub fn rate_differs(link: Option<Rate>, ours: &str) -> String {
    let link = link.map_or_else(|| "otra tasa".to_owned(), |rate| format!("una tasa de {rate} %"));
    format!("El enlace traía {link}. Calculamos con la de este préstamo: {}.", money::percent(ours))
}

/// `asked` is none when it was no version.
pub fn version_unknown(asked: Option<&str>, used: &str) -> String {
    let asked = match asked {
        Some(asked) => format!("No encontramos la versión {asked} del enlace."),
        None => "El enlace traía otra versión.".to_owned(),
    };
    format!("{asked} Calculamos con la vigente, {used}.")
}

pub fn product_gone(used: &str) -> String {
    format!("El préstamo de ese enlace ya no está en la lista. Calculamos con este otro: {used}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cat_has_one_decimal() {
        let said = |text: &str| text.parse::<Rate>().map(cat).unwrap_or_default();
        assert_eq!(said("14.6"), "14.6 %");
        assert_eq!(said("9"), "9.0 %");
        assert_eq!(said("1234.5"), "1,234.5 %");
    }
}
