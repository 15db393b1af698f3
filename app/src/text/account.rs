//! Signing in and the account of a derechohabiente.

use super::{dates, money};

// Signing in.
pub const SIGN_IN_TITLE: &str = "Entre a su cuenta";
pub const SIGN_IN_LEAD: &str = "Vea cuánto debe y cuándo es su próximo pago.";
pub const CURP: &str = "CURP";
/// Its check digit is wrong on purpose: it is nobody's.
pub const CURP_HINT: &str = "18 letras y números, como XEXX010101MGTXXX04.";
pub const PASSWORD: &str = "Contraseña";
pub const SIGN_IN: &str = "Entrar";
pub const WRONG: &str = "Revise lo siguiente";
pub const ACCESS: &str = "¿Es la primera vez, u olvidó su contraseña?";
pub const ACCESS_TEXT: &str = "Pida un código en la ventanilla o en el módulo de su región. Lleve su identificación. El código sirve una sola vez, durante 30 minutos.";
pub const HAVE_CODE: &str = "Ya tengo mi código";
pub const DEMO_ACCOUNTS: &str = "Cuentas de demostración (CURP / contraseña)";

// The first password.
pub const FIRST_TITLE: &str = "Cree su contraseña";
pub const FIRST_LEAD: &str = "Escriba el código que le dieron en la ventanilla y elija una contraseña.";
pub const CODE: &str = "Código de un solo uso";
pub const CODE_HINT: &str = "Como está en el papel; los guiones y las mayúsculas no importan.";
pub const NEW_PASSWORD: &str = "Contraseña nueva";
pub const NEW_PASSWORD_HINT: &str = "Al menos 15 letras, números o espacios. Una frase que recuerde funciona bien: cuatro palabras que no digan su nombre.";
pub const REPEAT: &str = "Escríbala otra vez";
pub const SAVE_PASSWORD: &str = "Guardar contraseña";
pub const NO_CODE: &str = "No tengo código: volver a la entrada";

// The account.
pub const ACCOUNT_TITLE: &str = "Mi cuenta";
pub const LOANS: &str = "Sus préstamos";
pub const NEXT_PAYMENT: &str = "Su próximo pago";
pub const OVERDUE_PAYMENT: &str = "Pago que esperábamos antes";
pub const SETTLED: &str = "Ya terminó de pagar este préstamo";
pub const NOTHING_COMPUTED: &str = "Pregunte al área por sus pagos.";
pub const BALANCE: &str = "Le falta por pagar, sin intereses";
pub const LENT: &str = "Le prestaron";
pub const RATE: &str = "Tasa anual";
pub const LAST_PAYMENT: &str = "Último pago";
pub const UPCOMING: &str = "Los pagos que siguen";
pub const UPCOMING_HEADS: [&str; 3] = ["Fecha", "Pago", "Baja su deuda"];
pub const OVERDUE: &str = "pendiente";
pub const ASK: &str = "Tengo una duda de este préstamo";
pub const NO_LOANS: &str = "No tiene préstamos registrados";
pub const NO_LOANS_TEXT: &str = "Puede calcular uno antes de pedirlo. Si cree que falta el suyo, escríbanos.";
pub const CALCULATE: &str = "Calcular un préstamo";
pub const WRITE: &str = "Escribir al instituto";

// Sessions.
pub const SESSIONS: &str = "Dónde está abierta su cuenta";
pub const SESSIONS_TEXT: &str = "Si no reconoce un teléfono o una computadora, cierre esa sesión y pida otra contraseña en la ventanilla.";
pub const THIS_SESSION: &str = "Esta sesión";
pub const CLOSE: &str = "Cerrar";
pub const CLOSE_OTHERS: &str = "Cerrar todas las demás";
pub const CLOSE_ALL: &str = "Cerrar todas, también esta";
pub const SIGN_OUT: &str = "Salir";

// From the widget to a page of its own.
pub const CONTINUE_TITLE: &str = "Siga su conversación aquí";
pub const CONTINUE_SIGNED: &str = "Entrar con mi CURP";
pub const CONTINUE_SIGNED_TEXT: &str = "Sabrán quién es usted y podrán responderle sobre su caso.";
pub const CONTINUE: &str = "Seguir sin entrar";
pub const CONTINUE_TEXT: &str = "La conversación sigue igual. No hace falta decir quién es.";

/// Whom the conversation is with.
pub fn continue_lead(desk: &str) -> String {
    format!("Lo que ya escribió a {desk} está en esta página.")
}

pub fn greeting(name: &str) -> String {
    format!("Hola, {name}")
}

/// Who is signed in: the masked CURP and the member's number.
pub fn who(curp: &str, affiliation: Option<&str>) -> String {
    affiliation.map_or_else(|| format!("CURP {curp}"), |number| format!("CURP {curp} · Afiliación {number}"))
}

/// Which loan, for people with several.
pub fn folio(folio: &str) -> String {
    format!("Folio {folio}")
}

/// "el viernes 30 de noviembre", with the year when it is not this one.
pub fn on(iso: &str, offset_minutes: i32, now: i64) -> String {
    format!("el {}", dates::iso_day_long(iso, offset_minutes, now))
}

/// How far the loan has come.
pub fn progress(paid: u32, term: u32) -> String {
    match paid {
        0 => format!("Todavía no ha hecho ninguno de sus {term} pagos"),
        1 => format!("Ha hecho 1 de {term} pagos"),
        _ => format!("Ha hecho {paid} de {term} pagos"),
    }
}

/// Where the figures come from.
pub fn as_of(ms: i64, offset_minutes: i32, now: i64) -> String {
    format!("Datos del instituto al {}.", dates::day_long(ms, offset_minutes, now))
}

/// "$1,231.32" from the wire's "1231.32".
pub fn pesos(amount: &str) -> String {
    money::read(amount).map_or_else(|_| amount.to_owned(), money::pesos)
}

/// Since when a session is open, and when it was last used.
pub fn session_times(started_at: i64, seen_at: i64, offset_minutes: i32, now: i64) -> String {
    let at = |ms| {
        let (day, time) = (dates::day(ms, offset_minutes, now), dates::time_of_day(ms, offset_minutes));
        format!("{day} a las {time}")
    };
    format!("Abierta {}. Última vez: {}.", at(started_at), at(seen_at))
}

/// The name of a button that says which session it closes.
pub fn close_session(device: &str) -> String {
    format!("Cerrar la sesión de {device}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFSET: i32 = -360;
    /// Friday 27 March 2026, 16:05 in Guanajuato.
    const FRIDAY: i64 = 1_774_649_100_000;

    #[test]
    fn amounts_and_dates_are_said_as_people_say_them() {
        assert_eq!(pesos("1231.32"), "$1,231.32");
        assert_eq!(pesos("0.00"), "$0.00");
        assert_eq!(on("2026-03-31", OFFSET, FRIDAY), "el martes 31 de marzo");
        assert_eq!(on("2027-01-15", OFFSET, FRIDAY), "el viernes 15 de enero de 2027");
        assert_eq!(progress(0, 59), "Todavía no ha hecho ninguno de sus 59 pagos");
        assert_eq!(progress(1, 59), "Ha hecho 1 de 59 pagos");
    }

    #[test]
    fn a_session_says_since_when_and_until_when() {
        assert_eq!(
            session_times(FRIDAY - 24 * 3_600_000, FRIDAY, OFFSET, FRIDAY),
            "Abierta ayer a las 16:05. Última vez: hoy a las 16:05."
        );
    }
}
