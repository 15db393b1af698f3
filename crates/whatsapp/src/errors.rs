//! What a Graph error means for us: a lane that says who has to wait, and the words for the desk.
//!
//! Codes: "Cloud API error codes" of Meta, read by their code; titles change and are translated.

/// Who has to wait after an error, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Nothing was sent and a later try may succeed.
    RetryLater,
    /// Too many messages to this person: only they wait.
    HoldPerson,
    /// Worth one more try, then it fails.
    RetryOnce,
    /// This message will never leave.
    PermanentMessage,
    /// No message of this kind will reach this person: they said no.
    PermanentPerson,
    /// The account or its token is in trouble: every message of the line waits for a person's repair.
    StopLine,
    /// It may have been sent or not.
    Unknown,
}

/// The lane of a code; `Unknown` for one we have never heard of.
#[must_use]
pub fn lane(code: i64) -> Lane {
    match code {
        1 | 2 | 4 | 613 | 80_007 | 130_429 | 131_000 | 131_016 | 131_057 | 133_016 => Lane::RetryLater,
        131_056 => Lane::HoldPerson,
        131_053 => Lane::RetryOnce,
        100 | 130_472 | 131_008 | 131_009 | 131_026 | 131_030 | 131_047 | 131_049 | 131_051 | 131_062
        | 132_000 | 132_001 | 132_005 | 132_007 | 132_012 | 132_015 | 132_016 => Lane::PermanentMessage,
        131_050 => Lane::PermanentPerson,
        0 | 3 | 10 | 190 | 200..=299 | 368 | 131_005 | 131_031 | 131_042 | 131_045 | 131_048 | 133_010 => {
            Lane::StopLine
        }
        _ => Lane::Unknown,
    }
}

/// Code of "the 24 hours are over"; also ours when we see it before Meta does.
pub const WINDOW_CLOSED: i64 = 131_047;
/// Code of "something went wrong", which Meta does not explain: about one message, not about the line.
pub const UNEXPLAINED: i64 = 131_000;

/// Whether a code asks us to go slower; any other passing fault is about one message.
#[must_use]
pub fn throttles(code: i64) -> bool {
    matches!(code, 4 | 613 | 80_007 | 130_429 | 131_057 | 133_016)
}

/// Why a message that was taken has failed afterwards, for the desk: nothing sends it again by itself.
#[must_use]
pub fn failure_reason(code: i64) -> &'static str {
    if lane(code) == Lane::HoldPerson {
        return "Se enviaron muchos mensajes seguidos a esta persona y WhatsApp no entregó este. Espere unos minutos y reenvíelo.";
    }
    reason(code)
}

/// Why a message did not leave and what to do about it, for the desk.
#[must_use]
pub fn reason(code: i64) -> &'static str {
    match lane(code) {
        Lane::StopLine => line_reason(code),
        Lane::HoldPerson => {
            "Se enviaron muchos mensajes seguidos a esta persona. WhatsApp pide una pausa; el mensaje saldrá solo."
        }
        Lane::RetryOnce => "WhatsApp no pudo procesar el archivo. Envíelo de nuevo o mande solo texto.",
        Lane::RetryLater => {
            "WhatsApp tuvo una falla pasajera o pidió ir más despacio. Reenvíe el mensaje en unos minutos."
        }
        _ => of_message(code),
    }
}

/// Why a whole line cannot send and what to do about it, for its desk; of a code 100 with subcode 33 too.
#[must_use]
pub fn line_reason(code: i64) -> &'static str {
    match code {
        0 | 190 => {
            "El permiso para usar WhatsApp venció o no es válido. Avise a sistemas: hay que renovar el token."
        }
        131_031 => "Meta bloqueó la cuenta de WhatsApp. Avise a sistemas: hay que revisar la cuenta en Meta.",
        368 => {
            "Meta restringió la cuenta por sus políticas. Avise a sistemas: hay que revisar la cuenta en Meta."
        }
        131_042 => {
            "Hay un problema con el pago de la cuenta de WhatsApp. Avise a sistemas: hay que revisar el método de pago en Meta y reanudar la línea."
        }
        131_048 => {
            "Meta limitó esta línea porque varias personas reportaron o bloquearon sus mensajes. Avise a sistemas."
        }
        131_045 | 133_010 => {
            "El número de la línea no está registrado en WhatsApp. Avise a sistemas: hay que registrarlo en Meta."
        }
        100 => {
            "Meta no reconoce el número de la línea. Avise a sistemas: hay que revisar su identificador y los permisos."
        }
        _ => {
            "WhatsApp negó el permiso de enviar por esta línea. Avise a sistemas: hay que revisar los permisos de la aplicación."
        }
    }
}

fn of_message(code: i64) -> &'static str {
    match code {
        WINDOW_CLOSED => {
            "Pasaron más de 24 horas desde el último mensaje de la persona y WhatsApp ya no deja responderle por aquí. Llámele o espere a que escriba de nuevo."
        }
        131_026 => {
            "WhatsApp no pudo entregarlo: quizá la persona ya no usa WhatsApp en ese número o no ha actualizado su aplicación. Búsquela por otro medio."
        }
        131_050 => "La persona pidió no recibir avisos por WhatsApp. Búsquela por otro medio.",
        131_051 => "WhatsApp no admite este tipo de mensaje. Mándelo como texto.",
        131_062 => {
            "Este mensaje necesita el número de teléfono de la persona y solo conocemos su usuario. Pídaselo en la conversación."
        }
        131_030 => "La línea está en modo de prueba y este número no está en su lista. Avise a sistemas.",
        131_049 => "WhatsApp limita cuántos avisos recibe cada persona. Intente mañana o llámele.",
        130_472 => {
            "WhatsApp no entrega este tipo de mensaje a esta persona por ahora. Búsquela por otro medio."
        }
        132_000 | 132_001 | 132_005 | 132_007 | 132_012 | 132_015 | 132_016 => {
            "La plantilla del mensaje no está lista o fue rechazada por Meta. Avise a sistemas."
        }
        100 | 131_008 | 131_009 => {
            "WhatsApp rechazó el formato del mensaje. Cambie el texto y mándelo otra vez; si se repite, avise a sistemas."
        }
        _ => {
            "WhatsApp no aceptó el mensaje y no dijo una causa conocida. Puede reenviarlo; si se repite, avise a sistemas."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_of_the_list_has_its_lane() {
        for (codes, expected) in [
            (&[1, 2, 4, 80_007, 130_429, 131_016, 131_000, 131_057, 133_016, 613][..], Lane::RetryLater),
            (&[131_056], Lane::HoldPerson),
            (&[131_053], Lane::RetryOnce),
            (&[131_047, 131_026, 131_051, 131_008, 131_009, 100, 131_062, 131_030], Lane::PermanentMessage),
            (&[132_000, 132_001, 132_005, 132_007, 132_012, 132_015, 132_016], Lane::PermanentMessage),
            (&[131_049, 130_472], Lane::PermanentMessage),
            (&[131_050], Lane::PermanentPerson),
            (&[190, 0, 3, 10, 200, 250, 299, 131_005, 131_031, 368], Lane::StopLine),
            (&[131_042, 131_048, 131_045, 133_010], Lane::StopLine),
            (&[5, 199, 300, 131_999, -1], Lane::Unknown),
        ] {
            for code in codes {
                assert_eq!(lane(*code), expected, "{code}");
            }
        }
    }

    #[test]
    fn every_reason_says_what_to_do() {
        for code in (0..400).chain(130_000..134_000) {
            for reason in [reason(code), failure_reason(code), line_reason(code)] {
                let (_, step) = reason.split_once(['.', ':', ';']).unwrap();
                assert!(!step.trim().is_empty(), "{code}: {reason}");
                assert!(reason.ends_with('.'), "{code}: {reason}");
            }
            assert!(!failure_reason(code).contains("saldrá solo"), "{code}: nothing sends it again");
        }
    }

    #[test]
    fn only_what_asks_for_a_pause_slows_a_line() {
        let slow: Vec<i64> = (0..400).chain(613..614).chain(80_007..80_008).chain(130_000..134_000).collect();
        let slow: Vec<i64> = slow.into_iter().filter(|code| throttles(*code)).collect();
        assert_eq!(slow, [4, 613, 80_007, 130_429, 131_057, 133_016]);
        assert!(slow.into_iter().all(|code| lane(code) == Lane::RetryLater));
    }

    #[test]
    fn a_line_whose_number_is_not_known_is_told_so() {
        assert!(line_reason(100).starts_with("Meta no reconoce el número de la línea."));
    }
}
