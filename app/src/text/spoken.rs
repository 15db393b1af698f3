//! Amounts in words, for a voice: many read "$1,231.32" digit by digit, or as dollars.

use super::money::pesos;

const SMALL: [&str; 30] = [
    "cero",
    "un",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiún",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
];
const TENS: [&str; 10] =
    ["", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];
const HUNDREDS: [&str; 10] = [
    "",
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
];
const MILLION: u64 = 1_000_000;

/// "mil doscientos treinta y un pesos con treinta y dos centavos", from centavos. From a billion
/// (10^12) pesos on, and below zero, the figures as they are written.
pub fn pesos_in_words(centavos: i64) -> String {
    let Some(amount) = u64::try_from(centavos).ok().filter(|amount| amount / 100 < MILLION * MILLION) else {
        return pesos(centavos);
    };
    let (whole, cents) = (amount / 100, amount % 100);
    let of = if whole > 0 && whole.is_multiple_of(MILLION) { "de " } else { "" };
    let said = format!("{} {of}{}", before_noun(whole), if whole == 1 { "peso" } else { "pesos" });
    match cents {
        0 => said,
        1 => format!("{said} con un centavo"),
        _ => format!("{said} con {} centavos", before_noun(cents)),
    }
}

/// A number below 10^12 as it stands before a masculine noun: "un", "veintiún", "treinta y un mil".
fn before_noun(number: u64) -> String {
    match (number / MILLION, number % MILLION) {
        (0, rest) => below_million(rest),
        (1, rest) => joined("un millón", rest),
        (millions, rest) => joined(&format!("{} millones", below_million(millions)), rest),
    }
}

fn below_million(number: u64) -> String {
    match (number / 1000, number % 1000) {
        (0, rest) => below_thousand(rest),
        (1, rest) => joined("mil", rest),
        (thousands, rest) => joined(&format!("{} mil", below_thousand(thousands)), rest),
    }
}

fn below_thousand(number: u64) -> String {
    match (number / 100, number % 100) {
        (0, rest) => below_hundred(rest),
        (1, 0) => "cien".to_owned(),
        (hundreds, rest) => joined(word(&HUNDREDS, hundreds), rest),
    }
}

fn below_hundred(number: u64) -> String {
    match (number / 10, number % 10) {
        (0..=2, _) => word(&SMALL, number).to_owned(),
        (tens, 0) => word(&TENS, tens).to_owned(),
        (tens, ones) => format!("{} y {}", word(&TENS, tens), word(&SMALL, ones)),
    }
}

/// The rest after its greater part; zero says nothing.
fn joined(greater: &str, rest: u64) -> String {
    if rest == 0 { greater.to_owned() } else { format!("{greater} {}", before_noun(rest)) }
}

fn word<const N: usize>(words: &'static [&'static str; N], at: u64) -> &'static str {
    usize::try_from(at).ok().and_then(|at| words.get(at)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_said_as_people_say_them() {
        let cases = [
            (123_132, "mil doscientos treinta y un pesos con treinta y dos centavos"),
            (0, "cero pesos"),
            (100, "un peso"),
            (101, "un peso con un centavo"),
            (2_100, "veintiún pesos"),
            (10_000, "cien pesos"),
            (10_100, "ciento un pesos"),
            (55_550, "quinientos cincuenta y cinco pesos con cincuenta centavos"),
            (100_000, "mil pesos"),
            (2_100_000, "veintiún mil pesos"),
            (6_000_000, "sesenta mil pesos"),
            (7_264_816, "setenta y dos mil seiscientos cuarenta y ocho pesos con dieciséis centavos"),
            (10_000_100, "cien mil un pesos"),
            (100_000_000, "un millón de pesos"),
            (150_000_000, "un millón quinientos mil pesos"),
            (2_100_000_000, "veintiún millones de pesos"),
            (100_000_000_001, "mil millones de pesos con un centavo"),
        ];
        for (centavos, said) in cases {
            assert_eq!(pesos_in_words(centavos), said);
        }
    }

    #[test]
    fn what_is_too_large_keeps_its_figures() {
        assert_eq!(pesos_in_words(100_000_000_000_000), "$1,000,000,000,000.00");
        assert!(
            pesos_in_words(99_999_999_999_999)
                .starts_with("novecientos noventa y nueve mil novecientos noventa y nueve millones")
        );
        assert_eq!(pesos_in_words(-1), "-$0.01");
    }
}
