//! The chat, in the panel and at `/chat`.

use protocol::chat::Standing;
use protocol::limits::CITIZEN_MESSAGE_CHARS;

pub const MENU: &str = "Opciones de la conversación";
pub const CLOSE: &str = "Cerrar el chat";
pub const HOME: &str = "Ir al inicio";

pub const PRIVACY_BEFORE: &str = "Cuidamos sus datos: ";
pub const PRIVACY_LINK: &str = "aviso de privacidad";
pub const TOPICS: &str = "¿Sobre qué quiere preguntar?";
pub const CLOSED_NOW: &str = "Deje su mensaje: le respondemos al abrir.";

pub const MESSAGE: &str = "Su mensaje";
pub const PLACEHOLDER: &str = "Escriba su mensaje";
pub const SEND: &str = "Enviar";
pub const SEND_LONG: &str = "Enviar mensaje";
pub const EMPTY: &str = "Escriba su mensaje antes de enviarlo.";
pub const TOPIC_NEEDED: &str = "Elija un tema para saber qué área le responde. Su texto sigue aquí.";

pub const LOG: &str = "Mensajes";
pub const OWN: &str = "Usted";
pub const ASSISTANT: &str = "Asistente";
pub const DESK: &str = "Atención";
pub const SENDING: &str = "Enviando…";
pub const SENT: &str = "Enviado";
pub const FAILED: &str = "No se envió.";
pub const RETRY: &str = "Reintentar";
pub const NEWER: &str = "Mensajes nuevos";
pub const CHECK: &str = "Ver mensajes nuevos";

pub const OFFLINE: &str = "Sin conexión. Seguimos intentando; lo que escriba se guarda.";
pub const COOKIELESS: &str = "Su navegador no guarda esta conversación: si recarga la página, dejará de verla aquí. \
                              Con este código la abre de nuevo:";
pub const KEEP_CODE: &str = "Con este código lee la respuesta desde cualquier teléfono:";
pub const COPY_CODE: &str = "Copiar código";
pub const COPIED: &str = "Código copiado";

pub const SAVE_COPY: &str = "Guardar una copia";
pub const COPY_FAILED: &str = "No pudimos preparar la copia. Intente de nuevo en unos minutos.";
pub const COPY_FILE: &str = "conversacion.txt";
pub const CODE: &str = "Código para continuar";
pub const CODE_HELP: &str = "Con este código abre esta conversación en otro teléfono o computadora.";
pub const OPEN_PAGE: &str = "Abrir en una página";
pub const END: &str = "Terminar conversación";
pub const END_HELP: &str = "Ya no podrá escribir en ella. Antes puede guardar una copia.";
pub const END_SURE: &str = "Sí, terminar";
pub const END_FAILED: &str = "No pudimos terminar la conversación. Intente de nuevo en unos minutos.";

pub const ENDED: &str = "La conversación terminó";
pub const ENDED_HELP: &str = "Ya no se puede escribir en ella. Puede guardar una copia o empezar otra.";
pub const EXPIRED: &str = "Esta conversación ya caducó";
pub const EXPIRED_HELP: &str = "Su texto sigue aquí. Puede empezar otra conversación.";
pub const AGAIN: &str = "Empezar otra conversación";

pub const HAVE_CODE: &str = "Tengo un código";
pub const CODE_LABEL: &str = "Código de su conversación";
pub const CODE_HINT: &str = "16 letras y números, por ejemplo 7K2M-9QXA-4T8B-VW3C.";
pub const RESUME: &str = "Continuar la conversación";
pub const CODE_EMPTY: &str = "Escriba el código de su conversación.";
pub const OFFLINE_TRY: &str = "No hay conexión. Intente de nuevo.";

pub const WHATSAPP: &str = "Seguir por WhatsApp";
pub const ACCOUNT: &str = "Mi cuenta";
pub const SIGN_IN: &str = "Entrar con su CURP";

/// What the link to WhatsApp does, before it is followed.
pub fn whatsapp_help(topic: &str) -> String {
    format!("Se abre WhatsApp con la línea de {topic}. Lo que ya escribió aquí se queda aquí.")
}

/// Over the conversation of somebody signed in.
pub fn speaks_as(first_name: &str) -> String {
    format!("Conversa como {first_name}")
}

/// The panel's heading before there is a desk.
pub fn title(institution: &str) -> String {
    format!("Chat con {institution}")
}

/// Where one stands, in a sentence; empty once it is over.
pub fn standing(standing: &Standing) -> String {
    match standing {
        Standing::Waiting { place } => format!("Usted es el número {place} de la fila"),
        Standing::Attended { by } if by.is_empty() => "Ya le atiende una persona".to_owned(),
        Standing::Attended { by } => format!("Le atiende {by}"),
        Standing::Closed => String::new(),
    }
}

/// Out of hours, with the message already in the queue.
pub fn waits_for_opening(opening: &str) -> String {
    format!("{}. Su mensaje ya está en la fila.", opening.trim_end_matches('.'))
}

/// Out of hours, before the message.
pub fn closed_now(opening: &str) -> String {
    format!("{}. {CLOSED_NOW}", opening.trim_end_matches('.'))
}

/// Under the composer, once the limit is near.
pub fn count(written: usize) -> String {
    match CITIZEN_MESSAGE_CHARS.checked_sub(written) {
        Some(1) => "Queda 1 carácter".to_owned(),
        Some(left) => format!("Quedan {left} caracteres"),
        None if written == CITIZEN_MESSAGE_CHARS + 1 => "Sobra 1 carácter".to_owned(),
        None => format!("Sobran {} caracteres", written - CITIZEN_MESSAGE_CHARS),
    }
}

pub fn too_long(written: usize) -> String {
    let over = written.saturating_sub(CITIZEN_MESSAGE_CHARS);
    let over =
        if over == 1 { "le sobra 1 carácter".to_owned() } else { format!("le sobran {over} caracteres") };
    format!("Su mensaje es muy largo: {over}. Su texto sigue aquí; divídalo en partes.")
}

/// The browser tab's title with what has not been read.
pub fn unread_title(count: usize, title: &str) -> String {
    if count == 0 { title.to_owned() } else { format!("({count}) {title}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_speaks_in_one_and_many() {
        assert_eq!(count(1_900), "Quedan 100 caracteres");
        assert_eq!(count(1_999), "Queda 1 carácter");
        assert_eq!(count(2_000), "Quedan 0 caracteres");
        assert_eq!(count(2_001), "Sobra 1 carácter");
        assert_eq!(count(2_012), "Sobran 12 caracteres");
    }

    #[test]
    fn an_opening_becomes_part_of_a_sentence() {
        let text = waits_for_opening("Abre el lunes 6 de abril a las 9:00");
        assert_eq!(text, "Abre el lunes 6 de abril a las 9:00. Su mensaje ya está en la fila.");
    }
}
