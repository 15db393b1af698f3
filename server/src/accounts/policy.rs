//! What a password must be: long, and not what everyone tries first. No composition rules and no periodic
//! change (NIST SP 800-63B-4, ASVS 6.2.5 and 6.2.10).

use unicode_normalization::UnicodeNormalization;

use crate::{error::Error, limits};

/// What people at this institute would try. Lists of breached passwords hold next to nothing of this length:
/// what is left to refuse is a well-known word written out, doubled or numbered.
const COMMON: [&str; 48] = [
    "contraseña",
    "contrasena",
    "password",
    "clave",
    "secreta",
    "secreto",
    "acceso",
    "segura",
    "seguro",
    "guanajuato",
    "derechohabiente",
    "jubilado",
    "jubilada",
    "pensionado",
    "pensionada",
    "gobierno",
    "estado",
    "isseg",
    "puente",
    "prestamos",
    "prestamo",
    "préstamo",
    "pensiones",
    "pension",
    "pensión",
    "nomina",
    "quincena",
    "irapuato",
    "celaya",
    "salamanca",
    "silao",
    "leon",
    "doloreshidalgo",
    "sanmigueldeallende",
    "mexico",
    "méxico",
    "bienvenido",
    "bienvenida",
    "administrador",
    "admin",
    "usuario",
    "qwertyuiop",
    "qwerty",
    "asdfghjkl",
    "abcdefgh",
    "1234567890",
    "12345678",
    "teamo",
];

/// Every way of typing the same text gives the same bytes. Done once, before counting and hashing.
pub(super) fn normalized(password: &str) -> String {
    password.nfkc().collect()
}

/// `own` is what others know about the person: user name, name, CURP, date of birth.
///
/// # Errors
/// `PasswordTooShort`, `PasswordTooLong`, `PasswordTooCommon`.
pub fn check(password: &str, own: &[String]) -> Result<(), Error> {
    if password.len() > limits::PASSWORD_BYTES {
        return Err(Error::PasswordTooLong);
    }
    let password = normalized(password);
    if password.chars().count() < limits::PASSWORD_CHARS {
        return Err(Error::PasswordTooShort);
    }
    if is_common(&password, own) { Err(Error::PasswordTooCommon) } else { Ok(()) }
}

/// What is left after the well-known words and what is known of the person must still be long enough to guess
/// at.
fn is_common(password: &str, own: &[String]) -> bool {
    let mut rest = bare(password);
    let own = own.iter().map(|word| bare(word)).filter(|word| word.chars().count() > 2);
    let mut words: Vec<String> = own.chain(COMMON.into_iter().map(str::to_owned)).collect();
    // The longest first: taking "ana" out of "guanajuato" would leave a word nobody looks for.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        rest = rest.replace(&word, "");
    }
    let mut different: Vec<char> = rest.chars().collect();
    different.sort_unstable();
    different.dedup();
    rest.chars().count() < 8 || different.len() < 5
}

/// Without what people put between words and dates.
fn bare(text: &str) -> String {
    text.to_lowercase().replace(|c: char| c.is_whitespace() || "-_./,".contains(c), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn long_and_own_is_enough() {
        let ana = own(&["ana"]);
        assert_eq!(check("tres caballos verdes", &ana), Ok(()));
        assert_eq!(check("corta", &ana), Err(Error::PasswordTooShort));
        assert_eq!(check("guanajuato isseg 2026", &ana), Err(Error::PasswordTooCommon));
        assert_eq!(check("aaaaaaaaaaaaaaaaaaaa", &ana), Err(Error::PasswordTooCommon));
        assert_eq!(check("anaruiz anaruiz anaruiz", &own(&["anaruiz"])), Err(Error::PasswordTooCommon));
        assert_eq!(check(&"x".repeat(2000), &ana), Err(Error::PasswordTooLong));
        for phrase in [
            "1234567890 1234567890",
            "Contraseña-2026-segura",
            "mi.prestamo.quincena.2026",
            "qwertyuiopasdfghjkl",
        ] {
            assert_eq!(check(phrase, &[]), Err(Error::PasswordTooCommon), "{phrase}");
        }
    }

    #[test]
    fn one_text_typed_two_ways_is_one_password() {
        assert_eq!(normalized("cafe\u{301} ﬁrme"), normalized("café firme"));
        // Fifteen characters however the ñ was made.
        assert_eq!(check("otoño n\u{303}andu abc", &[]), check("otoño ñandu abc", &[]));
    }
}
