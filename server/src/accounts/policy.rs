//! What a staff password must be: long, and not what everyone tries first. No composition rules and no
//! periodic change (NIST SP 800-63B-4, ASVS 6.2.5 and 6.2.10).

use crate::{error::Error, limits};

// What people at this institute would try; a breached-password list comes with citizens' accounts.
const COMMON: [&str; 12] = [
    "contraseña",
    "password",
    "guanajuato",
    "isseg",
    "puente",
    "12345678",
    "qwerty",
    "bienvenido",
    "mexico",
    "prestamos",
    "pensiones",
    "admin",
];

/// # Errors
/// `PasswordTooShort`, `PasswordTooLong`, `PasswordTooCommon`.
pub fn check(password: &str, username: &str) -> Result<(), Error> {
    if password.len() > limits::PASSWORD_BYTES {
        return Err(Error::PasswordTooLong);
    }
    if password.chars().count() < limits::PASSWORD_CHARS {
        return Err(Error::PasswordTooShort);
    }
    if is_common(&password.to_lowercase(), &username.to_lowercase()) {
        return Err(Error::PasswordTooCommon);
    }
    Ok(())
}

/// What is left after the well-known words and the person's own name must still be long enough to guess at.
fn is_common(password: &str, username: &str) -> bool {
    let mut rest = password.replace(char::is_whitespace, "");
    for word in COMMON.into_iter().chain((!username.is_empty()).then_some(username)) {
        rest = rest.replace(word, "");
    }
    let mut different: Vec<char> = rest.chars().collect();
    different.sort_unstable();
    different.dedup();
    rest.chars().count() < 8 || different.len() < 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_own_is_enough() {
        assert_eq!(check("tres caballos verdes", "ana"), Ok(()));
        assert_eq!(check("corta", "ana"), Err(Error::PasswordTooShort));
        assert_eq!(check("guanajuato isseg 2026", "ana"), Err(Error::PasswordTooCommon));
        assert_eq!(check("aaaaaaaaaaaaaaaaaaaa", "ana"), Err(Error::PasswordTooCommon));
        assert_eq!(check("anaruiz anaruiz anaruiz", "anaruiz"), Err(Error::PasswordTooCommon));
        assert_eq!(check(&"x".repeat(2000), "ana"), Err(Error::PasswordTooLong));
    }
}
