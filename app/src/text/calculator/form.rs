//! The form: where one starts, what is asked, and what to write instead.

use protocol::loan::Conditions;

use crate::loan::Start;
use crate::text::money;

pub const TITLE: &str = "Calcule su préstamo";
pub const LEAD: &str = "Vea cuánto pagaría antes de pedirlo.";
pub const START: &str = "¿Por dónde quiere empezar?";
pub const PRODUCT: &str = "¿Qué préstamo le interesa?";
pub const AMOUNT: &str = "¿Cuánto necesita?";
pub const AMOUNT_SLIDER: &str = "O mueva la barra";
/// Goes on after it for those who hear it alone.
pub const AMOUNT_SLIDER_FOR: &str = "para decir cuánto necesita";
pub const AMOUNT_SLIDER_EMPTY: &str = "Todavía sin monto";
pub const LESS: &str = "Pedir menos";
pub const MORE: &str = "Pedir más";
pub const SALARY_GROUP: &str = "Su sueldo";
pub const SALARY: &str = "Sueldo base de una quincena";
pub const SALARY_HINT: &str =
    "Sin bonos ni compensaciones. Se usa solo para este cálculo y no va en el «Enlace a esta simulación».";
pub const DEDUCTIONS: &str = "Lo que ya le descuentan cada quincena";
pub const DEDUCTIONS_HINT: &str =
    "Préstamos, seguros y otros descuentos de su recibo. Si no tiene, déjelo vacío.";
pub const CAN_PAY: &str = "¿Cuánto puede pagar cada quincena?";
pub const CAN_PAY_HINT: &str =
    "Si ya sabe cuánto puede pagar, basta con esto: no necesita escribir su sueldo.";
pub const TERM: &str = "¿En cuántas quincenas lo paga?";
pub const TERM_BOX: &str = "Otro plazo";
pub const SHORTER: &str = "Una quincena menos";
pub const LONGER: &str = "Una quincena más";
pub const DATE_PART: &str = "Cambiar la fecha en que recibiría el dinero";
pub const DATE: &str = "¿Cuándo recibiría el dinero?";
pub const DATE_HINT: &str = "Día, mes y año, por ejemplo 15/04/2026. Vacío es hoy.";
pub const CALCULATE: &str = "Calcular";
pub const REVIEW: &str = "Revise estos datos";
pub const NO_PRODUCTS: &str =
    "Por ahora no hay préstamos que calcular. Escríbanos por el chat y le ayudamos.";

pub const ENGINE: &str = "Con estos datos no podemos calcular. Cambie el monto o el plazo.";
pub const AMOUNT_EMPTY: &str = "Escriba cuánto necesita, por ejemplo 50,000";
pub const SALARY_EMPTY: &str = "Escriba su sueldo de una quincena, por ejemplo 9,000, o cuánto puede pagar";
pub const SALARY_UNCLEAR: &str = "Escriba su sueldo de una quincena, por ejemplo 9,000";
pub const PAYMENT_EMPTY: &str = "Escriba cuánto puede pagar cada quincena, por ejemplo 1,500";
pub const PAYMENT_ZERO: &str = "Escriba un pago mayor que cero, por ejemplo 1,500";
pub const NO_CAPACITY: &str =
    "Con esos descuentos no queda lugar para un pago más. Revise su sueldo y lo que ya le descuentan.";
pub const PAYMENT_CARRIES_NOTHING: &str = "Ese pago no alcanza para este préstamo. Pruebe con un pago mayor.";
pub const DATE_FAR: &str = "Esa fecha queda demasiado lejos. Escriba una más cercana, por ejemplo 15/04/2026";
pub const DATE_UNCLEAR: &str = "Escriba la fecha con día, mes y año, por ejemplo 15/04/2026";

pub fn start(start: Start) -> &'static str {
    match start {
        Start::Amount => "Sé cuánto necesito",
        Start::Payment => "¿Cuánto me alcanza?",
        Start::Time => "¿En cuánto tiempo termino?",
    }
}

/// What each start asks and answers.
pub fn start_hint(start: Start) -> &'static str {
    match start {
        Start::Amount => "Diga cuánto y en qué plazo: vea su pago.",
        Start::Payment => "Diga su sueldo o cuánto puede pagar: vea cuánto le prestarían.",
        Start::Time => "Diga cuánto necesita y cuánto puede pagar: vea cuándo termina.",
    }
}

/// How much of a salary may be deducted, where the product says so.
pub fn salary_rules(conditions: &Conditions) -> String {
    let rule =
        |share: &str, what: &str| (!share.is_empty()).then(|| format!("{} {what}", money::percent(share)));
    let all = rule(&conditions.all_deductions_pct, "de su sueldo entre todos sus descuentos");
    let new = rule(&conditions.new_deduction_pct, "por este préstamo");
    let rules: Vec<String> = all.into_iter().chain(new).collect();
    if rules.is_empty() {
        return String::new();
    }
    format!("Se puede descontar hasta {}. Valor de ejemplo, por confirmar.", rules.join(" y hasta "))
}

/// "De $1,000 a $250,000."
pub fn amount_range(min: i64, max: i64) -> String {
    format!("De {} a {}.", money::pesos_short(min), money::pesos_short(max))
}

pub fn understood(centavos: i64) -> String {
    format!("Entendimos {}.", money::pesos(centavos))
}

/// What was understood of an amount that could not be read, and what to write.
pub fn amount_unclear(written: &str, example: &str) -> String {
    let written = written.trim();
    let number = written.trim_start_matches('$').trim();
    match number.split_once(['.', ',']) {
        _ if written.chars().any(|c| c.is_ascii_alphabetic() || !c.is_ascii()) => {
            format!("Escriba el monto sin letras, por ejemplo {example}")
        }
        _ if number.starts_with('-') => format!("Escriba un monto mayor que cero, por ejemplo {example}"),
        Some((whole, rest)) if is_digits(whole) && is_digits(rest) => {
            format!(
                "No sabemos si «{written}» son {} o {} pesos. Escríbalo sin punto ni coma, por ejemplo {}",
                grouped(whole),
                grouped(&format!("{whole}{rest}")),
                example.replace(',', "")
            )
        }
        _ => format!("No entendimos «{written}». Escriba solo números, por ejemplo {example}"),
    }
}

fn is_digits(text: &str) -> bool {
    (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn grouped(digits: &str) -> String {
    digits.parse().map(money::grouped).unwrap_or_default()
}

pub fn amount_outside(centavos: i64, min: i64, max: i64) -> String {
    format!(
        "Entendimos {}. Este préstamo va de {} a {}: escriba un monto entre los dos.",
        money::pesos_short(centavos),
        money::pesos_short(min),
        money::pesos_short(max)
    )
}

pub fn term_outside(_: u32, max: u32) -> String {
    format!("Escriba de 1 a {max} quincenas, solo el número")
}

/// Where the salary sets the payment, a larger one is no advice.
pub fn amount_too_small(centavos: i64, min: i64, by_salary: bool) -> String {
    let larger = if by_salary { "" } else { " o con un pago mayor" };
    format!(
        "Con eso le alcanzaría para {}, y este préstamo empieza en {}. Pruebe con más quincenas{larger}.",
        money::pesos(centavos),
        money::pesos_short(min)
    )
}

/// `least` is the level payment over the longest term: the next whole peso certainly repays.
pub fn payment_too_low(least: i64, quincenas: u32) -> String {
    let enough = (least / 100 + 1) * 100;
    format!(
        "Con ese pago no terminaría en {quincenas} quincenas, el plazo más largo. Escriba al menos {}",
        money::pesos_short(enough)
    )
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

/// Any term: "Son 2 años y 5 meses y medio."; for none, which ones there are.
pub fn spell_out(quincenas: Option<u32>, max: u32) -> String {
    let Some(quincenas) = quincenas.filter(|count| (1..=max).contains(count)) else {
        return format!("De 1 a {max}.");
    };
    let count = |number: u32, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{number} {many}")),
    };
    let (years, months) = (count(quincenas / 24, "año", "años"), count(quincenas % 24 / 2, "mes", "meses"));
    let half = match (quincenas % 2, &months) {
        (0, _) => "",
        (_, Some(_)) => " y medio",
        (_, None) if years.is_none() => "Es medio mes",
        (_, None) => " y medio mes",
    };
    let whole: Vec<String> = years.into_iter().chain(months).collect();
    let verb = match quincenas {
        1 => "",
        2 | 3 | 24 | 25 => "Es ",
        _ => "Son ",
    };
    format!("{verb}{}{half}.", whole.join(" y "))
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

    #[test]
    fn every_term_is_said_as_time() {
        let said: Vec<String> = [1, 2, 3, 24, 25, 36, 59, 72].map(|term| spell_out(Some(term), 72)).into();
        let expected = [
            "Es medio mes.",
            "Es 1 mes.",
            "Es 1 mes y medio.",
            "Es 1 año.",
            "Es 1 año y medio mes.",
            "Son 1 año y 6 meses.",
            "Son 2 años y 5 meses y medio.",
            "Son 3 años.",
        ];
        assert_eq!(said, expected);
        assert_eq!(
            (spell_out(None, 72), spell_out(Some(73), 72)),
            ("De 1 a 72.".into(), "De 1 a 72.".into())
        );
    }

    #[test]
    fn unclear_amounts_say_what_to_write() {
        let said = |written| amount_unclear(written, "50,000");
        assert_eq!(said("cincuenta"), "Escriba el monto sin letras, por ejemplo 50,000");
        assert_eq!(said("-50"), "Escriba un monto mayor que cero, por ejemplo 50,000");
        assert_eq!(
            said(" 50.000 "),
            "No sabemos si «50.000» son 50 o 50,000 pesos. Escríbalo sin punto ni coma, por ejemplo 50000"
        );
        assert_eq!(said("50/60"), "No entendimos «50/60». Escriba solo números, por ejemplo 50,000");
    }

    #[test]
    fn the_least_payment_is_a_whole_peso_above() {
        assert!(payment_too_low(107_212, 72).ends_with("Escriba al menos $1,073"));
        assert!(payment_too_low(107_200, 72).ends_with("Escriba al menos $1,073"));
    }
}
