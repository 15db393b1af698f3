//! What the console says of channels, of WhatsApp's window and of how far an answer has come.

use protocol::staff::{Channel, DeliveryState, QueueItem};

use super::dates;

// Who writes.
pub const WHO: &str = "Quién escribe";
pub const SIGNED_IN: &str = "Entró con su CURP y contraseña.";
pub const CURP: &str = "CURP";
pub const AFFILIATION: &str = "Afiliación";
pub const PROFILE: &str = "Nombre en WhatsApp";
pub const UNPROVEN: &str = "Lo eligió la persona; no está comprobado.";
pub const NUMBER: &str = "Número";
pub const NO_NUMBER: &str = "WhatsApp no lo mostró.";
pub const ANONYMOUS: &str = "Persona sin identificar. Entró al chat sin su CURP.";
pub const MEMBER: &str = "Derechohabiente: ";

pub const WEB: &str = "Web";

// The window.
pub const WINDOW_OVER: &str = "Ventana cerrada";
pub const WINDOW_OVER_HEAD: &str = "Ventana cerrada: ya no se puede responder por WhatsApp";
/// What happened and what was kept; two sentences.
pub const WINDOW_OVER_COMPOSER: &str = "WhatsApp solo deja responder durante 24 horas después del último mensaje de la persona, y ya pasaron. Lo que escribió se conserva: podrá enviarlo cuando ella escriba de nuevo.";

// Deliveries.
pub const UNKNOWN_MEANS: &str = "WhatsApp no contestó: pudo haber llegado.";
pub const RESEND: &str = "Enviar de nuevo";
pub const RESEND_SURE: &str = "Si el primero sí llegó, la persona lo recibirá dos veces.";
pub const RESEND_YES: &str = "Sí, enviar de nuevo";
pub const EVENT: &str = "Aviso";

/// "WhatsApp, línea PP", "Web, Municipio de ejemplo".
pub fn channel(item: &QueueItem) -> String {
    match (item.channel, &item.line) {
        (Channel::Web, _) => format!("Web, {}", item.origin),
        (Channel::Whatsapp, Some(line)) => format!("WhatsApp, línea {line}"),
        (Channel::Whatsapp, None) => "WhatsApp".to_owned(),
    }
}

/// Where an answer goes, said where it is written.
pub fn leaves_by(line: Option<&str>) -> String {
    match line {
        Some(line) => format!("Su respuesta sale por WhatsApp, línea {line}."),
        None => "Su respuesta sale por WhatsApp.".to_owned(),
    }
}

/// "Se puede responder hasta mañana a las 10:05".
pub fn answer_until(until: i64, offset_minutes: i32, now: i64) -> String {
    let time = dates::time_of_day(until, offset_minutes);
    let at = if time.starts_with("1:") { "a la" } else { "a las" };
    format!("Se puede responder hasta {} {at} {time}", dates::ahead(until, offset_minutes, now))
}

/// "quedan 23 h", "quedan 1 h 20 min", "queda menos de 1 min": minutes count when hours are few.
pub fn left(ms: i64) -> String {
    const HOUR: i64 = 3_600_000;
    match ms {
        ..60_000 => "queda menos de 1 min".to_owned(),
        _ if ms < 3 * HOUR => format!("quedan {}", dates::waited(ms)),
        _ => format!("quedan {} h", ms / HOUR),
    }
}

pub fn delivery(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Queued => "En cola",
        DeliveryState::Sending => "Enviando",
        DeliveryState::Accepted => "Aceptado por WhatsApp",
        DeliveryState::Sent => "Enviado",
        DeliveryState::Delivered => "Entregado",
        DeliveryState::Read => "Leído",
        DeliveryState::Unknown => "No se sabe si llegó",
        DeliveryState::Failed => "No se envió",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFSET: i32 = -360;
    const HOUR: i64 = 3_600_000;
    /// Friday 27 March 2026, 16:05 in Guanajuato.
    const FRIDAY: i64 = 1_774_649_100_000;

    #[test]
    fn the_window_is_said_as_a_day_and_an_hour() {
        let said = |hours: i64| answer_until(FRIDAY + hours * HOUR, OFFSET, FRIDAY);
        assert_eq!(said(2), "Se puede responder hasta hoy a las 18:05");
        assert_eq!(said(9), "Se puede responder hasta mañana a la 1:05");
        assert_eq!(said(24), "Se puede responder hasta mañana a las 16:05");
        assert_eq!(said(72), "Se puede responder hasta el lunes a las 16:05");
    }

    #[test]
    fn what_is_left_is_said_in_hours_and_minutes() {
        assert_eq!(left(80 * 60_000), "quedan 1 h 20 min");
        assert_eq!(left(24 * HOUR - 1), "quedan 23 h");
        assert_eq!(left(59_999), "queda menos de 1 min");
    }
}
